using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Dialback as the receiving and as the authoritative server (XEP-0220 2.2, 2.5).</summary>
public sealed class DialbackTests
{
    private static readonly ServerContext Server = new() { Domains = [Local], Keys = Keys };
    private static readonly Session Session = new(Tls, Local, Remote, Id);
    private static readonly ReceivingState.Negotiating Negotiating = new(Session, StreamFeatures.None, [], 0);
    private static readonly ReceivingState.Negotiating Asking = Negotiating with { Pending = [Question] };

    private static readonly ReceivingState.Established Established = new(Session, [ProofOf(In)], [], Busy: true);

    [Fact]
    public void A_key_is_taken_to_the_authority_with_the_id_of_the_stream_that_brought_it() =>
        // XEP-0220 2.1.2: the id of the stream "from the Receiving Server to the Initiating Server".
        Assert.Equal(
            new KeyQuestion(In, Session.Id, "key"),
            Assert.Single(Hear(Negotiating, new Heard.ResultRequest(In, "key")).Acts.OfType<Act.Ask>()).Question);

    [Fact]
    public void A_key_for_an_unknown_domain_is_answered_by_item_not_found()
    {
        // XEP-0220 2.2.1: "MUST NOT terminate the XML stream".
        var step = Hear(Negotiating, new Heard.ResultRequest(new DomainPair(Remote, Third), "key"));

        Assert.Equal(Negotiating, step.State);
        Assert.Equal(new Verdict.Error(StanzaCondition.ItemNotFound), AnswerIn(step));
    }

    [Fact]
    public void A_question_about_an_unknown_domain_is_answered_by_item_not_found()
    {
        // XEP-0220 2.2.2: "MUST NOT terminate the XML stream"; INV-27.
        foreach (ReceivingState state in new ReceivingState[] { Negotiating, Established })
        {
            var step = Hear(state, new Heard.VerifyRequest(new DomainPair(Third, Remote), Id, "key"));

            Assert.Equal(state, step.State);
            Assert.Equal(new Verdict.Error(StanzaCondition.ItemNotFound), Assert.IsType<Heard.VerifyAnswer>(SaidIn(step)).Verdict);
        }
    }

    [Fact]
    public void A_question_says_nothing_about_keys_that_others_made()
    {
        // XEP-0220 2.2.2: computed again from `from`, `to`, `id` and the secret.
        var key = Keys.Make(Out, Id);
        Heard.VerifyRequest[] wrong =
            [new(Out, Id, "other"), new(Out, new StreamId("id2"), key), new(new DomainPair(Local, Third), Id, key)];

        Assert.Equal(new Verdict.Valid(), VerdictOn(new Heard.VerifyRequest(Out, Id, key)));
        Assert.All(wrong, w => Assert.Equal(new Verdict.Invalid(), VerdictOn(w)));
    }

    [Fact]
    public void While_a_key_is_being_judged_the_stream_goes_on()
    {
        // XEP-0220 2.2.1: it "MUST continue to accept and process stanzas for already verified domain pairs, and
        // MUST continue to process both <db:result/> and <db:verify/> elements".
        var established = Established with { Pending = [Question with { Pair = new DomainPair(Third, Local) }] };

        Assert.Contains(Hear(established, new Heard.Stanza(Incoming)).Acts, a => a is Act.Deliver);
        foreach (ReceivingState state in new ReceivingState[] { Asking, established })
        {
            var question = Hear(state, new Heard.VerifyRequest(Out, Id, Keys.Make(Out, Id)));
            Assert.IsType<Heard.VerifyAnswer>(SaidIn(question));
            Assert.IsType<Heard.ResultAnswer>(SaidIn(Hear(state, new Heard.ResultRequest(new DomainPair(Remote, Third), "key"))));
        }
    }

    [Fact]
    public void There_is_no_room_for_a_further_pair_on_a_stream_that_is_full()
    {
        // XEP-0220 2.5: `resource-constraint`, upon which the initiator tries a new connection; INV-40.
        var both = Server with { Domains = [Local, Third], Limits = Limits.Default with { PairsPerStreamMax = 1 } };
        foreach (ReceivingState state in new ReceivingState[] { Asking, Established })
        {
            var step = Hear(state, new Heard.ResultRequest(new DomainPair(Remote, Third), "key"), both);

            Assert.Equal(state, step.State);
            Assert.Equal(new Verdict.Error(StanzaCondition.ResourceConstraint), AnswerIn(step));
        }
    }

    [Fact]
    public void A_key_that_its_authority_calls_invalid_ends_the_stream_and_goes_to_the_log()
    {
        // XEP-0220 2.2.1: "ought to be logged"; "MUST terminate the XML stream" if no other pair is validated.
        var step = Judge(Asking, new Verdict.Invalid());

        Assert.Equal(new ReceivingState.Closing([]), step.State);
        Assert.Equal(
            [new Act.Refuse(Rule.KeyInvalid), new Act.Say(Phrases.ResultAnswer(In, new Verdict.Invalid())), new Act.Say(Phrases.StreamEnd)],
            step.Acts);
        Assert.DoesNotContain(Hear(step.State, new Heard.Stanza(Incoming)).Acts, a => a is Act.Deliver);
    }

