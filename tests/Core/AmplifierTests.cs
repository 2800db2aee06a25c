using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Strangers do not have this server dial whom and as often as they like (XEP-0220 2.5).</summary>
public sealed class AmplifierTests
{
    private static readonly PeerAddress Attacker = new("192.0.2.1");
    private static readonly PeerAddress Another = new("192.0.2.2");

    private static readonly Limits Tight = Limits.Default with
    {
        QuestionsMax = 9,
        QuestionsPerAddressMax = 5,
        QuestionsPerAuthorityMax = 3,
        QuestionsPerStreamMax = 2,
    };

    private readonly ServerContext _server = new()
    {
        Domains = [Local],
        Keys = Keys,
        Limits = Tight,
        Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always },
    };

    private FederationState _state = FederationState.Initial;
    private int _last;

    [Fact]
    public void One_victim_is_asked_no_more_often_than_its_limit()
    {
        var victim = Domain.Parse("victim.example");
        for (var i = 0; i < Tight.QuestionsPerAuthorityMax; i++)
        {
            Assert.True(IsAsked(new PeerAddress($"{i}"), victim));
        }

        Assert.False(IsAsked(Attacker, victim));
        Assert.True(IsAsked(Attacker, Domain.Parse("another.example")));
    }

    [Fact]
    public void One_address_sets_off_no_more_questions_than_its_limit()
    {
        for (var i = 0; i < Tight.QuestionsPerAddressMax; i++)
        {
            Assert.True(IsAsked(Attacker, Domain.Parse($"victim{i}.example")));
        }

        Assert.False(IsAsked(Attacker, Domain.Parse("another.example")));
        Assert.True(IsAsked(Another, Domain.Parse("another.example")));
    }

    [Fact]
    public void All_addresses_together_set_off_no_more_questions_than_their_limit()
    {
        for (var i = 0; i < Tight.QuestionsMax; i++)
        {
            Assert.True(IsAsked(new PeerAddress($"{i}"), Domain.Parse($"victim{i}.example")));
        }

        Assert.False(IsAsked(Attacker, Domain.Parse("another.example")));
    }

    [Fact]
    public void One_stream_waits_for_no_more_answers_than_its_limit()
    {
        // A stream that asked once more each time it ran out of patience, while the first questions are still under way.
        var stream = Greeted(Attacker);
        for (var i = 0; i < Tight.QuestionsPerStreamMax; i++)
        {
            Tell(Read(stream, new Heard.ResultRequest(In, $"key{i}")));
            Tell(new Input.TimedOut(_state.Incoming[stream].Watch!.Timer));
        }

        Tell(Read(stream, new Heard.ResultRequest(In, "one more")));

        Assert.Equal(Tight.QuestionsPerStreamMax, _state.Verifications.Count);
    }

    [Fact]
    public void Who_asks_too_much_hears_resource_constraint_and_keeps_the_stream()
    {
        // XEP-0220 2.5, INV-40.
        var victim = Domain.Parse("victim.example");
        for (var i = 0; i < Tight.QuestionsPerAuthorityMax; i++)
        {
            IsAsked(new PeerAddress($"{i}"), victim);
        }

        var stream = Greeted(Attacker);
        var said = Tell(Read(stream, new Heard.ResultRequest(new DomainPair(victim, Local), "key")));

        var answer = Assert.IsType<Heard.ResultAnswer>(Grammar.Grammar.Understand(Assert.Single(said.OfType<Output.Send>()).Item));
        Assert.Equal(new Verdict.Error(StanzaCondition.ResourceConstraint), answer.Verdict);
        Assert.Contains(said, o => o is Output.Refused { Rule: Rule.TooManyQuestions });
        Assert.IsType<ReceivingState.Negotiating>(_state.Incoming[stream].State);
    }

    [Fact]
    public void Who_asks_and_leaves_has_not_made_room_for_more()
    {
        for (var i = 0; i < Tight.QuestionsPerAddressMax; i++)
        {
            IsAsked(Attacker, Domain.Parse($"victim{i}.example"));
            Tell(new Input.OnStream(new ConnectionId(Dialled: false, _last), new StreamInput.Disconnected()));
        }

        Assert.False(IsAsked(Attacker, Domain.Parse("another.example")));
    }

    [Fact]
    public void A_question_that_is_given_up_makes_room()
    {
        for (var i = 0; i < Tight.QuestionsPerAddressMax; i++)
        {
            IsAsked(Attacker, Domain.Parse($"victim{i}.example"));
        }

        Tell(new Input.Resolved(_state.Verifications.Keys.First(), new Resolution.NotFound("no such name")));

        Assert.True(IsAsked(Attacker, Domain.Parse("another.example")));
    }

    [Fact]
    public void A_question_tries_few_of_the_targets_that_a_stranger_has_published()
    {
        IsAsked(Attacker, Domain.Parse("victim.example"));
        var targets = Enumerable.Range(1, 50).Select(port => new Target("victim.example", port, DirectTls: false)).ToSeq();
        var outputs = Tell(new Input.Resolved(_state.Verifications.Keys.First(), new Resolution.Found(targets)));
        var dials = 0;
        while (outputs.OfType<Output.Dial>().FirstOrDefault() is { } dial)
        {
            dials++;
            outputs = Tell(new Input.OnStream(dial.Connection, new StreamInput.ConnectFailed("refused")));
        }

        Assert.Equal(Tight.QuestionTargetsMax, dials);
    }

    private bool IsAsked(PeerAddress from, Domain authority) =>
        Tell(Read(Greeted(from), new Heard.ResultRequest(new DomainPair(authority, Local), "key"))).Any(o => o is Output.Resolve);

    private ConnectionId Greeted(PeerAddress from)
    {
        var stream = new ConnectionId(Dialled: false, ++_last);
        Tell(new Input.Accepted(stream, DirectTls: false) { From = from });
        Tell(Read(stream, new Heard.Header(Header())));
        return stream;
    }

    private Seq<Output> Tell(Input input)
    {
        (_state, var outputs) = Federation.Step(_server, _state, input);
        return outputs;
    }

    private static Input.OnStream Read(ConnectionId connection, Heard heard) =>
        new(connection, new StreamInput.Received(heard, false, new StreamId($"fresh{connection.Number}")));
}
