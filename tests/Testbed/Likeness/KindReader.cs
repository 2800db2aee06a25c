using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>Reads the kinds of what one side says on one connection.</summary>
/// <param name="initial">Whether it is the side that dialled.</param>
internal sealed class KindReader(bool initial)
{
    private readonly ElementReader _reader = new(ReaderLimits.Authenticated(Limits.Default));
    private bool _restarts;

    /// <summary>The kinds that are complete with these bytes.</summary>
    public IReadOnlyList<string> Read(ReadOnlySpan<byte> bytes)
    {
        if (_restarts)
        {
            _reader.Restart();
            _restarts = false;
        }

        _reader.Feed(bytes);
        var kinds = new List<string>();
        while (_reader.TryRead(out var item))
        {
            Id = item is WireItem.Opened opened ? IdOf(opened) : Id;
            if (Kinds.Of(item, initial) is { } kind)
            {
                kinds.Add(kind);
            }
        }

        return kinds;
    }

    /// <summary>The id in the last header.</summary>
    public string? Id { get; private set; }

    /// <summary>RFC 6120 6.4.6: with the next bytes another stream begins.</summary>
    public void Restart() => _restarts = true;

    /// <summary>RFC 6120 5.4.3.3: what came before TLS is forgotten.</summary>
    public void Reset() => _reader.Reset();

    private static string? IdOf(WireItem.Opened opened) =>
        opened.Attributes.FirstOrDefault(a => a.Name == new XmlName("", "id")).Value;
}
