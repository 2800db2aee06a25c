using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What is said in negotiation, letter by letter, where a standard fixes the letters.</summary>
public sealed class WordsTests
{
    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);

    [Fact]
    public void A_key_goes_from_the_sender_to_the_target()
    {
        // XEP-0220 2.1.1, step 1; 2.1.2: it binds to the id of this very epoch.
        var features = new Heard.Features(new StreamFeatures { Dialback = true });
        var step = Hear(new InitiatingState.AwaitingFeatures(Tls, new PeerHeader(Id, true, null)), features);

        AssertSays(
            $"<result xmlns='jabber:server:dialback' from='here.example' to='there.example'>{Keys.Make(Out, Id)}</result>",
            Said(step.Acts));
    }

    [Fact]
    public void A_question_goes_from_the_target_to_the_sender_with_the_id_of_the_stream() => AssertSays(
        // XEP-0220 2.1.2, step 2.
        "<verify xmlns='jabber:server:dialback' from='here.example' to='there.example' id='id1'>key</verify>",
        Phrases.VerifyRequest(In, Id, "key"));

    [Fact]
    public void A_verdict_on_a_question_has_its_addresses_swapped_and_its_id_repeated()
    {
        // XEP-0220 2.2.2, step 3; INV-27.
        AssertSays(
            "<verify xmlns='jabber:server:dialback' from='here.example' to='there.example' id='id1' type='valid'/>",
            Phrases.VerifyAnswer(Out, Id, new Verdict.Valid()));
        AssertSays(
            "<verify xmlns='jabber:server:dialback' from='here.example' to='there.example' id='id1' type='invalid'/>",
            Phrases.VerifyAnswer(Out, Id, new Verdict.Invalid()));
    }

    [Fact]
    public void A_verdict_on_a_key_goes_from_the_target_to_the_sender_and_has_a_type()
    {
        // XEP-0220 2.2.1, step 4.
        AssertSays(
            "<result xmlns='jabber:server:dialback' from='here.example' to='there.example' type='valid'/>",
            Phrases.ResultAnswer(In, new Verdict.Valid()));
        AssertSays(
            "<result xmlns='jabber:server:dialback' from='here.example' to='there.example' type='invalid'/>",
            Phrases.ResultAnswer(In, new Verdict.Invalid()));
    }

    [Fact]
    public void A_dialback_error_holds_the_condition_of_a_stanza_error() => AssertSays(
        // XEP-0220 2.5.
        "<result xmlns='jabber:server:dialback' from='here.example' to='there.example' type='error'>"
        + "<error xmlns='jabber:server' type='cancel'>"
        + "<item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></result>",
        Phrases.ResultAnswer(In, new Verdict.Error(StanzaCondition.ItemNotFound)));

    [Fact]
    public void Dialback_is_offered_together_with_its_errors() => AssertSays(
        // XEP-0220 2.4.2.
        "<features xmlns='http://etherx.jabber.org/streams'>"
        + "<dialback xmlns='urn:xmpp:features:dialback'><errors/></dialback></features>",
        Phrases.Features(new StreamFeatures { Dialback = true }));

    [Fact]
    public void STARTTLS_that_is_required_is_offered_as_such_and_alone()
    {
        // XEP-0178 3, step 3; RFC 6120 5.3.1, 5.4.1.
        var state = new ReceivingState.AwaitingHeader(Epoch.Clear, null);
        var step = ReceivingStream.Step(Server, state, Received(new Heard.Header(Header())));

        AssertSays(
            "<features xmlns='http://etherx.jabber.org/streams'>"
            + "<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'><required/></starttls></features>",
            step.Acts.OfType<Act.Say>().Last().Item);
    }

    [Fact]
    public void Both_headers_name_both_ends_and_the_version()
    {
        // XEP-0178 3, steps 1 and 2; XEP-0220 2.4.1: with the namespace of dialback.
        var initial = Opened(InitiatingStream.Step(Carrying, Here, new InitiatingState.Connecting(), new StreamInput.Connected()).Acts);
        var response = Opened(ReceivingStream.Step(
            Server, new ReceivingState.AwaitingHeader(Epoch.Clear, null), Received(new Heard.Header(Header()))).Acts);

        Assert.Equal(
            ("here.example", "there.example", null, StreamVersion.One, true),
            (initial.From, initial.To, initial.Id, initial.Version, initial.DeclaresDialback));
        Assert.Equal(
            ("here.example", "there.example", "fresh", StreamVersion.One, true),
            (response.From, response.To, response.Id, response.Version, response.DeclaresDialback));
    }

    private static ServerContext Server => new() { Domains = [Local], Keys = Keys };

    private static StreamHeader Opened(Seq<Act> acts) =>
        Assert.IsType<Heard.Header>(Grammar.Grammar.Understand(acts.OfType<Act.Say>().First().Item)).Value;

    private static WireItem Said(Seq<Act> acts) => Assert.Single(acts.OfType<Act.Say>()).Item;

    private static StreamStep<InitiatingState> Hear(InitiatingState state, Heard heard) =>
        InitiatingStream.Step(Carrying, Here, state, Received(heard));

    private static StreamInput.Received Received(Heard heard) => new(heard, false, new StreamId("fresh"));

    private static void AssertSays(string text, WireItem item) =>
        Assert.Equal(text, ElementText.Render(Assert.IsType<WireItem.Whole>(item).Element));
}
