using System.Xml;
using System.Xml.Linq;
using BenchmarkDotNet.Attributes;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>
/// The wire reader and <see cref="XmlReader"/> over the same bytes. A figure is that of one stanza.
/// </summary>
[MemoryDiagnoser]
public class ReaderBenchmark
{
    // As a connection feeds it.
    private const int PieceBytes = 4096;

    private static readonly ReaderLimits Bounds = ReaderLimits.Authenticated(Limits.Default);

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    private byte[] _bytes = [];

    /// <summary>Which stanzas.</summary>
    [Params("small", "larger")]
    public string Stanzas { get; set; } = "small";

    /// <summary>Makes the bytes.</summary>
    [GlobalSetup]
    public void Prepare() => _bytes = (Stanzas == "small" ? Traffic.Small : Traffic.Larger).Bytes;

    /// <summary>Every name, value and text of every stanza as a string, and no tree: the least that a server needs.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Traffic.Stanzas, Description = "XmlReader")]
    public int OfTheFramework()
    {
        using var reader = XmlReader.Create(new MemoryStream(_bytes), Settings);
        var seen = 0;
        while (reader.Read())
        {
            switch (reader.NodeType)
            {
                case XmlNodeType.Element:
                    seen += reader.LocalName.Length + reader.NamespaceURI.Length;
                    while (reader.MoveToNextAttribute())
                    {
                        seen += reader.LocalName.Length + reader.NamespaceURI.Length + reader.Value.Length;
                    }

                    break;
                case XmlNodeType.Text or XmlNodeType.CDATA or XmlNodeType.Whitespace or XmlNodeType.SignificantWhitespace:
                    seen += reader.Value.Length;
                    break;
            }
        }

        return seen;
    }

    /// <summary>Every stanza as a tree of the framework's.</summary>
    [Benchmark(OperationsPerInvoke = Traffic.Stanzas, Description = "XmlReader to XElement")]
    public int TreesOfTheFramework()
    {
        using var reader = XmlReader.Create(new MemoryStream(_bytes), Settings);
        reader.MoveToContent();
        reader.Read();
        var seen = 0;
        while (reader.NodeType == XmlNodeType.Element)
        {
            seen += ((XElement)XNode.ReadFrom(reader)).Name.LocalName.Length;
        }

        return seen;
    }

    /// <summary>Every stanza as a tree of ours.</summary>
    [Benchmark(OperationsPerInvoke = Traffic.Stanzas, Description = "ElementReader")]
    public int Ours()
    {
        var reader = new ElementReader(Bounds);
        var seen = 0;
        for (var at = 0; at < _bytes.Length; at += PieceBytes)
        {
            reader.Feed(_bytes.AsSpan(at, Math.Min(PieceBytes, _bytes.Length - at)));
            while (reader.TryRead(out var item))
            {
                seen += item is WireItem.Whole(var element) ? element.Local.Length : 0;
            }
        }

        return seen;
    }
}
