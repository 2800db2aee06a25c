using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What the elements of a peer mean.</summary>
public sealed class GrammarTests
{
    [Fact]
    public void An_unknown_condition_stands_for_the_one_that_the_text_names()
    {
        // RFC 6120 4.9.2, 6.5, 8.3.2: each MUST be treated as the general one.
        var stream = new Element(Namespaces.Streams, "error").With(new Element(Namespaces.StreamErrors, "too-tired"));
        var sasl = new Element(Namespaces.Sasl, "failure").With(new Element(Namespaces.Sasl, "too-tired"));
        var dialback = new Element(Namespaces.Dialback, "result").With("type", "error")
            .With("from", Remote.Name).With("to", Local.Name)
            .With(new Element(Namespaces.Server, "error").With(new Element(Namespaces.StanzaErrors, "too-tired")));
        Assert.Equal(new Heard.StreamError(StreamCondition.UndefinedCondition, null), MeaningOf(stream));
        Assert.Equal(new Heard.SaslFailure(SaslCondition.NotAuthorized, null), MeaningOf(sasl));
        Assert.Equal(
            new Heard.ResultAnswer(Out, new Verdict.Error(StanzaCondition.UndefinedCondition)), MeaningOf(dialback));
    }

    [Theory]
    // INV-9: there is a <failure/> of TLS and one of SASL, and no other counts.
    [InlineData(Namespaces.Tls, "starttls", "StartTls")]
    [InlineData(Namespaces.Tls, "proceed", "Proceed")]
    [InlineData(Namespaces.Tls, "failure", "TlsFailure")]
    [InlineData(Namespaces.Sasl, "failure", "SaslFailure")]
    [InlineData(Namespaces.Sasl, "success", "Success")]
    [InlineData(Namespaces.Sasl, "proceed", "Unknown")]
    [InlineData(Namespaces.Sasl, "starttls", "Unknown")]
    [InlineData(Namespaces.Tls, "success", "Unknown")]
    [InlineData(Namespaces.Streams, "proceed", "Unknown")]
    [InlineData(Namespaces.Server, "success", "Unknown")]
    [InlineData(Namespaces.Server, "features", "Unknown")]
    [InlineData(Namespaces.Client, "message", "Unknown")]
    public void An_element_means_something_in_its_own_namespace_only(string ns, string local, string meaning) =>
        Assert.Equal(meaning, MeaningOf(new Element(ns, local)).GetType().Name);

    [Theory]
    // RFC 6120 5.3.1: <required/>, or nothing else offered.
    [InlineData(true, true, true)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    [InlineData(false, false, false)]
    public void TLS_is_mandatory_where_it_is_said_or_stands_alone(bool said, bool alone, bool mandatory)
    {
        var startTls = new Element(Namespaces.Tls, "starttls");
        var features = new Element(Namespaces.Streams, "features")
            .With(said ? startTls.With(new Element(Namespaces.Tls, "required")) : startTls);
        var heard = MeaningOf(alone ? features : features.With(new Element(Namespaces.DialbackFeature, "dialback")));
        Assert.Equal(mandatory, Assert.IsType<Heard.Features>(heard).Value.StartTlsRequired);
    }

    [Fact]
    public void A_text_beside_a_condition_decides_nothing()
    {
        // RFC 6120 4.9.2, 8.3.2: a text is for people; 8.3.4: an application's condition that nobody knows is passed over.
        var text = new Element(Namespaces.StreamErrors, "text").WithText("host-unknown");
        var own = new Element("urn:example", "host-unknown");
        var error = new Element(Namespaces.Streams, "error").With(text).With(own)
            .With(new Element(Namespaces.StreamErrors, "reset"));
        var heard = Assert.IsType<Heard.StreamError>(MeaningOf(error));
        Assert.Equal(new Heard.StreamError(StreamCondition.Reset, "host-unknown"), heard);

        var state = new InitiatingState.AwaitingFeatures(Tls, new PeerHeader(Id, true, null));
        var refusals = new[] { heard, heard with { Text = null } }.Select(e => RefusalOf.Error(state, e) with { Text = null });
        Assert.Single(refusals.Distinct());
    }

    [Fact]
    public void A_reason_names_the_condition_before_any_text()
    {
        // RFC 6120 4.9.2: the text MUST NOT be the message to a user; it may stand beside it.
        var reason = new Reason("b.example:5269", "clear + dialback", Flavour.H5, "host-unknown", "go away", null);
        Assert.EndsWith("H5 host-unknown \"go away\"", reason.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_success_may_bring_data() =>
        // RFC 6120 6.3.10. EXTERNAL has none to bring, so they change nothing.
        Assert.Equal(new Heard.Success(), MeaningOf(new Element(Namespaces.Sasl, "success").WithText("=")));

    [Theory]
    // RFC 6120 11.1, 11.3, 11.6, 13.12.
    [InlineData("RestrictedXml", "restricted-xml")]
    [InlineData("NotWellFormed", "not-well-formed")]
    [InlineData("UnsupportedEncoding", "unsupported-encoding")]
    [InlineData("TooLarge", "policy-violation")]
    public void Each_violation_has_its_stream_error(string violation, string condition) =>
        Assert.Equal(condition, XmlErrors.ConditionFor(Enum.Parse<XmlViolation>(violation)).WireName());

    private static Heard MeaningOf(Element element) => Core.Grammar.Grammar.Understand(new WireItem.Whole(element));
}
