using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Words of peers that are remembered are short, however long they were.</summary>
public sealed class GrowthTests
{
    [Theory]
    [InlineData("x", 256)]
    [InlineData("\U0001F600", 256)]
    [InlineData("\U0001F600x", 255)]
    public void The_text_of_an_error_is_cut_between_two_characters(string character, int length)
    {
        var text = string.Concat(Enumerable.Repeat(character, 5_000));
        var error = Assert.IsType<Heard.StreamError>(
            Grammar.Grammar.Understand(Phrases.StreamError(StreamCondition.PolicyViolation, text)));

        Assert.Equal(text[..length], error.Text);
    }

    [Theory]
    [InlineData(64, true)]
    [InlineData(65, false)]
    public void A_language_with_a_name_too_long_is_none(int length, bool known)
    {
        var tag = new string('x', length);
        var header = new WireItem.Opened(
            new XmlName(Namespaces.Streams, "stream"), "stream",
            [new XmlAttribute(new XmlName(Namespaces.Xml, "lang"), tag)], []);

        Assert.Equal(known ? tag : null, Assert.IsType<Heard.Header>(Grammar.Grammar.Understand(header)).Value.Language);
    }
}
