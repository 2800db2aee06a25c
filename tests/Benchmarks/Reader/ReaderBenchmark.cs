using System.Xml;
using System.Xml.Linq;
using BenchmarkDotNet.Attributes;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>
/// The wire reader and <see cref="XmlReader"/>, each on one long stream of the same bytes. A figure is that of one stanza, from
/// the bytes to what the method says.
/// </summary>
[MemoryDiagnoser]
public class ReaderBenchmark
{
    // As a connection feeds it.
    private const int PieceBytes = 4096;

    private static readonly ReaderLimits Bounds = ReaderLimits.Authenticated(Limits.Default);

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit };

    private readonly byte[] _piece = new byte[PieceBytes];
    private Stream _stream = Stream.Null;
    private XmlReader _theirs = XmlReader.Create(TextReader.Null);
    private Elements _elements = new(XmlReader.Create(TextReader.Null));
    private ElementReader _ours = new(Bounds);

    /// <summary>Which stanzas.</summary>
    [Params("small", "larger")]
    public string Stanzas { get; set; } = "small";

    /// <summary>Opens the streams.</summary>
    [GlobalSetup]
    public void Prepare()
    {
        var traffic = Stanzas == "small" ? Traffic.Small : Traffic.Larger;
        _ours = new ElementReader(Bounds);
        _stream = traffic.Open();
        _theirs = XmlReader.Create(traffic.Open(), Settings);
        _theirs.MoveToContent();
        _theirs.Read();
        _elements = new Elements(_theirs);
    }

    /// <summary>Every name, value and text as a string, one after the other; no stanza is put together.</summary>
    [Benchmark(OperationsPerInvoke = Traffic.Stanzas, Description = "XmlReader, strings only")]
    public int StringsOfTheFramework()
    {
        var seen = 0;
        for (var whole = 0; whole < Traffic.Stanzas; _theirs.Read())
        {
            switch (_theirs.NodeType)
            {
                case XmlNodeType.Element:
                    whole += _theirs is { Depth: 1, IsEmptyElement: true } ? 1 : 0;
                    seen += _theirs.LocalName.Length + _theirs.NamespaceURI.Length;
                    while (_theirs.MoveToNextAttribute())
                    {
                        seen += _theirs.LocalName.Length + _theirs.NamespaceURI.Length + _theirs.Value.Length;
                    }

                    break;
                case XmlNodeType.EndElement:
                    whole += _theirs.Depth == 1 ? 1 : 0;
                    break;
                default:
                    seen += _theirs.Value.Length;
                    break;
            }
        }

        return seen;
    }

    /// <summary>Every stanza as the element that our reader makes of it: names, namespaces, values and texts.</summary>
    [Benchmark(Baseline = true, OperationsPerInvoke = Traffic.Stanzas, Description = "XmlReader to the same element")]
    public int ElementsOfTheFramework()
    {
        var seen = 0;
        for (var whole = 0; whole < Traffic.Stanzas; whole++)
        {
            seen += _elements.Read().Local.Length;
        }

        return seen;
    }

    /// <summary>Every stanza as a tree of the framework's.</summary>
    [Benchmark(OperationsPerInvoke = Traffic.Stanzas, Description = "XmlReader to XElement")]
    public int TreesOfTheFramework()
    {
        var seen = 0;
        for (var whole = 0; whole < Traffic.Stanzas; whole++)
        {
            seen += ((XElement)XNode.ReadFrom(_theirs)).Name.LocalName.Length;
        }

        return seen;
    }

    /// <summary>Every stanza as an element of ours.</summary>
    [Benchmark(OperationsPerInvoke = Traffic.Stanzas, Description = "ElementReader")]
    public int Ours()
    {
        var seen = 0;
        for (var whole = 0; whole < Traffic.Stanzas;)
        {
            if (!_ours.TryRead(out var item))
            {
                _ours.Feed(_piece.AsSpan(0, _stream.Read(_piece, 0, PieceBytes)));
            }
            else if (item is WireItem.Whole(var element))
            {
                whole++;
                seen += element.Local.Length;
            }
        }

        return seen;
    }
}
