using FsCheck.Xunit;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>
/// An element that arrives whole is read in one go, one that arrives in pieces token by token: two ways to the same.
/// </summary>
public sealed class FastLaneTests
{
    // A tag is remembered when it comes for the second time, and known from the third on.
    private const int Times = 4;

    [Theory]
    [InlineData("<a xml:lang='en' xmlns='u'><b/></a>")]
    [InlineData("<a xmlns='u' xml:lang='en'><b/></a>")]
    [InlineData("<a><b xml:lang='en' xmlns='u'><c/></b><c/></a>")]
    [InlineData("<a><b stream:x='1'/><b xmlns:stream='u' stream:x='1'/></a>")]
    [InlineData("<a><b xmlns='u'><c/></b><b xmlns='v'><c/></b><c/></a>")]
    [InlineData("<a><b>one</b><b>two</b><b x='>'/><b x='>'/></a>")]
    [InlineData("<a><b \n x = '1'/><b x=\"'\"/><b></b ></a>")]
    [InlineData("<a id='&amp;' b='&#x9;\t\u00E9'>t\u00E9xt &lt; ]] \r\n</a>")]
    [InlineData("<a xmlns='u' xmlns='u'/>")]
    [InlineData("<a><b xml:lang='de' xml:lang='en'/></a>")]
    [InlineData("<a><b></a></b>")]
    [InlineData("<a>]]></a>")]
    [InlineData("<a b='<'/>")]
    public void An_element_is_the_same_whether_it_arrives_whole_or_byte_by_byte(string element)
    {
        var bytes = Reading.Utf8(Reading.Header + string.Concat(Enumerable.Repeat(element, Times)));
        Assert.Equal(Reading.InPieces(bytes, Reading.Limits, 1), Reading.All(bytes));
    }

    [Property(Arbitrary = [typeof(Generated)], MaxTest = 1_000)]
    public void Attributes_and_declarations_may_stand_in_any_order(Unordered element) =>
        An_element_is_the_same_whether_it_arrives_whole_or_byte_by_byte(element.Text);

    [Fact]
    public void A_namespace_behind_a_prefixed_attribute_is_that_of_the_element() =>
        // Once it was lost: the element kept the namespace around it, and an extension passed for a stanza.
        Assert.Equal(new XmlName("u", "message"), Reading.Element("<message xml:lang='en' xmlns='u'/>").Name);
}
