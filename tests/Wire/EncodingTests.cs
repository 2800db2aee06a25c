using System.Text;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>
/// RFC 6120 11.6 and 4.9.3.22: "not supported by the server [...] or has otherwise improperly encoded the stream
/// (e.g., by violating the rules of the [UTF-8] encoding)".
/// </summary>
public sealed class EncodingTests
{
    [Theory]
    [InlineData("C080")] // overlong U+0000
    [InlineData("C1BF")]
    [InlineData("E09FBF")]
    [InlineData("F08FBFBF")]
    [InlineData("EDA080")] // a surrogate
    [InlineData("EDBFBF")]
    [InlineData("F4908080")] // beyond U+10FFFF
    [InlineData("F5808080")]
    [InlineData("80")]
    [InlineData("BF")]
    [InlineData("C3")]
    [InlineData("E282")]
    [InlineData("F09F98")]
    [InlineData("FE")]
    [InlineData("FF")]
    [InlineData("E9")] // Latin 1
    public void Invalid_UTF_8_is_an_unsupported_encoding(string hex)
    {
        var bad = Convert.FromHexString(hex);
        Reading.Refuses(XmlViolation.UnsupportedEncoding, [.. "<a>"u8, .. bad, .. "</a>"u8]);
        Reading.Refuses(XmlViolation.UnsupportedEncoding, [.. "<a b='"u8, .. bad, .. "'/>"u8]);
        Reading.Refuses(XmlViolation.UnsupportedEncoding, [.. "<a"u8, .. bad, .. "/>"u8]);
        Reading.Refuses(XmlViolation.UnsupportedEncoding, [.. "<a><![CDATA["u8, .. bad, .. "]]></a>"u8]);
    }

    [Fact]
    public void All_planes_are_read()
    {
        const string Text = "\u007F\u0085\u00E9\u20AC\uFEFF\uFFFD\U0001F600\U0010FFFF";
        var element = Reading.Element($"<a b='{Text}'>{Text}</a>");
        Assert.Equal(Text, element.Text);
        Assert.Equal(Text, element.Attribute("b"));
    }

    [Fact]
    public void UTF_16_and_UTF_32_are_unsupported_encodings()
    {
        Encoding[] encodings =
            [Encoding.Unicode, Encoding.BigEndianUnicode, Encoding.UTF32, new UTF32Encoding(true, true)];
        foreach (var encoding in encodings)
        {
            byte[] text = encoding.GetBytes("<stream/>");
            Reading.RefusesDocument(XmlViolation.UnsupportedEncoding, text);
            Reading.RefusesDocument(XmlViolation.UnsupportedEncoding, [.. encoding.GetPreamble(), .. text]);
        }
    }

    // 11.6: "it MUST interpret that character as a zero width no-break space, not as a byte order mark", and such
    // text has no place before the root.
    [Fact]
    public void A_byte_order_mark_of_UTF_8_is_text_before_the_root() =>
        Reading.RefusesDocument(XmlViolation.NotWellFormed, "\uFEFF<stream/>");
}
