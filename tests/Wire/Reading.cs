using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>Feeds a reader and collects what it says.</summary>
internal static class Reading
{
    public const string Header =
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' xmlns:db='jabber:server:dialback'>";

    public static readonly ReaderLimits Limits = new(10_000, 16, 16);

    public static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    /// <summary>Everything a fresh reader makes of a text.</summary>
    public static List<WireItem> All(string text) => All(Utf8(text));

    public static List<WireItem> All(byte[] bytes) => InPieces(bytes, Limits, bytes.Length);

    /// <summary>Everything a fresh reader makes of bytes that come in pieces of these sizes, in turn.</summary>
    public static List<WireItem> InPieces(byte[] bytes, ReaderLimits limits, params IReadOnlyList<int> sizes)
    {
        var reader = new ElementReader(limits);
        var items = new List<WireItem>();
        var at = 0;
        for (var i = 0; at < bytes.Length; i++)
        {
            var size = Math.Min(Math.Max(1, sizes[i % sizes.Count]), bytes.Length - at);
            reader.Feed(bytes.AsSpan(at, size));
            items.AddRange(Drain(reader));
            at += size;
        }

        return items;
    }

    public static List<WireItem> Drain(ElementReader reader)
    {
        var items = new List<WireItem>();
        while (reader.TryRead(out var item))
        {
            items.Add(item);
        }

        return items;
    }

    /// <summary>A reader that has read <see cref="Header"/>.</summary>
    public static ElementReader Opened(ReaderLimits? limits = null)
    {
        var reader = new ElementReader(limits ?? Limits);
        reader.Feed(Utf8(Header));
        Assert.True(reader.TryRead(out var item));
        Assert.IsType<WireItem.Opened>(item);
        return reader;
    }

    /// <summary>The only item that a text inside the stream amounts to.</summary>
    public static WireItem Only(string text) => Only(Utf8(text));

    public static WireItem Only(byte[] bytes)
    {
        var reader = Opened();
        reader.Feed(bytes);
        return Assert.Single(Drain(reader));
    }

    public static Element Element(string text) => Assert.IsType<WireItem.Whole>(Only(text)).Element;

    public static void Refuses(XmlViolation violation, string text) => Refuses(violation, Utf8(text));

    public static void Refuses(XmlViolation violation, byte[] bytes) =>
        Assert.Equal(violation, Assert.IsType<WireItem.Broken>(Only(bytes)).Violation);

    public static void RefusesDocument(XmlViolation violation, string text) => RefusesDocument(violation, Utf8(text));

    public static void RefusesDocument(XmlViolation violation, byte[] bytes) =>
        Assert.Equal(violation, Assert.IsType<WireItem.Broken>(Assert.Single(All(bytes))).Violation);
}
