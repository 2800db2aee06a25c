using System.Buffers;
using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>What a writer makes of items.</summary>
internal static class Writing
{
    public static readonly WireItem.Opened Root = new(
        new XmlName(Namespaces.Streams, "stream"),
        "stream",
        [],
        [new("", Namespaces.Server), new("stream", Namespaces.Streams), new("db", Namespaces.Dialback)]);

    public static byte[] Bytes(IEnumerable<WireItem> items)
    {
        var writer = new ElementWriter();
        var output = new ArrayBufferWriter<byte>();
        foreach (var item in items)
        {
            writer.Write(item, output);
        }

        return output.WrittenSpan.ToArray();
    }

    /// <summary>An element inside <see cref="Root"/>.</summary>
    public static string Text(Element element)
    {
        var writer = new ElementWriter();
        writer.Write(Root, new ArrayBufferWriter<byte>());
        var output = new ArrayBufferWriter<byte>();
        writer.Write(new WireItem.Whole(element), output);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }
}
