using System.Text;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>
/// Reads what our recorded side wrote. It was made to provoke, so that not all of it is a stream: every line is
/// read for itself, up to where it stops being one.
/// </summary>
internal sealed class OwnWords
{
    private static readonly ReaderLimits Limits = ReaderLimits.Authenticated(Core.Limits.Default);

    private string _prefix = "stream";

    /// <summary>What can be understood of one write.</summary>
    public IReadOnlyList<Heard> Read(ReadOnlySpan<byte> bytes)
    {
        var alone = Items(bytes, null);
        if (alone is [WireItem.Opened { Name: { Namespace: Namespaces.Streams, Local: "stream" } } opened, ..])
        {
            _prefix = opened.Prefix;
            return Understood(alone);
        }

        return Understood(Items(bytes, Root()).Skip(1));
    }

    private static List<Heard> Understood(IEnumerable<WireItem> items) =>
        [.. items.Where(i => i is not WireItem.Broken).Select(Grammar.Understand)];

    private static List<WireItem> Items(ReadOnlySpan<byte> bytes, byte[]? root)
    {
        var reader = new ElementReader(Limits);
        reader.Feed(root);
        reader.Feed(bytes);
        var items = new List<WireItem>();
        while (reader.TryRead(out var item))
        {
            items.Add(item);
        }

        return items;
    }

    // The root that was opened earlier on the connection.
    private byte[] Root() => Encoding.UTF8.GetBytes(
        $"<{_prefix}:stream xmlns='{Namespaces.Server}' xmlns:{_prefix}='{Namespaces.Streams}'"
        + $" xmlns:db='{Namespaces.Dialback}'>");
}
