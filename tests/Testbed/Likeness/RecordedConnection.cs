using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.Recordings;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>
/// One connection of a recording, replayed to a profile: what our side did reaches the profile, and what the
/// profile says must be what the server was recorded to say, in the same order and no later.
/// </summary>
internal sealed class RecordedConnection : IPeerLine
{
    // The content type of an alert (RFC 8446 5.1): TLS speaks where no TLS came about.
    private const byte Alert = 0x15;

    private readonly RecordedPeer _peer;
    private readonly RecordedHeaders _headers;
    private readonly OwnWords _own = new();
    private readonly Queue<string> _said = new();
    private readonly KindReader _recorded;
    private readonly KindReader _profile;
    private readonly PeerTalk _talk;
    private readonly PeerCertificate _certificate;
    private bool _answersAreDue;
    private bool _isLeft;

    public RecordedConnection(
        RecordedPeer peer, RecordedHeaders headers, bool dialled, PeerCertificate certificate, Func<IPeerLine, PeerTalk> talk)
    {
        (_peer, _headers, _certificate, Name) = (peer, headers, certificate, headers.Connection);
        (_recorded, _profile) = (new(initial: dialled), new(initial: dialled));
        _talk = talk(this);
    }

    public string Name { get; }

    public bool IsOver { get; private set; }

    public bool AwaitsTls { get; private set; }

    public Difference? Difference { get; private set; }

    /// <summary>How many kinds were recorded that the profile had said.</summary>
    public int Alike { get; private set; }

    public void Begin(bool directTls) => _talk.Begin(directTls);

    public bool TryTake(PeerErrand errand) => !_isLeft && _talk is DiallingTalk dialling && dialling.TryTake(errand);

    public void Take(RecordedWords line)
    {
        switch (line.Kind)
        {
            case LineKind.Send:
                Send(line);
                break;
            case LineKind.Recv:
                Receive(line);
                break;
            default:
                Happen(line);
                break;
        }
    }

    /// <summary>
    /// The recording ends. What the profile still says is too much, but for the end of the connection; where the last
    /// thing recorded is what our side said, nobody knows the answer.
    /// </summary>
    public void Close(int line)
    {
        if (!_isLeft && !_answersAreDue)
        {
            _peer.GiveUp(this);
            ExpectNothing(line, Kinds.End);
        }
    }

    public void Met(Occasion occasion)
    {
        // What counts is what the profile says on it.
    }

    public void Write(ReadOnlyMemory<byte> bytes, int pieceBytes)
    {
        foreach (var kind in _profile.Read(bytes.Span))
        {
            _said.Enqueue(kind);
            if (kind == Kinds.Success)
            {
                _profile.Restart();
            }
        }
    }

    public void BeginTls() => AwaitsTls = true;

    public void End(bool reset)
    {
        IsOver = true;
        _said.Enqueue(Kinds.End);
    }

    public void Wait(TimeSpan length, Action goOn) => goOn();

    public StreamId NextId() => new(_headers.NextId());

    public int Choose(int count, Func<int, string> label) => 0;

    public void DialBack(KeyQuestion question, Action<bool?> answered) =>
        _peer.DialBack(this, new PeerErrand.Ask(question, answered));

    public void Take(Stanza stanza)
    {
        // What becomes of it is for the server's own application.
    }

    private void Send(RecordedWords line)
    {
        if (!_answersAreDue)
        {
            // Our side did not look for the end of the connection before it spoke.
            ExpectNothing(line.Number, Kinds.End);
        }

        _answersAreDue = true;
        if (AwaitsTls && !line.Tls)
        {
            FailTls();
            return;
        }

        if (IsOver)
        {
            return;
        }

        if (_own.Read(line.Bytes.Span).Any(said => said is Heard.Success))
        {
            _recorded.Restart();
            _profile.Restart();
        }

        _talk.Hear(line.Bytes.Span);
    }

    private void Receive(RecordedWords line)
    {
        _answersAreDue = false;
        if (line.Bytes.Span[0] == Alert && !line.Tls)
        {
            return;
        }

        foreach (var kind in _recorded.Read(line.Bytes.Span))
        {
            Expect(line.Number, kind);
            if (kind == Kinds.Success)
            {
                _recorded.Restart();
            }
        }
    }

    private void Happen(RecordedWords line)
    {
        if (line.Text.StartsWith("tls ok", StringComparison.Ordinal))
        {
            Secure(line);
        }
        else if (line.Text.StartsWith("tls handshake failed", StringComparison.Ordinal))
        {
            FailTls();
            _isLeft = true;
        }
        else if (line.Text == "eof from peer" || line.Text.StartsWith("read error", StringComparison.Ordinal))
        {
            Expect(line.Number, Kinds.End);
        }
        else if (line.Text.StartsWith("still open", StringComparison.Ordinal))
        {
            _peer.GiveUp(this);
            ExpectNothing(line.Number, null);
        }
        else if (line.Text == "TRIGGER: fin")
        {
            Leave();
        }
        else if (line.Text.StartsWith("closed by us", StringComparison.Ordinal))
        {
            // Nothing was recorded of what the server did then.
            _isLeft = true;
            Leave();
        }
    }

    private void Secure(RecordedWords line)
    {
        if (!AwaitsTls || _said.Count > 0)
        {
            Differ(line.Number, Kinds.Handshake, _said.TryPeek(out var said) ? said : Difference.Nothing);
            return;
        }

        AwaitsTls = false;
        _recorded.Reset();
        _profile.Reset();
        _talk.Secure(_certificate);
    }

    private void Leave()
    {
        if (AwaitsTls)
        {
            FailTls();
        }
        else
        {
            _talk.Lose(byTheirEnd: true);
        }
    }

    // As the simulated network does it where a handshake cannot be.
    private void FailTls()
    {
        AwaitsTls = false;
        End(reset: false);
        _talk.Lose(byTheirEnd: false);
    }

    private void Expect(int line, string expected)
    {
        if (_said.Count == 0)
        {
            _peer.GiveUp(this);
        }

        var got = _said.TryDequeue(out var said) ? said : Difference.Nothing;
        if (got != expected)
        {
            Differ(line, expected, got);
        }
        else
        {
            Alike++;
        }
    }

    private void ExpectNothing(int line, string? but)
    {
        if (_said.TryPeek(out var said) && said != but)
        {
            Differ(line, Difference.Nothing, said);
        }
    }

    private void Differ(int line, string expected, string got) => Difference ??= new(line, expected, got);
}
