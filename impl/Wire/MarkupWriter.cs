using System.Buffers;
using System.Text.Unicode;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Writes the pieces of markup as UTF-8. RFC 6120 11.3: "An XMPP entity MUST NOT generate data that is not
/// XML-well-formed"; asked for that it throws, because then we have a bug, or let somebody's data through unchecked.
/// </summary>
internal readonly struct MarkupWriter(IBufferWriter<byte> output)
{
    public void Raw(ReadOnlySpan<byte> markup) => output.Write(markup);

    public void Name(string prefix, string local)
    {
        if (prefix.Length > 0)
        {
            Name(prefix);
            Raw(":"u8);
        }

        Name(local);
    }

    /// <summary>Writes <c> prefix:local='value'</c>.</summary>
    public void Attribute(string prefix, string local, string value)
    {
        Raw(" "u8);
        Name(prefix, local);
        Raw("='"u8);
        Escaped(value, AttributeSpecials);
        Raw("'"u8);
    }

    public void Declaration(string prefix, string ns)
    {
        if (prefix.Length == 0)
        {
            Attribute("", "xmlns", ns);
        }
        else
        {
            Attribute("xmlns", prefix, ns);
        }
    }

    public void Text(string text) => Escaped(text, TextSpecials);

    private void Name(string name)
    {
        if (!XmlNames.IsName(name))
        {
            throw new InvalidOperationException("not a name of XML");
        }

        Plain(name);
    }

    private void Escaped(ReadOnlySpan<char> text, SearchValues<char> specials)
    {
        while (true)
        {
            var run = text.IndexOfAny(specials);
            Plain(run < 0 ? text : text[..run]);
            if (run < 0)
            {
                return;
            }

            Raw(Escape(text[run]));
            text = text[(run + 1)..];
        }
    }

    private static ReadOnlySpan<byte> Escape(char c) => c switch
    {
        '&' => "&amp;"u8,
        '<' => "&lt;"u8,
        '>' => "&gt;"u8,
        '"' => "&quot;"u8,
        '\'' => "&apos;"u8,
        '\t' => "&#9;"u8,
        '\n' => "&#10;"u8,
        '\r' => "&#13;"u8,
        _ => throw new InvalidOperationException($"U+{(int)c:X4} is no character of XML"),
    };

    private void Plain(ReadOnlySpan<char> run)
    {
        if (run.IsEmpty)
        {
            return;
        }

        var target = output.GetSpan(run.Length * BytesPerUnitMax);
        if (Utf8.FromUtf16(run, target, out _, out var written, replaceInvalidSequences: false) != OperationStatus.Done)
        {
            throw new InvalidOperationException("a lone surrogate is no character of XML");
        }

        output.Advance(written);
    }

    private const int BytesPerUnitMax = 3;

    /// <summary>XML 2.2: the code units that are no character and no half of one.</summary>
    private const string Forbidden =
        "\0\u0001\u0002\u0003\u0004\u0005\u0006\u0007\b\v\f\u000E\u000F\u0010\u0011\u0012\u0013\u0014\u0015\u0016"
        + "\u0017\u0018\u0019\u001A\u001B\u001C\u001D\u001E\u001F\uFFFE\uFFFF";

    /// <summary>A carriage return would be read as a line feed (XML 2.11); <c>&gt;</c> might end <c>]]&gt;</c>.</summary>
    private static readonly SearchValues<char> TextSpecials = SearchValues.Create(Forbidden + "&<>\r");

    /// <summary>White space other than a space would be read as one (XML 3.3.3).</summary>
    private static readonly SearchValues<char> AttributeSpecials = SearchValues.Create(Forbidden + "&<>'\"\t\n\r");
}
