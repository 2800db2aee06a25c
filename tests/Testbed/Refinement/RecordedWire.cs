using System.Globalization;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Recordings;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>One recorded connection: what each side said on it.</summary>
internal sealed class RecordedWire
{
    // The content type of an alert (RFC 8446 5.1): TLS speaks where no TLS came about.
    private const byte Alert = 0x15;

    /// <summary>Something that is no stream.</summary>
    public static readonly Heard Nonsense = new Heard.Unknown(new XmlName("", "nonsense"));

    private readonly OwnWords _ours = new();
    private readonly ElementReader _theirs = new(ReaderLimits.Authenticated(Limits.Default));

    /// <param name="name">As in the recording: <c>out</c> for the one that our side opened, else <c>in1</c>, <c>in2</c> …</param>
    public RecordedWire(string name)
    {
        Name = name;
        Id = name == "out"
            ? new ConnectionId(Dialled: false, 1)
            : new ConnectionId(Dialled: true, int.Parse(name.AsSpan(2), CultureInfo.InvariantCulture));
    }

    public string Name { get; }

    /// <summary>Its number, as the recorded server would count.</summary>
    public ConnectionId Id { get; }

    /// <summary>The id of the stream that is open: that of the last header of its receiver.</summary>
    public StreamId StreamId { get; private set; }

    /// <summary>What our side sent. It was made to provoke: what is no stream is heard as something unknown.</summary>
    public IEnumerable<Heard> ReadOurs(ReadOnlySpan<byte> bytes)
    {
        var understood = _ours.Read(bytes);
        if (understood.OfType<Heard.Success>().Any())
        {
            _theirs.Restart();
        }

        return understood.Count > 0 || bytes.Trim(" \t\r\n"u8).IsEmpty
            ? understood
            : [Nonsense];
    }

    /// <summary>What the server said, as far as it is complete.</summary>
    public IEnumerable<Heard> ReadTheirs(RecordedWords line)
    {
        if (line is { Tls: false, Bytes: var bytes } && !bytes.IsEmpty && bytes.Span[0] == Alert)
        {
            yield break;
        }

        _theirs.Feed(line.Bytes.Span);
        while (_theirs.TryRead(out var item))
        {
            var said = Grammar.Understand(item);
            if (said is Heard.Success)
            {
                _theirs.Restart();
            }

            yield return said;
        }
    }

    /// <summary>RFC 6120 5.4.3.3: what came before TLS is forgotten.</summary>
    public void Secured() => _theirs.Reset();

    /// <summary>Somebody has said this; a header of the receiver names the stream.</summary>
    public void Note(Heard what, bool byReceiver)
    {
        if (byReceiver && what is Heard.Header(var header))
        {
            StreamId = new StreamId(header.Id ?? "");
        }
    }
}
