using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire.Tests;

/// <summary>RFC 6120 11.5: "Applications MUST follow the rules provided in [XML]" for the XML declaration.</summary>
public sealed class DeclarationTests
{
    [Theory]
    [InlineData("")]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\r\n")]
    [InlineData("<?xml\tversion = '1.0'\nencoding\r=\t'utf-8'  ?> ")]
    [InlineData("<?xml version='1.0' standalone='no'?>")]
    [InlineData("<?xml version='1.0' encoding='Utf-8' standalone=\"no\" ?>")]
    [InlineData(" \r\n\t")]
    public void A_legal_start_is_followed_by_the_root(string start) =>
        Assert.IsType<WireItem.Opened>(Assert.Single(Reading.All(start + "<stream>")));

    [Theory]
    [InlineData("<?xml?>")]
    [InlineData("<?xml ?>")]
    [InlineData("<?xml encoding='UTF-8'?>")]
    [InlineData("<?xml version='1.1'?>")] // 11.8: "only in terms of XML 1.0"
    [InlineData("<?xml version='2.0'?>")]
    [InlineData("<?xml version='1.0\"?>")]
    [InlineData("<?xml version=1.0?>")]
    [InlineData("<?xml version='1.0'encoding='UTF-8'?>")]
    [InlineData("<?xml encoding='UTF-8' version='1.0'?>")]
    [InlineData("<?xml version='1.0' standalone='no' encoding='UTF-8'?>")]
    [InlineData("<?xml version='1.0' standalone='maybe'?>")]
    [InlineData("<?xml version='1.0' encoding=''?>")]
    [InlineData("<?xml version='1.0' encoding='8'?>")]
    [InlineData("<?xml version='1.0' x='y'?>")]
    [InlineData("<?xml version='1.0' version='1.0'?>")]
    [InlineData("<?XML version='1.0'?>")]
    [InlineData("<?xMl?>")]
    public void A_malformed_declaration_is_not_well_formed(string declaration) =>
        Reading.RefusesDocument(XmlViolation.NotWellFormed, declaration + "<stream>");

    [Theory]
    [InlineData(" <?xml version='1.0'?>")]
    [InlineData("\n<?xml version='1.0'?>")]
    [InlineData("<?xml version='1.0'?><?xml version='1.0'?>")]
    public void A_declaration_stands_at_the_very_start(string start) =>
        Reading.RefusesDocument(XmlViolation.NotWellFormed, start + "<stream>");

    [Theory]
    [InlineData("<?xml version='1.0'?>")]
    [InlineData("<a><?xml version='1.0'?></a>")]
    public void A_declaration_inside_the_root_is_not_well_formed(string text) =>
        Reading.Refuses(XmlViolation.NotWellFormed, text);

    [Theory]
    [InlineData("US-ASCII")]
    [InlineData("iso-8859-1")]
    [InlineData("UTF-16")]
    [InlineData("UTF8")]
    public void Another_encoding_is_unsupported(string encoding) => Reading.RefusesDocument(
        XmlViolation.UnsupportedEncoding, $"<?xml version='1.0' encoding='{encoding}'?><stream>");

    [Fact]
    public void A_standalone_document_is_restricted_XML() =>
        Reading.RefusesDocument(XmlViolation.RestrictedXml, "<?xml version='1.0' standalone='yes'?><stream>");
}
