using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>EXTERNAL in both roles, where the matrices have one example of many.</summary>
public sealed class SaslTests
{
    private static readonly ServerContext Serving = new() { Domains = [Local], Keys = Keys };

    private static readonly ReceivingState.Negotiating Choosing = new(
        new Session(Tls, Local, Remote, Id), new StreamFeatures { Mechanisms = ["EXTERNAL"] }, [], 0);

    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);

    [Theory]
    // RFC 6120 13.9.1: characters outside the alphabet, pads in the wrong place; RFC 4648 3.5: unused bits.
    [InlineData("?")]
    [InlineData("dGhlcmUuZXhhbXBsZQ")]
    [InlineData("dGhlcmUuZXhhbXBsZR==")]
    [InlineData("dGhlcmUuZXhhbXBsZQ===")]
    [InlineData("dGhl=cmUuZXhhbXBsZQ=")]
    [InlineData("=dGhlcmUuZXhhbXBsZQ=")]
    [InlineData("dGhlcmUuZXhh bXBsZQ==")]
    [InlineData("dGhlcmUuZXhh\nbXBsZQ==")]
    [InlineData(" dGhlcmUuZXhhbXBsZQ==")]
    [InlineData("dGhlcmUuZXhhbXBs-Q==")]
    [InlineData("==")]
    [InlineData("\ud83d\ude00")]
    public void What_is_no_canonical_base_64_is_refused(string data)
    {
        Assert.Equal("incorrect-encoding", FailureIn(Step(Choosing, new Heard.Auth("EXTERNAL", data))));
        Assert.Equal("incorrect-encoding", FailureIn(Step(new ReceivingState.AwaitingResponse(Choosing), new Heard.Response(data))));
    }

    [Theory]
    // RFC 6120 6.3.10, RFC 4422 A.1: no identity means the one that the certificate proves.
    [InlineData("")]
    [InlineData("=")]
    [InlineData("dGhlcmUuZXhhbXBsZQ==")]
    [InlineData("VEhFUkUuZXhhbXBsZQ==")]
    public void An_empty_answer_means_the_domain_of_the_header(string data)
    {
        var step = Step(new ReceivingState.AwaitingResponse(Choosing), new Heard.Response(data));
        Assert.Equal(In, Assert.IsType<ReceivingState.AwaitingHeader>(step.State).Proof?.Pair);
    }

    [Fact]
    public void After_three_retries_the_stream_ends()
    {
        // RFC 6120 6.4.5: at least 2 and at most 5 retries, then a stream error, which SHOULD be <policy-violation/>.
        Assert.InRange(Limits.Default.AuthenticationRetriesMax, 2, 5);
        ReceivingState state = Choosing;
        for (var i = 0; i < 3; i++)
        {
            var refused = Step(state, new Heard.Auth("PLAIN", "AGEAYg=="));
            Assert.Equal("invalid-mechanism", FailureIn(refused));
            state = Assert.IsType<ReceivingState.Negotiating>(refused.State);
        }

        var last = Step(state, new Heard.Auth("PLAIN", "AGEAYg=="));
        Assert.IsType<ReceivingState.Closing>(last.State);
        Assert.Contains(Said(last.Acts), e => e.Child(Namespaces.StreamErrors, "policy-violation") is not null);
    }

    [Theory]
    // RFC 6120 6.3.4, 6.4.1: over TLS, to whom the certificate names, and never PLAIN (13.8.3).
    [InlineData("clear", "there.example", "")]
    [InlineData("valid", "there.example", "EXTERNAL")]
    [InlineData("valid", "elsewhere.example", "")]
    [InlineData("valid", null, "")]
    [InlineData("missing", "there.example", "")]
    [InlineData("expired", "there.example", "")]
    public void EXTERNAL_is_offered_over_TLS_to_whom_the_certificate_names(string certificate, string? from, string offered)
    {
        var epoch = certificate switch
        {
            "clear" => Epoch.Clear,
            "missing" => new Epoch(PeerCertificate.Missing, false),
            "expired" => new Epoch(Expired, false),
            _ => Tls,
        };
        var lenient = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, StrictCertificates = false };
        var step = ReceivingStream.Step(
            Serving with { Policy = lenient }, new ReceivingState.AwaitingHeader(epoch, null),
            Read(new Heard.Header(Header() with { From = from })));
        var features = Said(step.Acts).Single();
        var mechanisms = features.Child(Namespaces.Sasl, "mechanisms")?.Elements.Select(m => m.Text) ?? [];
        Assert.Equal(offered, string.Join(' ', mechanisms));
    }

    [Theory]
    // RFC 6120 6.3.3: the initiator's list is its own.
    [InlineData("PLAIN,SCRAM-SHA-1,EXTERNAL", "auth")]
    [InlineData("EXTERNAL,PLAIN", "auth")]
    [InlineData("PLAIN", "result")]
    [InlineData("ANONYMOUS,SCRAM-SHA-1-PLUS", "result")]
    public void EXTERNAL_is_the_only_mechanism_whatever_else_is_offered(string offered, string said)
    {
        var features = new Heard.Features(new StreamFeatures { Mechanisms = [.. offered.Split(',')], Dialback = true });
        var state = new InitiatingState.AwaitingFeatures(Tls, new PeerHeader(Id, true, null));
        var element = Said(InitiatingStream.Step(Carrying, Here, state, Read(features)).Acts).Single();
        Assert.Equal(said, element.Local);
        Assert.Contains(element.Attribute("mechanism"), new[] { null, "EXTERNAL" });
    }

    [Fact]
    public void Who_has_no_other_proof_closes_after_a_failure()
    {
        // RFC 6120 6.4.5: without a mechanism that is left, the initiator SHOULD close the stream at once.
        var context = Carrying with { Policy = new Policy { Sasl = SaslPolicy.Required } };
        var state = new InitiatingState.AwaitingOutcome(Tls, new PeerHeader(Id, true, null), Aborting: false);
        var failure = new Heard.SaslFailure(SaslCondition.NotAuthorized, null);
        var step = InitiatingStream.Step(context, Here, state, Read(failure));
        Assert.IsType<InitiatingState.Closing>(step.State);
        Assert.Equal([Phrases.StreamEnd], step.Acts.OfType<Act.Say>().Select(s => s.Item));
    }

    private static StreamStep<ReceivingState> Step(ReceivingState state, Heard heard) =>
        ReceivingStream.Step(Serving, state, Read(heard));

    private static StreamInput.Received Read(Heard heard) => new(heard, false, new StreamId("fresh"));

    private static string? FailureIn(StreamStep<ReceivingState> step) =>
        Said(step.Acts).Single(e => e.Is(Namespaces.Sasl, "failure")).Elements.Single().Local;

    private static IEnumerable<Element> Said(IEnumerable<Act> acts) =>
        acts.OfType<Act.Say>().Select(s => s.Item).OfType<WireItem.Whole>().Select(w => w.Element);
}
