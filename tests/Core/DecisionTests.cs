using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Single decisions that the matrices, with one policy and one domain, do not show.</summary>
public sealed class DecisionTests
{
    private static readonly InitiatingContext Carrying = new(
        new Errand.Carry(Out), new Method(Security.StartTls, External: true), Policy.Default);

    [Fact]
    public void A_repeated_request_joins_the_question_that_is_still_under_way()
    {
        // INV-44, INV-45: a second search for the same question would leave the first one's timer to nobody.
        var peer = new ConnectionId(Dialled: false, 1);
        var world = new PossibleWorld(new ServerContext
        {
            Domains = [Local],
            Keys = Keys,
            Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always },
        });
        world.Tell(new Input.Accepted(peer, DirectTls: false));
        world.Tell(Read(peer, new Heard.Header(Header())));
        world.Tell(Read(peer, new Heard.ResultRequest(In, "key")));
        world.Tell(new Input.TimedOut(world.State.Incoming[peer].Watch!.Timer));
        var asking = world.State.Searches;

        world.Tell(Read(peer, new Heard.ResultRequest(In, "key")));

        Assert.Equal(asking, world.State.Searches);
    }

    [Fact]
    public void After_SASL_nothing_mandatory_may_be_left()
    {
        // RFC 6120 4.3.5: negotiation is complete when the features are empty or voluntary only (INV-31).
        var state = new InitiatingState.AwaitingFeatures(Sasl, new PeerHeader(Id, true, null));
        var features = new Heard.Features(new StreamFeatures { OtherRequired = true, Dialback = true });

        var step = InitiatingStream.Step(Carrying, Here, state, new StreamInput.Received(features, false, default));

        Assert.IsType<InitiatingState.Closing>(step.State);
    }

    [Fact]
    public void Who_does_not_know_STARTTLS_has_refused_that_and_not_EXTERNAL()
    {
        // Some servers without TLS close the stream on an element that they do not know: the same again, without
        // EXTERNAL, would only be refused once more.
        var error = new Heard.StreamError(StreamCondition.UnsupportedStanzaType, null);

        var step = InitiatingStream.Step(
            Carrying, Here, new InitiatingState.AwaitingProceed(), new StreamInput.Received(error, false, default));

        var refusal = step.Acts.OfType<Act.Conclude>().Single().Refusal;
        Assert.Equal((Flavour.S1, "unsupported-stanza-type"), (refusal.Flavour, refusal.Condition));
        Assert.Null(Fallback.StepDown(refusal, Carrying.Method, Carrying.Policy));
    }

    [Theory]
    [InlineData(SaslPolicy.Required, DialbackPolicy.TlsOnly, ExternalFallback.SameStream, nameof(Policy.Sasl))]
    [InlineData(SaslPolicy.Optional, DialbackPolicy.Never, ExternalFallback.SameStream, nameof(Policy.Dialback))]
    [InlineData(SaslPolicy.Optional, DialbackPolicy.TlsOnly, ExternalFallback.Never, nameof(Policy.ExternalToDialback))]
    [InlineData(SaslPolicy.Optional, DialbackPolicy.TlsOnly, ExternalFallback.NewStream, null)]
    public void A_refused_EXTERNAL_names_the_policy_that_forbids_to_go_on(
        SaslPolicy sasl, DialbackPolicy dialback, ExternalFallback fallback, string? bit)
    {
        var policy = new Policy { Sasl = sasl, Dialback = dialback, ExternalToDialback = fallback };
        var state = new InitiatingState.AwaitingOutcome(Tls, new PeerHeader(Id, true, null), Aborting: false);
        var failure = new Heard.SaslFailure(SaslCondition.NotAuthorized, null);

        var step = InitiatingStream.Step(
            Carrying with { Policy = policy }, Here, state, new StreamInput.Received(failure, false, default));

        Assert.Equal(bit, step.Acts.OfType<Act.Conclude>().Single().Refusal.PolicyBit);
    }

    [Theory]
    [InlineData("DirectTls", true)]
    [InlineData("StartTls", false)]
    public void Silence_leads_to_the_next_target_unless_a_header_was_heard(string security, bool next)
    {
        // Behind STARTTLS the peer has shown that it is that host; behind direct TLS it has said nothing yet.
        var context = Carrying with { Method = new Method(Enum.Parse<Security>(security), External: true) };
        InitiatingState[] silent = [new InitiatingState.Handshaking(), new InitiatingState.AwaitingHeader(Tls)];
        foreach (var state in silent)
        {
            var step = InitiatingStream.Step(context, Here, state, new StreamInput.TimedOut());
            var refusal = step.Acts.OfType<Act.Conclude>().Single().Refusal;
            Assert.Equal(next, Fallback.MayTryNextTarget(refusal, context.Method));
        }
    }

    [Fact]
    public void A_stanza_to_an_own_domain_that_is_not_validated_is_for_an_unknown_host()
    {
        // RFC 6120 8.1.1.2 item 2: the recipient's domain "does not match" the validated one: <host-unknown/>.
        var context = new ServerContext { Domains = [Local, Third], Keys = Keys };
        var state = new ReceivingState.Established(new Session(Tls, Local, Remote, Id), [ProofOf(In)], [], Busy: true);
        var stray = new Heard.Stanza(StanzaOf(new DomainPair(Remote, Third)));

        var step = ReceivingStream.Step(context, state, new StreamInput.Received(stray, false, default));

        var error = step.Acts.OfType<Act.Say>().Select(s => s.Item).OfType<WireItem.Whole>().Single();
        Assert.NotNull(error.Element.Child(Namespaces.StreamErrors, "host-unknown"));
    }

    [Fact]
    public void A_question_is_asked_without_EXTERNAL()
    {
        // XEP-0220 2.1.2: what is never tried is no step of the lattice, and no reason in a log.
        var context = new ServerContext { Domains = [Local], Keys = Keys };
        var search = Establishment.Begin(new Errand.Verify(Question, new ConnectionId(false, 1)), null).State!;
        Seq<Target> targets = [new Target("s1.example", 5269, DirectTls: false)];

        var step = Establishment.Step(context, search, new EstablishmentInput.Resolved(new Resolution.Found(targets)));

        Assert.Equal(new EstablishmentAct.Open(targets[0], new Method(Security.StartTls, External: false)), step.Act);
    }

    [Theory]
    [InlineData(Flavour.T1, "connection reset", false, TlsPolicy.Required)]
    [InlineData(Flavour.T1, "connection reset", true, TlsPolicy.Optional)]
    [InlineData(Flavour.N4, RefusalOf.HandshakeTimeout, false, TlsPolicy.Required)]
    [InlineData(Flavour.N4, RefusalOf.HandshakeTimeout, true, TlsPolicy.Optional)]
    [InlineData(Flavour.N4, "header-timeout", false, TlsPolicy.Optional)]
    public void The_target_behind_a_failed_handshake_must_have_TLS_unless_policy_forgives(
        Flavour flavour, string condition, bool plain, TlsPolicy then)
    {
        // INV-18: "No clear-text attempt follows a TLS failure … unless PlainAfterTlsFailure … says so".
        var policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, PlainAfterTlsFailure = plain };
        var context = new ServerContext { Domains = [Local], Keys = Keys, Policy = policy };
        var search = Establishment.Begin(new Errand.Carry(new DomainPair(Local, Domain.Parse("s.example"))), null).State!;
        Seq<Target> targets = [new Target("s1.example", 5270, DirectTls: true), new Target("s1.example", 5269, DirectTls: false)];
        var found = Establishment.Step(context, search, new EstablishmentInput.Resolved(new Resolution.Found(targets)));
        Assert.Equal(TlsPolicy.Optional, found.State!.PolicyIn(context).Tls);

        var next = Establishment.Step(
            context, found.State!, new EstablishmentInput.Ended(new Refusal(flavour, condition)));

        Assert.Equal(targets[1], Assert.IsType<EstablishmentAct.Open>(next.Act).Target);
        Assert.Equal(then, next.State!.PolicyIn(context).Tls);
    }

    [Fact]
    public void Resource_constraint_deserves_one_more_connection_and_no_third()
    {
        // XEP-0220 2.5: "a new TCP connection … and give up when receiving the same error on the new connection".
        var constraint = new EstablishmentInput.Ended(new Refusal(Flavour.D2, "resource-constraint", HeaderSeen: true));
        var method = new Method(Security.StartTls, External: true);
        var target = new Target("b.example", 5269, DirectTls: false);
        var first = Establishment.Begin(new Errand.Carry(Samples.Out), null).State! with
        {
            Phase = new EstablishmentPhase.Attempting([], target, method),
        };
        var context = new ServerContext { Domains = [Samples.Local], Keys = Samples.Keys };

        var second = Establishment.Step(context, first, constraint);
        var third = Establishment.Step(context, second.State!, constraint);

        Assert.Equal(new EstablishmentAct.Open(target, method), second.Act);
        Assert.Equal(2, Assert.IsType<EstablishmentAct.GiveUp>(third.Act).Reasons.Reasons.Count);
    }

    [Theory]
    [InlineData(Flavour.A2, "{Sasl}", nameof(Policy.Sasl))]
    [InlineData(Flavour.A2, "{Dialback}", nameof(Policy.Dialback))]
    [InlineData(Flavour.A2, "{Fallback}", nameof(Policy.ExternalToDialback))]
    [InlineData(Flavour.S1, "{Tls}", nameof(Policy.Tls))]
    [InlineData(Flavour.T1, "{Plain}", nameof(Policy.PlainAfterTlsFailure))]
    [InlineData(Flavour.D2, "{Sasl}", null)]
    public void A_reason_names_the_field_that_forbade_to_go_on(Flavour flavour, string policy, string? field)
    {
        var strict = policy switch
        {
            "{Sasl}" => new Policy { Sasl = SaslPolicy.Required },
            "{Dialback}" => new Policy { Dialback = DialbackPolicy.Never },
            "{Fallback}" => new Policy { ExternalToDialback = ExternalFallback.Never },
            "{Plain}" => new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always },
            _ => new Policy(),
        };

        Assert.Equal(field, Fallback.ForbiddenBy(new Refusal(flavour, "x"), new Method(Security.StartTls, External: true), strict));
    }

    [Fact]
    public void A_pair_that_could_not_be_served_waits_and_its_stanzas_come_back_at_once()
    {
        // RFC 6120 3.3: "SHOULD wait an unpredictable number of seconds between 0 and 60 …", longer with each failure.
        var context = new ServerContext { Domains = [Local], Keys = Keys };
        var (state, first) = Fail(context, FederationState.Initial, ticket: 1);
        var wait = Assert.Single(first.OfType<Output.SetTimer>(), t => t.Deadline == Deadline.Retry);
        Assert.Equal((TimeSpan.FromSeconds(60), true), (wait.Length, wait.Drawn));

        (state, var meanwhile) = Federation.Step(context, state, new Input.Submitted(new StanzaTicket(2), Outgoing));
        var fate = Assert.IsType<StanzaFate.Returned>(Assert.IsType<Output.Settle>(Assert.Single(meanwhile)).Fate);
        Assert.Equal(("remote-server-not-found", 1), (fate.Condition, fate.Reasons.Reasons.Count));

        (state, _) = Federation.Step(context, state, new Input.TimedOut(wait.Timer));
        (state, var second) = Fail(context, state, ticket: 3);
        var longer = Assert.Single(second.OfType<Output.SetTimer>(), t => t.Deadline == Deadline.Retry);
        Assert.Equal(TimeSpan.FromSeconds(120), longer.Length);

        // Nothing is remembered for ever.
        (state, var remembering) = Federation.Step(context, state, new Input.TimedOut(longer.Timer));
        var memory = Assert.IsType<Output.SetTimer>(Assert.Single(remembering));
        (state, _) = Federation.Step(context, state, new Input.TimedOut(memory.Timer));
        Assert.Equal(0, state.BackOffs.Count);
    }

    [Fact]
    public void A_wait_never_passes_its_limit_and_is_none_where_none_is_wanted()
    {
        Assert.Equal(Limits.Default.BackOffMax, BackOff.Longest(Limits.Default, 1_000));
        var impatient = new ServerContext
        {
            Domains = [Local],
            Keys = Keys,
            Limits = Limits.Default with { BackOffFirst = TimeSpan.Zero },
        };
        Assert.Equal(0, Fail(impatient, FederationState.Initial, ticket: 1).State.BackOffs.Count);
    }

    [Fact]
    public void A_peer_that_comes_to_us_ends_the_wait()
    {
        var context = new ServerContext { Domains = [Local], Keys = Keys };
        var (state, _) = Fail(context, FederationState.Initial, ticket: 1);
        var connection = new ConnectionId(Dialled: false, 1);
        (state, _) = Federation.Step(context, state, new Input.Accepted(connection, DirectTls: false));
        var asking = new ReceivingState.Negotiating(
            new Session(new Epoch(Theirs, false), Local, Remote, Id), new StreamFeatures { Mechanisms = ["EXTERNAL"] }, [], 0);
        state = state with { Incoming = state.Incoming.With(connection, state.Incoming[connection] with { State = asking }) };

        (state, _) = Federation.Step(context, state, new Input.OnStream(
            connection, new StreamInput.Received(new Heard.Auth("EXTERNAL", "="), false, new StreamId("next"))));
        (state, _) = Federation.Step(context, state, new Input.OnStream(
            connection, new StreamInput.Received(new Heard.Header(Header()), false, new StreamId("last"))));

        Assert.Equal(0, state.BackOffs.Count);
    }

    // A search that the name service ends.
    private static Transition Fail(ServerContext context, FederationState state, int ticket)
    {
        (state, var begun) = Federation.Step(context, state, new Input.Submitted(new StanzaTicket(ticket), Outgoing));
        var errand = Assert.Single(begun.OfType<Output.Resolve>()).Errand;
        return Federation.Step(context, state, new Input.Resolved(errand, new Resolution.NotFound("no such name")));
    }

    [Fact]
    public void A_published_proof_leaves_no_attempt_in_clear_and_one_that_is_bogus_none_at_all()
    {
        // INV-24; RFC 7673 3.4: TLS is a must once there is a secure TLSA record.
        var target = new Target("b.example", 5269, DirectTls: false);
        var found = new EstablishmentInput.Resolved(new Resolution.Found([target]) { Bound = true });
        var search = Establishment.Begin(new Errand.Carry(Samples.Out), null).State!;
        var optional = new ServerContext
        {
            Domains = [Samples.Local],
            Keys = Samples.Keys,
            Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, PlainAfterTlsFailure = true },
        };
        var never = optional with { Policy = optional.Policy with { Tls = TlsPolicy.Disabled } };

        var begun = Establishment.Step(optional, search, found);
        var bogus = Establishment.Step(optional, search, new EstablishmentInput.Resolved(new Resolution.Bogus("expired")));

        Assert.Equal(TlsPolicy.Required, begun.State!.PolicyIn(optional).Tls);
        var failed = Establishment.Step(optional, begun.State, new EstablishmentInput.Ended(new Refusal(Flavour.T1, "x")));
        Assert.IsType<EstablishmentAct.GiveUp>(failed.Act);
        Assert.IsType<EstablishmentAct.GiveUp>(Establishment.Step(never, search, found).Act);
        var reason = Assert.Single(Assert.IsType<EstablishmentAct.GiveUp>(bogus.Act).Reasons.Reasons);
        Assert.Equal((Flavour.T3, "certificate-bogus", "expired"), (reason.Flavour, reason.Condition, reason.Text));
    }

    [Theory]
    [InlineData("None", true)]
    [InlineData("Disagrees", true)]
    [InlineData("Agrees", false)]
    public void Where_a_proof_is_binding_only_the_certificate_that_agrees_will_do(string further, bool refused)
    {
        var context = new InitiatingContext(
            new Errand.Carry(Samples.Out), new Method(Security.StartTls, External: true),
            new Policy { StrictCertificates = false })
        { Bound = true };
        var certificate = Samples.Theirs with { Further = Enum.Parse<FurtherProof>(further) };

        var step = InitiatingStream.Step(context, Samples.Here, new InitiatingState.Handshaking(), new StreamInput.Secured(certificate));

        Assert.Equal(refused, InitiatingStream.IsOver(step.State));
    }

    [Fact]
    public void Who_waits_for_a_dialback_answer_waits_longer_than_who_asks_for_it() =>
        // LIV-6, XEP-0220 2.5: the error about an unreachable authority must find the initiator still there.
        Assert.True(Limits.Default.LengthOf(Deadline.Authority) < Limits.Default.LengthOf(Deadline.DialbackAnswer));

    [Fact]
    public void The_default_policy_is_the_strong_one()
    {
        // RFC 6120 13.6, 13.14; RFC 7590 3.4.
        Assert.Equal(
            (TlsPolicy.Required, SaslPolicy.Optional, DialbackPolicy.TlsOnly, true, false),
            (Policy.Default.Tls, Policy.Default.Sasl, Policy.Default.Dialback, Policy.Default.StrictCertificates,
                Policy.Default.PlainAfterTlsFailure));
        var best = Fallback.First(Policy.Default, mayAuthenticate: true, directTls: false);
        Assert.Equal(new Method(Security.StartTls, External: true), best);
    }

    [Fact]
    public void A_certificate_for_the_target_of_SRV_proves_nothing_for_the_domain()
    {
        // RFC 6125 6.2.1, RFC 7673 4.1: without DNSSEC whoever answers a DNS question could name any host.
        var target = new PeerCertificate(true, CertificateProblem.None, [new(PresentedNameKind.DnsId, "s1.example")]);

        var step = InitiatingStream.Step(Carrying, Here, new InitiatingState.Handshaking(), new StreamInput.Secured(target));

        Assert.Equal("certificate-wrong-name", step.Acts.OfType<Act.Conclude>().Single().Refusal.Condition);
    }

    [Fact]
    public void No_limit_of_size_is_below_ten_thousand_bytes()
    {
        // RFC 6120 13.12 item 4: 10000 bytes are the least, and not what should be set everywhere.
        Assert.True(Limits.Default.UnauthenticatedElementBytesMax >= 10_000);
        Assert.True(Limits.Default.ElementBytesMax > 10_000);
    }

    private static Input.OnStream Read(ConnectionId connection, Heard heard) =>
        new(connection, new StreamInput.Received(heard, false, new StreamId("fresh")));
}
