using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What this server says, as it goes out.</summary>
public sealed partial class PhrasesTests
{
    [Fact]
    public void A_stream_error_holds_one_condition_and_at_most_a_text_in_English()
    {
        // RFC 6120 4.9.2.
        foreach (var condition in Enum.GetValues<StreamCondition>())
        {
            var bare = ElementIn(Phrases.StreamError(condition, null));
            Assert.Equal(new XmlName(Namespaces.Streams, "error"), bare.Name);
            Assert.Equal(new XmlName(Namespaces.StreamErrors, condition.WireName()), Assert.Single(bare.Elements).Name);

            var text = ElementIn(Phrases.StreamError(condition, "why")).Elements.ElementAt(1);
            Assert.Equal(new XmlName(Namespaces.StreamErrors, "text"), text.Name);
            Assert.Equal("en", text.Attribute(new XmlName(Namespaces.Xml, "lang")));
            Assert.Equal("why", text.Text);
        }
    }

    [Fact]
    public void Each_mechanism_stands_in_an_element_of_its_own()
    {
        // RFC 6120 6.4.1.
        var features = ElementIn(Phrases.Features(new StreamFeatures { Mechanisms = ["ONE", "TWO"] }));
        var mechanisms = features.Child(Namespaces.Sasl, "mechanisms")!.Elements;
        Assert.Equal([(Namespaces.Sasl, "ONE"), (Namespaces.Sasl, "TWO")], mechanisms.Select(m => (m.Namespace, m.Text)));
    }

    [Fact]
    public void EXTERNAL_asks_for_the_own_domain_in_base_64()
    {
        // XEP-0178 3 step 10; RFC 6120 6.3.8: a domain and nothing else; 6.4.2: it is never empty.
        var auth = ElementIn(Phrases.AuthExternal(Local));
        Assert.Equal(("EXTERNAL", "aGVyZS5leGFtcGxl"), (auth.Attribute("mechanism"), auth.Text));
        Assert.Equal(Local.Name, Encoding.UTF8.GetString(Convert.FromBase64String(auth.Text)));
    }

    [Fact]
    public void Mandatory_TLS_is_marked_by_an_empty_element()
    {
        // RFC 6120 5.4.1.
        var features = ElementIn(Phrases.Features(new StreamFeatures { StartTls = true, StartTlsRequired = true }));
        var required = features.Child(Namespaces.Tls, "starttls")!.Child(Namespaces.Tls, "required");
        Assert.True(required is { Children.IsEmpty: true, Attributes.IsEmpty: true });
        var voluntary = ElementIn(Phrases.Features(new StreamFeatures { StartTls = true }));
        Assert.Empty(voluntary.Child(Namespaces.Tls, "starttls")!.Elements);
    }

    [Fact]
    public void No_white_space_stands_between_what_is_said_in_negotiation()
    {
        // RFC 6120 5.3.3, 6.3.5: not between <starttls/> and TLS, not between the elements of SASL.
        var features = new StreamFeatures { StartTls = true, StartTlsRequired = true, Mechanisms = ["EXTERNAL"], Dialback = true };
        WireItem[] said =
        [
            Phrases.Header(Local, Remote, Id, StreamVersion.One), Phrases.Features(features), Phrases.StartTls, Phrases.Proceed,
            Phrases.TlsFailure, Phrases.AuthExternal(Local), Phrases.EmptyChallenge, Phrases.Abort, Phrases.Success,
            Phrases.SaslFailure(SaslCondition.Aborted), Phrases.ResultRequest(Out, "key"), Phrases.StreamEnd,
        ];
        var (writer, output) = (new ElementWriter(), new ArrayBufferWriter<byte>());
        foreach (var item in said)
        {
            writer.Write(item, output);
        }

        Assert.DoesNotMatch(BetweenTags(), Encoding.UTF8.GetString(output.WrittenSpan));
    }

    private static Element ElementIn(WireItem item) => Assert.IsType<WireItem.Whole>(item).Element;

    [GeneratedRegex(@">\s|\s<|\s$")]
    private static partial Regex BetweenTags();
}
