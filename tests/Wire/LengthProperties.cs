using System.Text;
using FsCheck.Xunit;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

[Properties(Arbitrary = [typeof(Generated)], MaxTest = 1_000)]
public sealed class LengthProperties
{
    [Property]
    public void An_element_is_never_longer_than_it_was_measured(Tree tree)
    {
        var written = Encoding.UTF8.GetByteCount(Writing.Text(tree.Element));
        var measured = ElementLength.Of(tree.Element);
        Assert.InRange(written, 0, measured);
        if (!HasPrefixedAttributes(tree.Element))
        {
            Assert.Equal(written, measured);
        }
    }

    private static bool HasPrefixedAttributes(Element element) =>
        element.Attributes.Any(a => a.Name.Namespace.Length > 0) || element.Elements.Any(HasPrefixedAttributes);
}
