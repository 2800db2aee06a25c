using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>SASL EXTERNAL between servers (XEP-0178 3, steps 9 to 11).</summary>
public sealed class ExternalTests
{
    private static readonly ServerContext Server = new() { Domains = [Local], Keys = Keys };

    [Fact]
    public void An_initiator_names_the_domain_that_it_means()
    {
        // Step 10: for the sake of older receivers.
        var context = new InitiatingContext(
            new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);
        var features = new Heard.Features(new StreamFeatures { Mechanisms = ["EXTERNAL"] });

        var step = InitiatingStream.Step(
            context, Here, new InitiatingState.AwaitingFeatures(Tls, new PeerHeader(Id, true, null)), Received(features));

        Assert.Equal(
            new Element(Namespaces.Sasl, "auth").With("mechanism", "EXTERNAL").WithText("aGVyZS5leGFtcGxl"),
            Assert.IsType<WireItem.Whole>(Assert.Single(step.Acts.OfType<Act.Say>()).Item).Element);
    }

    [Theory]
    [InlineData("=")]
    [InlineData("dGhlcmUuZXhhbXBsZQ==")]
    public void Who_names_nobody_or_himself_is_the_domain_of_his_header(string response)
    {
        // Step 11a.
        var state = ReceivingStream.Step(Server, Negotiating(Theirs), Received(new Heard.Auth("EXTERNAL", response))).State;

        Assert.Equal(In, Assert.IsType<ReceivingState.AwaitingHeader>(state).Proof!.Pair);
    }

    [Fact]
    public void Who_is_not_in_his_certificate_is_not_authorized_and_may_dial_back()
    {
        // Step 11b: close, or go on with dialback.
        var server = Server with { Policy = Policy.Default with { StrictCertificates = false } };
        PeerCertificate[] useless = [PeerCertificate.Missing, Expired, Theirs with { Names = [new(PresentedNameKind.DnsId, Third.Name)] }];
        foreach (var certificate in useless)
        {
            var refused = ReceivingStream.Step(server, Negotiating(certificate), Received(new Heard.Auth("EXTERNAL", "=")));
            Assert.Equal(
                new Heard.SaslFailure(SaslCondition.NotAuthorized, null),
                Grammar.Grammar.Understand(Assert.Single(refused.Acts.OfType<Act.Say>()).Item));

            var asked = ReceivingStream.Step(server, refused.State, Received(new Heard.ResultRequest(In, "key")));
            Assert.Contains(asked.Acts, a => a is Act.Ask);
        }
    }

    private static ReceivingState.Negotiating Negotiating(PeerCertificate certificate) => new(
        new Session(new Epoch(certificate, false), Local, Remote, Id), new StreamFeatures { Mechanisms = ["EXTERNAL"] }, [], 0);

    private static StreamInput.Received Received(Heard heard) => new(heard, false, new StreamId("fresh"));
}
