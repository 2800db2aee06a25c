using System.Text;
using System.Xml;
using FsCheck;
using FsCheck.Xunit;
using Xmpp.Federation.Core.Xml;
using XmlText = Xmpp.Federation.Core.Xml.XmlText;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>
/// Our reader against the one of .NET: whatever that refuses we refuse, and whatever we accept it reads to the
/// same tree. The differences are deliberate, and these are all of them:
/// we refuse what RFC 6120 11.1 forbids, other encodings, a byte order mark, text at the first level, and what is
/// over a limit; also an element with the prefix xmlns, which .NET lets pass against Namespaces in XML 1.0, 3
/// ("Element names MUST NOT have the prefix xmlns"); we accept the names of the fifth edition of XML 1.0, where
/// .NET knows those of the fourth.
/// </summary>
public sealed class AgreementTests
{
    [Theory]
    [MemberData(nameof(Documents))]
    public void Both_readers_agree_on_well_known_traps(string document) => Agree(Reading.Utf8(document));

    public static TheoryData<string> Documents =>
    [
        "<r/>", "<r></r>", "<r>", "</r>", "", " ", "<r/><r/>", "<r/>x", "x<r/>", " <r/> ", "<r></s>",
        "<r><a></r></a>", "<r a='1' a='2'/>", "<r xmlns:a='u' xmlns:b='u' a:c='' b:c=''/>",
        "<r xmlns:a='u' a:c='' c=''/>", "<r a=1/>", "<r a='<'/>", "<r a='>'/>", "<r a='&lt;'/>", "<r a='&#60;'/>",
        "<r a='&'/>", "<r a='&amp'/>", "<r a='&#38;amp;'/>", "<r a='\r\n\t '/>", "<r a='&#13;&#10;&#9;&#32;'/>",
        "<r a=\"'\"/>", "<r a='\"'/>", "<r a=''b=''/>", "<r a ='' />", "<r><a>]]></a></r>", "<r><a>]]&gt;</a></r>",
        "<r><a>]]</a>></r>", "<r><a>></a></r>", "<r><a><![CDATA[]]]]></a></r>", "<r><a><![CDATA[]]]>]]></a></r>",
        "<r><a><![CDATA[<&]]></a></r>", "<r><a><![CDATA[x]]></r>", "<r><a><![CDATA [x]]></a></r>",
        "<r><a>\r\n\r\n\n\r</a></r>", "<r><a><![CDATA[\r\n\r]]></a></r>", "<r><a>&#xD;\n</a></r>", "<r><a>\r</a></r>",
        "<r><a>&#0;</a></r>", "<r><a>&#x1F;</a></r>", "<r><a>&#xFFFE;</a></r>", "<r><a>&#xD800;</a></r>",
        "<r><a>&#x10FFFF;</a></r>", "<r><a>&#x110000;</a></r>", "<r><a>&#00000065;</a></r>", "<r><a>&#x;</a></r>",
        "<r><a>&#;</a></r>", "<r><a>&#x1G;</a></r>", "<r><a>&#X41;</a></r>", "<r><a>&#65 ;</a></r>",
        "<r><a>& #65;</a></r>", "<r><a>&#4294967361;</a></r>", "<r><a>&#18446744073709551681;</a></r>",
        "<r><a>&foo;</a></r>", "<r><a>&lt</a></r>", "<r><a>&ltt;</a></r>", "<r><a>\u0001</a></r>",
        "<r><a>\u007F\u0080\u0085\u009F</a></r>", "<r><a>\uFFFE</a></r>", "<r><a>\uFFFD\uE000</a></r>",
        "<r><a>\U0001F600\U0010FFFF\U0001FFFE</a></r>", "<r><a b='\uFFFF'/></r>", "<r><a>\uFEFF</a></r>", "<1/>",
        "<-r/>", "<.r/>", "<r.-1_\u00B7/>", "<_/>", "<:/>", "<:r/>", "<r:/>", "<a:b:c xmlns:a='u'/>", "<\u00E9/>",
        "<\u00D7/>", "<r\u0301/>", "<\u0301r/>", "<r \u00E9=''/>", "<\u6D88/>", "<\u2160/>", "<\u3007/>", "<p:r/>",
        "<r p:a=''/>", "<p:r xmlns:p='u'/>", "<p:r xmlns:p=''/>", "<r xmlns=''/>", "<r xmlns:p='u'><a/></r>",
        "<r xmlns:p='u'><p:a xmlns:p='v' p:b=''/><p:a/></r>", "<r xmlns='u'><a xmlns=''><b/></a></r>", "<xml:r/>",
        "<xmlns:r/>", "<r xml:lang=''/>", "<r xmlns:xml='u'/>",
        "<r xmlns:xml='http://www.w3.org/XML/1998/namespace'/>", "<r xmlns:xmlns='u'/>",
        "<r xmlns:p='http://www.w3.org/XML/1998/namespace'/>", "<r xmlns='http://www.w3.org/XML/1998/namespace'/>",
        "<r xmlns:p='http://www.w3.org/2000/xmlns/'/>", "<r xmlns='http://www.w3.org/2000/xmlns/'/>",
        "<r xmlns='u' xmlns='u'/>", "<r xmlns:p='u' xmlns:p='u'/>", "<r xmlns:p='&#117;' p:a=''/>",
        "<r xmlns:p:q='u'/>", "<r xmlns:='u'/>", "<xmlfoo:r xmlns:xmlfoo='u'/>", "<?xml version='1.0'?><r/>",
        " <?xml version='1.0'?><r/>", "<?xml version='1.0'?> <r/> ", "<?xml version='1.1'?><r/>", "<?xml?><r/>",
        "<?xml version='1.0' encoding='utf-8'?><r/>", "<?xml encoding='utf-8'?><r/>",
        "<?xml version='1.0' standalone='no'?><r/>", "<?xml version='1.0' standalone='nope'?><r/>",
        "<?xml version='1.0' standalone='no' encoding='utf-8'?><r/>", "<?xml version='1.0'encoding='utf-8'?><r/>",
        "<?xml version='1.0'?><?xml version='1.0'?><r/>", "<r><?xml version='1.0'?></r>", "<?XML version='1.0'?><r/>",
        "<?xml version='1.0' ?>\n<r/>", "<?xml version='1.0'><r/>", "<?xml version='1.0' encoding='latin1'?><r/>",
        "<!DOCTYPE r><r/>", "<!DOCTYPE r [<!ENTITY a 'b'>]><r>&a;</r>", "<r><!-- --></r>", "<r><!-- -- --></r>",
        "<r><!---></r>", "<r><?p i?></r>", "<r><?p?></r>", "<r><??></r>", "<r><? p?></r>", "<!-- --><r/>",
        "<r/><!-- -->", "<r><![IGNORE[x]]></r>", "<r / >", "<r/ >", "< r/>", "<r/a>", "<r></r >", "<r></ r>",
        "<r></r a=''>", "<r></r/>", "<r<a/>", "<r><a<b/></r>", "<r a='/>", "<r a=/>", "<r>\u00A0</r>",
        "<r>\u2028</r>", "<r>text</r>", "<r>&#32;</r>", "<r><![CDATA[ ]]></r>", "\uFEFF<r/>", "\0<r/>", "<r/>\0",
        "<r>\0</r>",
    ];

