using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// One recorded connection, line by line: what was received goes through the reader to the machine, what was sent
/// sets the machine's state.
/// </summary>
internal sealed class Conversation(IRecordedSide side, Verdicts verdicts)
{
    private static readonly ReaderLimits Stranger = ReaderLimits.Unauthenticated(Limits.Default);
    private static readonly ReaderLimits Known = ReaderLimits.Authenticated(Limits.Default);
    private static readonly int[] PieceBytes = [1, 7, int.MaxValue];

    private readonly OwnWords _own = new();
    private readonly ElementReader _reader = new(Stranger);
    private HeardDocument _document = new(Stranger);
    private bool _secured;
    private bool _broken;
    private int _unfinishedSince;

    public void Take(RecordedWords line)
    {
        if (line.Tls && !_secured)
        {
            Secure(line);
        }

        switch (line.Kind)
        {
            case LineKind.Send:
                Say(line);
                break;
            case LineKind.Recv:
                Receive(line);
                break;
            default:
                Happen(line);
                break;
        }
    }

    /// <summary>Nothing more comes: every byte must have been part of an item, however the bytes were cut.</summary>
    public void End()
    {
        if (_reader.HasBuffered)
        {
            verdicts.Part(_unfinishedSince, $"{_reader.BufferedCount} bytes from here on make no whole element");
        }

        foreach (var size in PieceBytes)
        {
            if (_document.FirstDifference(size) is { } line)
            {
                var pieces = size == int.MaxValue ? "one piece" : $"pieces of {size}";
                verdicts.Part(line, $"chunking: read in {pieces} the items differ from those of the recorded reads");
            }
        }
    }

    private void Secure(RecordedWords line)
    {
        End();
        _secured = true;
        _reader.Reset();
        _document = new(_reader.Limits);
        Tell(line, new StreamInput.Secured(PeerCertificates.From(line.Text)));
    }

    private void Say(RecordedWords line)
    {
        foreach (var said in _own.Read(line.Bytes.Span))
        {
            if (side.Say(said))
            {
                Restart();
            }
        }

        Widen();
    }

    private void Receive(RecordedWords line)
    {
        if (_broken)
        {
            // RFC 6120 11.3: behind what is not well-formed nothing can be understood, after a handshake either.
            return;
        }

        _unfinishedSince = _reader.HasBuffered ? _unfinishedSince : line.Number;
        _document.Received(line.Bytes.Span);
        _reader.Feed(line.Bytes.Span);
        while (_reader.TryRead(out var item))
        {
            _broken = item is WireItem.Broken;
            _document.Read(new(line.Number, item));
            _unfinishedSince = line.Number;
            Judge(line, item);
        }
    }

    private void Judge(RecordedWords line, WireItem item)
    {
        // Our header was or will be sent with an id of its own, so that the fresh one is never seen.
        var input = new StreamInput.Received(Grammar.Understand(item), _reader.HasBuffered, new StreamId("fresh"));
        var standing = side.Standing;
        if (Tell(line, input) is not { } hearing)
        {
            return;
        }

        verdicts.Judge(line.Number, standing, input.What, hearing);
        if (hearing.Acts.Contains(new Act.ExpectHeader()) && side is RecordedInitiator)
        {
            Restart();
        }

        Widen();
    }

    private void Happen(RecordedWords line)
    {
        StreamInput? input = line.Text switch
        {
            "eof from peer" => new StreamInput.Received(new Heard.EndOfBytes(), false, default),
            _ when line.Text.StartsWith("tls handshake failed", StringComparison.Ordinal) =>
                new StreamInput.TlsFailed(line.Text),
            _ when line.Text.StartsWith("read error", StringComparison.Ordinal)
                || line.Text.StartsWith("closed by us", StringComparison.Ordinal) => new StreamInput.Lost(line.Text),
            _ => null,
        };
        if (input is not null)
        {
            Tell(line, input);
        }
    }

    // An exception is where a machine does not know what to do: the very thing that is looked for.
    private Hearing? Tell(RecordedWords line, StreamInput input)
    {
        try
        {
            return input is StreamInput.Secured or StreamInput.TlsFailed ? side.Secure(input) : side.Hear(input);
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            verdicts.Part(line.Number, $"{side.Standing} met {input}: {e.Message}");
            return null;
        }
    }

    private void Restart()
    {
        _reader.Restart();
        _document.Restarted();
    }

    // The larger limits apply from the moment at which the peer has proved its domain.
    private void Widen()
    {
        if (side.IsEstablished && _reader.Limits != Known)
        {
            _reader.Limits = Known;
            _document.Limited(Known);
        }
    }
}
