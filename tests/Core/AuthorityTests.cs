using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>A key on its way from the stream that brought it to its authority and back (XEP-0220 2.1.2).</summary>
public sealed class AuthorityTests
{
    private static readonly ConnectionId Peer = new(Dialled: false, 1);
    private static readonly Target Authority = new("s1.example", 5269, DirectTls: false);

    private static readonly ServerContext Server = new()
    {
        Domains = [Local],
        Keys = Keys,
        Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, OfferBidi = true },
    };

    [Fact]
    public void A_key_is_verified_over_a_connection_of_its_own()
    {
        // XEP-0288 2.2: never over the one that brought the request (INV-14). It is no route (INV-42).
        var (asked, dialled) = Ask();

        Assert.NotEqual(Peer, dialled);
        Assert.Equal(Remote, asked.Outgoing[dialled].Context.Errand.Remote);
        Assert.Equal(0, asked.Routes.Count);
    }

    [Fact]
    public void The_verdict_is_told_where_the_key_came_from_and_the_connection_is_closed()
    {
        // XEP-0220 2.1.2: "SHOULD terminate the stream" that only asked; INV-6: by pair and id.
        var (asked, dialled) = Ask();

        var answered = Tell(asked, dialled, Heard(new Heard.VerifyAnswer(In, Id, new Verdict.Valid())));

        Assert.Contains(answered.Outputs, o => o is Output.Admitted admitted && admitted.Connection == Peer);
        Assert.IsType<InitiatingState.Closing>(answered.State.Outgoing[dialled].State);
        Assert.Equal(0, answered.State.Routes.Count);
    }

    [Fact]
    public void A_verdict_on_another_key_is_dropped_without_a_word()
    {
        // XEP-0220 2.1.2: `from`, `to` and `id` MUST match a request of the same stream (INV-5).
        var (asked, dialled) = Ask();
        Heard.VerifyAnswer[] others =
        [
            new(In, new StreamId("id2"), new Verdict.Valid()), new(Out, Id, new Verdict.Valid()),
            new(new(Third, Local), Id, new Verdict.Valid()),
        ];

        Assert.All(others, other =>
        {
            var step = Tell(asked, dialled, Heard(other));
            Assert.Equal(asked, step.State);
            Assert.Equal([new Output.Refused(dialled, Rule.UnsolicitedAnswer)], step.Outputs);
        });
    }

    [Fact]
    public void An_authority_that_hangs_up_has_given_an_error()
    {
        // XEP-0220 2.1.2: pending requests count as failed; 2.5: the initiator is told (LIV-6).
        var (asked, dialled) = Ask();

        var told = Tell(asked, dialled, Heard(new Heard.EndOfBytes()));

        var said = Assert.Single(told.Outputs.OfType<Output.Send>(), s => s.Connection == Peer);
        Assert.Equal(
            new Heard.ResultAnswer(In, new Verdict.Error(StanzaCondition.RemoteServerTimeout)), Grammar.Grammar.Understand(said.Item));
        Assert.Equal(0, told.State.Verifications.Count);
    }

    [Fact]
    public void A_stanza_that_goes_back_does_not_prolong_the_wait_for_an_authority()
    {
        // XEP-0220 2.5: the initiator is told in time, whatever else the bidirectional stream carries (LIV-6).
        var (asked, dialled) = Ask(bidi: true);
        var state = Tell(asked, dialled, Heard(new Heard.VerifyAnswer(In, Id, new Verdict.Valid()))).State;
        state = Tell(state, Peer, Heard(new Heard.ResultRequest(new DomainPair(Third, Local), "key"))).State;
        var wait = state.Incoming[Peer].Watch;

        var sent = Federation.Step(Server, state, new Input.Submitted(new StanzaTicket(1), Outgoing));

        Assert.Single(sent.Outputs.OfType<Output.SendStanza>(), s => s.Connection == Peer);
        Assert.Equal(Deadline.Authority, wait!.Deadline);
        Assert.Equal(wait, sent.State.Incoming[Peer].Watch);
    }

    [Theory]
    [InlineData("item-not-found")]
    [InlineData("policy-violation")]
    public void What_an_authority_has_against_a_question_is_told_as_remote_server_not_found(string condition)
    {
        // XEP-0220 2.5: what goes wrong in step 3 is told by this condition.
        var asked = new Verification(Question, Peer);
        var error = new Verdict.Error(Conditions.StanzaConditionNamed(condition));

        var told = Verification.Step(asked, new VerificationInput.Answered(error)).Told;

        Assert.Equal(new Verdict.Error(StanzaCondition.RemoteServerNotFound), told!.Verdict);
    }

    // A peer has presented a key, and the question about it is written to the authority.
    private static (FederationState State, ConnectionId Dialled) Ask(bool bidi = false)
    {
        var state = Federation.Step(Server, FederationState.Initial, new Input.Accepted(Peer, DirectTls: false)).State;
        state = Tell(state, Peer, Heard(new Heard.Header(Header()), Id)).State;
        state = bidi ? Tell(state, Peer, Heard(new Heard.Bidi())).State : state;
        var requested = Tell(state, Peer, Heard(new Heard.ResultRequest(In, "key")));
        var errand = Assert.Single(requested.Outputs.OfType<Output.Resolve>()).Errand;
        var found = Federation.Step(Server, requested.State, new Input.Resolved(errand, new Resolution.Found([Authority])));
        var dialled = Assert.Single(found.Outputs.OfType<Output.Dial>()).Connection;
        state = Tell(found.State, dialled, new StreamInput.Connected()).State;
        state = Tell(state, dialled, Heard(new Heard.Header(Header()))).State;
        var asked = Tell(state, dialled, Heard(new Heard.Features(StreamFeatures.None)));
        Assert.Equal(
            new Heard.VerifyRequest(In, Id, "key"),
            Grammar.Grammar.Understand(Assert.Single(asked.Outputs.OfType<Output.Send>()).Item));
        return (asked.State, dialled);
    }

    private static StreamInput.Received Heard(Heard what, StreamId fresh = default) => new(what, false, fresh);

    private static Transition Tell(FederationState state, ConnectionId connection, StreamInput what) =>
        Federation.Step(Server, state, new Input.OnStream(connection, what));
}