    [Property(Arbitrary = [typeof(Generated)], MaxTest = 300)]
    public void Both_readers_agree_on_what_we_write(Conversation conversation) => Agree(Closed(conversation));

    [Property(Arbitrary = [typeof(Generated)], MaxTest = 5_000)]
    public void Both_readers_agree_on_damaged_documents(Conversation conversation, NonEmptyArray<Damage> damage) =>
        Agree(damage.Get.Take(2).Aggregate(Closed(conversation), (bytes, d) => d.Of(bytes)));

    [Property(Arbitrary = [typeof(Generated)], MaxTest = 5_000)]
    public void Both_readers_agree_on_markup_in_any_order(Soup soup) => Agree(Reading.Utf8(soup.Text));

    /// <summary>A whole document, its names within what .NET knows.</summary>
    private static byte[] Closed(Conversation conversation)
    {
        var open = conversation.Items.Where(item => item is not WireItem.Ended);
        var text = Encoding.UTF8.GetString(Writing.Bytes([.. open, new WireItem.Ended()]));
        return Reading.Utf8(text.Replace(Generated.NameBeyondDotNet, "plane", StringComparison.Ordinal));
    }

    private static void Agree(byte[] document)
    {
        var (ours, broken) = Oracle.ByUs(document);
        var theirs = Oracle.ByDotNet(document);
        if (ours is not null && theirs is not null)
        {
            Assert.Equal(WithoutText(theirs), ours);
        }
        else if (ours is not null)
        {
            Assert.True(HasNameOfTheFifthEdition(ours), "we accept what .NET refuses");
        }
        else if (theirs is not null && broken?.Violation is null or XmlViolation.NotWellFormed)
        {
            Assert.True(
                theirs.Children.Any(c => c is XmlText) || UsesPrefixXmlns(theirs) || document is [0xEF, 0xBB, 0xBF, ..],
                "we refuse what .NET accepts: " + broken?.Detail);
        }
    }

    /// <summary>The white space between first-level elements, which our reader skips.</summary>
    private static Element WithoutText(Element root) =>
        root with { Children = [.. root.Elements] };

    private static bool UsesPrefixXmlns(Element element) =>
        element.Namespace == XmlReserved.XmlnsNamespace || element.Elements.Any(UsesPrefixXmlns);

    private static bool HasNameOfTheFifthEdition(Element element) =>
        !IsNameOfTheFourthEdition(element.Local)
        || element.Attributes.Any(a => !IsNameOfTheFourthEdition(a.Name.Local))
        || element.Elements.Any(HasNameOfTheFifthEdition);

    private static bool IsNameOfTheFourthEdition(string name)
    {
        try
        {
            XmlConvert.VerifyNCName(name);
            return true;
        }
        catch (XmlException)
        {
            return false;
        }
    }
}
