using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Several pairs, and both directions, on one stream (XEP-0220 2.7, XEP-0288).</summary>
public sealed class SharingTests
{
    private static readonly DomainPair ToThird = new(Local, Third);
    private static readonly Epoch Both = Tls with { Bidi = true };

    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true) { Bidi = true }, Policy.Default);

    private static readonly InitiatingState.Ready Ready = new(Tls, Peer, [ProofOf(Out)], [], Busy: false);

    private static ReceivingState.Established Established(Epoch epoch) =>
        new(new Session(epoch, Local, Remote, Id), [ProofOf(In)], [], Busy: false);

    [Fact]
    public void A_further_pair_is_asked_for_by_a_key_over_the_id_of_the_same_stream()
    {
        var step = Tell(Ready, new StreamInput.Request(ToThird));

        Assert.Equal(Ready with { Requested = [ToThird], Busy = true }, step.State);
        Assert.Equal([new Act.Say(Phrases.ResultRequest(ToThird, Keys.Make(ToThird, Id)))], step.Acts);
    }

    [Fact]
    public void A_pair_is_never_asked_for_twice_on_one_stream()
    {
        // XEP-0220 2.1.1, INV-32: one request a pair and stream.
        Assert.Empty(Tell(Ready, new StreamInput.Request(Out)).Acts);
        Assert.Empty(Tell(Ready with { Requested = [ToThird] }, new StreamInput.Request(ToThird)).Acts);
    }

    [Fact]
    public void Only_the_pair_that_was_asked_for_is_granted_by_its_answer()
    {
        // INV-3, INV-4, INV-10.
        var asking = Ready with { Requested = [ToThird] };

        var granted = Tell(asking, Heard(new Heard.ResultAnswer(ToThird, new Verdict.Valid())));
        var stranger = Tell(asking, Heard(new Heard.ResultAnswer(FromThird, new Verdict.Valid())));

        Assert.Equal([Out, ToThird], Assert.IsType<InitiatingState.Ready>(granted.State).Proofs.Select(p => p.Pair));
        Assert.Equal(new StreamStep<InitiatingState>(asking, [new Act.Refuse(Rule.UnsolicitedAnswer)]), stranger);
    }

    [Fact]
    public void An_error_for_one_pair_leaves_the_others_untouched()
    {
        // INV-40, XEP-0220 2.5.
        var asking = Ready with { Requested = [ToThird, FromThird] };

        var step = Tell(asking, Heard(new Heard.ResultAnswer(ToThird, new Verdict.Error(StanzaCondition.NotAllowed))));

        Assert.Equal(asking with { Requested = [FromThird] }, step.State);
        Assert.Equal(
            [new Act.Decline(ToThird, new Refusal(Flavour.D2, "not-allowed", HeaderSeen: true))], step.Acts);
    }

    [Fact]
    public void Behind_an_invalid_key_nothing_more_is_sent_for_any_pair()
    {
        // XEP-0220 2.1.1: it "SHOULD NOT send stanzas" for other pairs over this stream either.
        var asking = Ready with { Requested = [ToThird, FromThird] };

        var step = Tell(asking, Heard(new Heard.ResultAnswer(ToThird, new Verdict.Invalid())));

        Assert.IsType<InitiatingState.Closing>(step.State);
        // Nobody has judged the key of the other one.
        Assert.Equal(
            [(ToThird, Flavour.D1), (FromThird, Flavour.E4)],
            step.Acts.OfType<Act.Decline>().Select(d => (d.Pair, d.Refusal.Flavour)));
        Assert.Contains(new Act.Say(Phrases.StreamEnd), step.Acts);
    }

    [Theory]
    [MemberData(nameof(Ends))]
    public void However_a_stream_ends_those_who_wait_for_a_place_on_it_hear_of_it(string how)
    {
        var input = AllInputs.Single(i => i.Name == how).Input;

        var step = Tell(Ready with { Requested = [ToThird, FromThird] }, input);

        Assert.Equal([ToThird, FromThird], step.Acts.OfType<Act.Decline>().Select(d => d.Pair));
    }

    public static TheoryData<string> Ends() =>
        ["close tag", "end of bytes", "stream error", "lost", "disconnected", "finish", "not well-formed", "header"];

    [Fact]
    public void A_late_answer_to_a_request_that_was_withdrawn_grants_nothing()
    {
        // INV-7.
        var withdrawn = Tell(Ready with { Requested = [ToThird] }, new StreamInput.Withdraw(ToThird));

        var late = Tell(withdrawn.State, Heard(new Heard.ResultAnswer(ToThird, new Verdict.Valid())));

        Assert.Equal(new StreamStep<InitiatingState>(Ready, [new Act.Refuse(Rule.UnsolicitedAnswer)]), late);
    }

    [Fact]
    public void Bidi_is_enabled_before_the_proof_where_both_sides_want_it()
    {
        // XEP-0288 2.2: "This SHOULD be done before either SASL negotiation or Server Dialback."
        var features = new StreamFeatures { Mechanisms = ["EXTERNAL"], Dialback = true, Bidi = true };
        var step = Tell(new InitiatingState.AwaitingFeatures(Tls, Peer), Heard(new Heard.Features(features)));

        Assert.Equal([Phrases.Bidi, Phrases.AuthExternal(Local)], step.Acts.OfType<Act.Say>().Select(s => s.Item));
        Assert.True(Assert.IsType<InitiatingState.AwaitingOutcome>(step.State).Epoch.Bidi);
    }

    [Theory]
    [InlineData(false, true)]
    [InlineData(true, false)]
    public void Bidi_is_not_enabled_where_one_side_does_not_want_it(bool method, bool offered)
    {
        var context = Carrying with { Method = Carrying.Method with { Bidi = method } };
        var features = new StreamFeatures { Mechanisms = ["EXTERNAL"], Bidi = offered };

        var step = InitiatingStream.Step(
            context, Here, new InitiatingState.AwaitingFeatures(Tls, Peer), Heard(new Heard.Features(features)));

        Assert.DoesNotContain(new Act.Say(Phrases.Bidi), step.Acts);
    }

    [Fact]
    public void Bidi_outlives_the_restart_behind_sasl_and_not_the_one_behind_tls()
    {
        // XEP-0288 2.1: STARTTLS "MUST be completed before enabling bidirectionality"; INV-12.
        var sasl = Tell(new InitiatingState.AwaitingOutcome(Both, Peer, Aborting: false), Heard(new Heard.Success()));
        var tls = Tell(new InitiatingState.Handshaking(), new StreamInput.Secured(Theirs));

        Assert.True(Assert.IsType<InitiatingState.AwaitingHeader>(sasl.State).Epoch.Bidi);
        Assert.False(Assert.IsType<InitiatingState.AwaitingHeader>(tls.State).Epoch.Bidi);
    }

    [Theory]
    [InlineData(true, true, true)]
    [InlineData(false, true, false)]
    [InlineData(true, false, false)]
    public void A_receiver_enables_bidi_only_where_it_was_offered_and_before_authentication(
        bool offered, bool before, bool enabled)
    {
        var session = new Session(Tls, Local, Remote, Id);
        ReceivingState state = before
            ? new ReceivingState.Negotiating(session, new StreamFeatures { Bidi = offered, Dialback = true }, [], 0)
            : Established(Tls);

        var step = Hear(state, new Heard.Bidi());

        Assert.Equal(enabled, step.State is ReceivingState.Negotiating { Session.Epoch.Bidi: true });
        Assert.NotEqual(enabled, step.Acts.OfType<Act.Refuse>().Any());
    }

    [Fact]
    public void The_inverse_of_an_authenticated_pair_may_go_back_on_a_bidirectional_stream_and_nothing_else()
    {
        // XEP-0288 2.2: "MUST only send stanzas for which it has been authenticated".
        var admitted = Hear(
            new ReceivingState.AwaitingHeader(Sasl with { Bidi = true }, ProofOf(In)), new Heard.Header(Header()));

        Assert.Equal([In, Out], admitted.Acts.OfType<Act.Admit>().Select(a => a.Proof.Pair));
        // INV-31: the initiator awaits the features before any stanza.
        Assert.True(
            admitted.Acts.IndexOf(new Act.Say(Phrases.Features(StreamFeatures.None)))
                < admitted.Acts.IndexOf(admitted.Acts.OfType<Act.Admit>().Last()));
        Assert.Equal([Out], Routing.Reuse.CarriedBy(admitted.State).Select(p => p.Pair));
        Assert.Empty(Routing.Reuse.CarriedBy(Established(Tls)));
    }

    [Fact]
    public void On_our_own_stream_the_inverse_is_delivered_with_bidi_and_dropped_without()
    {
        var both = Ready with { Epoch = Both };

        Assert.Contains(Tell(both, Heard(new Heard.Stanza(Incoming))).Acts, a => a is Act.Deliver { Proof.Pair: var p } && p == In);
        Assert.Equal([new Act.Refuse(Rule.StanzaAgainstTheStream)], Tell(Ready, Heard(new Heard.Stanza(Incoming))).Acts);
    }

    [Fact]
    public void A_stanza_of_another_pair_ends_a_bidirectional_stream()
    {
        // INV-2, INV-3; RFC 6120 8.1.2.2 item 2.
        var step = Tell(Ready with { Epoch = Both }, Heard(new Heard.Stanza(StanzaOf(new DomainPair(Third, Local)))));

        Assert.IsType<InitiatingState.Closing>(step.State);
        Assert.Contains(new Act.Say(Phrases.StreamError(StreamCondition.InvalidFrom, null)), step.Acts);
    }

    [Fact]
    public void A_key_for_a_pair_of_the_peers_own_has_no_room_on_our_stream()
    {
        // XEP-0288 2.2 lets it ask; XEP-0220 2.5: it then comes on a connection of its own.
        var ready = Ready with { Epoch = Both };
        var step = Tell(ready, Heard(new Heard.ResultRequest(new DomainPair(Third, Local), "key")));

        Assert.Equal(ready, step.State);
        Assert.Contains(
            new Act.Say(Phrases.ResultAnswer(new DomainPair(Third, Local), new Verdict.Error(StanzaCondition.ResourceConstraint))),
            step.Acts);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_question_of_the_peer_is_answered_on_our_stream_with_bidi_only(bool bidi, bool answered)
    {
        // INV-8: "On a non-bidi outbound stream untyped ones never do."
        var ready = Ready with { Epoch = Tls with { Bidi = bidi } };

        var step = Tell(ready, Heard(new Heard.VerifyRequest(Out, Id, Keys.Make(Out, Id))));

        Assert.Equal(answered, step.Acts.Contains(new Act.Say(Phrases.VerifyAnswer(Out, Id, new Verdict.Valid()))));
        Assert.Equal(ready, step.State);
    }

    [Fact]
    public void Behind_sasl_a_further_pair_needs_the_policy_and_its_own_proof()
    {
        // INV-10, INV-16: XEP-0344 2.4, for the sender that the request names.
        var request = new Heard.ResultRequest(new DomainPair(Third, Local), "key");
        var certificate = Theirs with { Names = [.. Theirs.Names, new PresentedName(PresentedNameKind.DnsId, Third.Name)] };
        var allowing = Here with { Policy = Policy.Default with { AllowMultiplexingOnSasl = true } };

        var refused = Hear(Established(new Epoch(certificate, true)), request);
        var granted = Hear(Established(new Epoch(certificate, true)), request, allowing);
        var asked = Hear(Established(Sasl), request, allowing with { Policy = allowing.Policy with { StrictCertificates = false } });

        Assert.Equal(StanzaCondition.ResourceConstraint, ErrorIn(refused));
        Assert.Equal(
            [new DomainPair(Remote, Local), request.Pair],
            Assert.IsType<ReceivingState.Established>(granted.State).Proofs.Select(p => p.Pair));
        Assert.Contains(granted.Acts, a => a is Act.Admit { Proof.Means: ProofMeans.Dialback });
        Assert.Contains(asked.Acts, a => a is Act.Ask);
    }

    [Fact]
    public void An_invalid_key_beside_a_valid_pair_is_forbidden_and_spares_the_stream()
    {
        // XEP-0220 2.2.1: the error `forbidden` MAY spare it.
        var question = Question with { Pair = new DomainPair(Third, Local) };
        var asking = Established(Tls) with { Pending = [question] };

        var step = ReceivingStream.Step(Here, asking, new StreamInput.Judged(question, new Verdict.Invalid()));

        Assert.Equal(Established(Tls), step.State);
        Assert.Equal(StanzaCondition.Forbidden, ErrorIn(step));
    }

    [Fact]
    public void A_pair_that_waits_beside_an_established_one_hears_when_the_time_is_up()
    {
        // LIV-6, XEP-0220 2.2.1.
        var asking = Established(Tls) with { Pending = [Question with { Pair = new DomainPair(Third, Local) }] };

        var step = ReceivingStream.Step(Here, asking, new StreamInput.TimedOut());

        Assert.Equal(Established(Tls), step.State);
        Assert.Equal(StanzaCondition.RemoteServerTimeout, ErrorIn(step));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_further_pair_is_asked_for_where_dialback_errors_are_understood_only(bool errors, bool asked)
    {
        // Of further senders XEP-0220 2.7.1 does not ask it: our caution, see Reuse.
        var state = StateWith(Ready with { Peer = Peer with { TakesErrors = errors } });

        Assert.Equal(asked, Routing.Reuse.ForSender(Here, state, FromThird) is not null);
    }

    [Fact]
    public void A_further_target_joins_a_stream_to_the_same_host_and_port_only()
    {
        var (state, trusting) = (StateWith(Ready), Here with { Policy = Policy.Default with { StrictCertificates = false } });

        Assert.NotNull(Ask(trusting, There));
        Assert.Null(Ask(trusting, There with { Port = 5270 }));
        Assert.Null(Ask(trusting, There with { Host = "other.example" }));
        Assert.Null(Ask(trusting, new Target("other.example", 5269, DirectTls: false), There));
        Assert.Null(Ask(trusting with { Policy = trusting.Policy with { AllowTargetMultiplexing = false } }, There));
        // Here the certificate of the stream does not name the further target.
        Assert.Null(Ask(Here, There));

        SharedStream? Ask(ServerContext context, params Target[] targets) =>
            Routing.Reuse.ForTarget(context, state, ToThird, new Resolution.Found(targets.ToSeq()));
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_further_target_is_not_asked_for_where_dialback_errors_are_not_announced(bool announced, bool asked)
    {
        // XEP-0220 2.7.2: "SHOULD NOT" "unless the Receiving Server has signalled support for dialback error handling".
        var state = StateWith(Ready with { Peer = Peer with { TakesErrors = announced } });
        var trusting = Here with { Policy = Policy.Default with { StrictCertificates = false } };

        Assert.Equal(
            asked, Routing.Reuse.ForTarget(trusting, state, ToThird, new Resolution.Found([There])) is not null);
    }

    [Theory]
    [InlineData(false, false)]
    [InlineData(true, true)]
    public void A_stream_that_external_has_authenticated_is_asked_by_policy_only(bool allowed, bool asked)
    {
        // INV-10.
        var context = Here with { Policy = Policy.Default with { AllowMultiplexingOnSasl = allowed } };

        Assert.Equal(asked, Routing.Reuse.ForSender(context, StateWith(Ready with { Epoch = Sasl }), FromThird) is not null);
    }

    [Fact]
    public void A_peer_that_refused_a_further_pair_is_spared_others()
    {
        var state = StateWith(Ready);

        Assert.NotNull(Routing.Reuse.ForSender(Here, state, FromThird));
        Assert.Null(Routing.Reuse.ForSender(
            Here, state with { Refrained = state.Refrained.With(Remote, new TimerId(1)) }, FromThird));
    }

    [Theory]
    [InlineData(TlsPolicy.Optional, false, true)]
    [InlineData(TlsPolicy.Optional, true, true)]
    [InlineData(TlsPolicy.Required, false, false)]
    [InlineData(TlsPolicy.Required, true, true)]
    public void Bidi_is_announced_before_and_behind_tls_but_not_beside_a_required_one(TlsPolicy tls, bool encrypted, bool announced)
    {
        // XEP-0288 2.1; RFC 6120 5.3.1: with mandatory TLS no other feature SHOULD be offered.
        var context = Here with { Policy = Policy.Default with { Tls = tls, OfferBidi = true } };

        var step = Hear(new ReceivingState.AwaitingHeader(encrypted ? Tls : Epoch.Clear, null), new Heard.Header(Header()), context);

        Assert.Equal(announced, Assert.IsType<ReceivingState.Negotiating>(step.State).Offered.Bidi);
    }

    private static readonly Target There = new("there.example", 5269, DirectTls: false);

    private static FederationState StateWith(InitiatingState.Ready ready) => FederationState.Initial with
    {
        Outgoing = default(Map<ConnectionId, OutgoingStream>)
            .With(new ConnectionId(Dialled: true, 1), new OutgoingStream(Carrying, ready, There, null, default)),
    };

    private static StanzaCondition? ErrorIn(StreamStep<ReceivingState> step) => step.Acts.OfType<Act.Say>()
        .Select(s => s.Item is WireItem.Whole(var element) ? Grammar.Grammar.Understand(new WireItem.Whole(element)) : null)
        .OfType<Heard.ResultAnswer>().Select(a => (a.Verdict as Verdict.Error)?.Condition).FirstOrDefault();

    private static StreamStep<InitiatingState> Tell(InitiatingState state, StreamInput input) =>
        InitiatingStream.Step(Carrying, Here, state, input);

    private static StreamStep<ReceivingState> Hear(ReceivingState state, Heard heard, ServerContext? context = null) =>
        ReceivingStream.Step(context ?? Here, state, Heard(heard));

    private static StreamInput.Received Heard(Heard heard) => new(heard, false, new StreamId("fresh"));
}