    [Fact]
    public void Whoever_has_no_answer_in_time_is_told_so()
    {
        // XEP-0220 2.2.1: the initiator SHALL be told (LIV-6).
        var step = ReceivingStream.Step(Server, Asking, new StreamInput.TimedOut());

        Assert.Equal(Negotiating with { Failures = 1 }, step.State);
        Assert.Equal(new Verdict.Error(StanzaCondition.RemoteServerTimeout), AnswerIn(step));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Keys_that_nobody_vouches_for_do_not_keep_a_stream_open_for_ever(bool judged)
    {
        // RFC 6120 6.4.5: after some retries a stream error, SHOULD be `policy-violation`; each key has a deadline.
        ReceivingState state = Negotiating;
        for (var retries = 0; retries <= Server.Limits.AuthenticationRetriesMax; retries++)
        {
            Assert.IsType<ReceivingState.Negotiating>(state);
            var asking = Hear(state, new Heard.ResultRequest(In, "key"));
            var step = judged
                ? Judge(asking.State, new Verdict.Error(StanzaCondition.RemoteServerNotFound))
                : ReceivingStream.Step(Server, asking.State, new StreamInput.TimedOut());
            Assert.IsType<Verdict.Error>(AnswerIn(step));
            state = step.State;
        }

        Assert.Equal(new ReceivingState.Closing([]), state);
    }

    [Fact]
    public void A_certificate_is_judged_for_the_sender_that_the_key_names()
    {
        // XEP-0344 2.5, 3.3; INV-16: at the moment of the request, and not for the name in the header.
        var other = Hear(Negotiating, new Heard.ResultRequest(new DomainPair(Third, Local), "key"));

        Assert.Equal(new Verdict.Error(StanzaCondition.NotAuthorized), AnswerIn(other));
        Assert.Contains(Hear(Negotiating, new Heard.ResultRequest(In, "key")).Acts, a => a is Act.Ask);
    }

    [Fact]
    public void A_key_in_clear_is_refused_by_a_dialback_error_where_TLS_is_required()
    {
        // XEP-0220 2.5: `policy-violation`; INV-17.
        var clear = Negotiating with { Session = Session with { Epoch = Epoch.Clear } };

        var step = Hear(clear, new Heard.ResultRequest(In, "key"));

        Assert.Equal(clear, step.State);
        Assert.Equal(new Verdict.Error(StanzaCondition.PolicyViolation), AnswerIn(step));
    }

    [Fact]
    public void Nobody_answers_on_a_stream_that_the_peer_opened()
    {
        // XEP-0220 2.2: without bidi the elements that come here carry no type; 3.1; INV-8.
        Heard[] answers =
            [new Heard.ResultAnswer(Out, new Verdict.Valid()), new Heard.VerifyAnswer(In, Id, new Verdict.Valid())];
        foreach (ReceivingState state in new ReceivingState[] { Negotiating, Asking, Established })
        {
            Assert.All(answers, answer =>
                Assert.Equal(new StreamStep<ReceivingState>(state, [new Act.Refuse(Rule.UnsolicitedAnswer)]), Hear(state, answer)));
        }
    }

    [Fact]
    public void Each_pair_needs_a_proof_of_its_own()
    {
        // XEP-0220 1.2, 1.4: one pair, one stream, one direction (INV-3).
        DomainPair[] others = [new(Third, Local), new(Remote, Third), Out];

        Assert.All(others, pair =>
            Assert.DoesNotContain(Hear(Established, new Heard.Stanza(StanzaOf(pair))).Acts, a => a is Act.Deliver));
    }

    private static Verdict VerdictOn(Heard.VerifyRequest request) =>
        Assert.IsType<Heard.VerifyAnswer>(SaidIn(Hear(Negotiating, request))).Verdict;

    private static Verdict AnswerIn(StreamStep<ReceivingState> step) => Assert.IsType<Heard.ResultAnswer>(SaidIn(step)).Verdict;

    // The first thing said, as the peer understands it.
    private static Heard SaidIn(StreamStep<ReceivingState> step) =>
        Grammar.Grammar.Understand(step.Acts.OfType<Act.Say>().First().Item);

    private static StreamStep<ReceivingState> Hear(ReceivingState state, Heard heard, ServerContext? server = null) =>
        ReceivingStream.Step(server ?? Server, state, new StreamInput.Received(heard, false, default));

    private static StreamStep<ReceivingState> Judge(ReceivingState state, Verdict verdict) =>
        ReceivingStream.Step(Server, state, new StreamInput.Judged(Question, verdict));
}
