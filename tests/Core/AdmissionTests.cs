using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Who may come in, and who makes way (RFC 6120 13.12).</summary>
public sealed class AdmissionTests
{
    private static readonly PeerAddress Attacker = new("192.0.2.1");
    private static readonly PeerAddress Another = new("192.0.2.2");
    private static readonly PeerAddress Honest = new("198.51.100.1");

    private static readonly Limits Tight = Limits.Default with
    {
        StreamsMax = 8,
        StreamsPerAddressMax = 5,
        HalfOpenMax = 4,
        HalfOpenPerAddressMax = 3,
        AttemptsPerMinuteMax = 20,
    };

    private ServerContext _server = new() { Domains = [Local], Keys = Keys, Limits = Tight };
    private readonly Dictionary<TimerId, TimeSpan> _lengths = [];
    private FederationState _state = FederationState.Initial;
    private int _last;

    [Fact]
    public void An_address_has_no_more_streams_than_its_limit()
    {
        for (var i = 0; i < Tight.StreamsPerAddressMax; i++)
        {
            Authenticate(Connect(Attacker).Connection);
        }

        Assert.Equal(Rule.TooManyStreams, Connect(Attacker).TurnedAwayBy);
        Assert.Null(Connect(Honest).TurnedAwayBy);
    }

    [Fact]
    public void All_addresses_together_have_no_more_streams_than_their_limit()
    {
        for (var i = 0; i < Tight.StreamsMax; i++)
        {
            Authenticate(Connect(new PeerAddress($"{i}")).Connection);
        }

        Assert.Equal(Rule.TooManyStreams, Connect(Honest).TurnedAwayBy);
        Assert.Equal(Tight.StreamsMax, _state.Incoming.Count);
    }

    [Fact]
    public void A_stream_that_is_gone_makes_room()
    {
        for (var i = 0; i < Tight.StreamsPerAddressMax; i++)
        {
            Authenticate(Connect(Attacker).Connection);
        }

        Tell(new Input.OnStream(new ConnectionId(Dialled: false, _last), new StreamInput.Disconnected()));

        Assert.Null(Connect(Attacker).TurnedAwayBy);
    }

    [Fact]
    public void An_address_connects_no_more_often_in_a_minute_than_its_limit()
    {
        for (var i = 0; i < Tight.AttemptsPerMinuteMax; i++)
        {
            Tell(new Input.OnStream(Connect(Attacker).Connection, new StreamInput.Disconnected()));
        }

        Assert.Equal(Rule.TooManyAttempts, Connect(Attacker, TimeSpan.FromSeconds(59)).TurnedAwayBy);
        Assert.Null(Connect(Honest, TimeSpan.FromSeconds(59)).TurnedAwayBy);
        Assert.Null(Connect(Attacker, TimeSpan.FromSeconds(60)).TurnedAwayBy);
    }

    [Fact]
    public void Who_is_turned_away_leaves_nothing_behind()
    {
        for (var i = 0; i < Tight.StreamsPerAddressMax; i++)
        {
            Authenticate(Connect(Attacker).Connection);
        }

        var before = _state;
        var turnedAway = Connect(Attacker).Connection;
        Tell(new Input.OnStream(turnedAway, new StreamInput.Disconnected()));

        Assert.Equal(before, _state with { Crowd = before.Crowd });
        Assert.Equal(before.Crowd.Tallies, _state.Crowd.Tallies);
    }

    [Fact]
    public void The_oldest_half_open_stream_of_an_address_makes_way_for_its_newest()
    {
        var first = Connect(Attacker).Connection;
        var second = Connect(Attacker).Connection;
        Connect(Attacker);

        Assert.Equal([first], Connect(Attacker).MadeWay);
        Assert.Equal([second], Connect(Attacker).MadeWay);
        Assert.Equal(Tight.HalfOpenPerAddressMax, _state.Crowd.HalfOpen);
    }

    [Fact]
    public void The_oldest_of_the_address_that_has_most_makes_way_for_another_address()
    {
        var waiting = Connect(Honest).Connection;
        var first = Connect(Attacker).Connection;
        Connect(Attacker);
        Connect(Attacker);

        Assert.Equal([first], Connect(Another).MadeWay);
        Assert.IsType<ReceivingState.AwaitingHeader>(_state.Incoming[waiting].State);
    }

    [Fact]
    public void Where_all_have_the_same_the_oldest_of_all_makes_way()
    {
        var first = Connect(new PeerAddress("9")).Connection;
        Connect(new PeerAddress("8"));
        Connect(new PeerAddress("7"));
        Connect(new PeerAddress("6"));

        Assert.Equal([first], Connect(Honest).MadeWay);
    }

    [Fact]
    public void Who_is_authenticated_never_makes_way()
    {
        var friend = Connect(Attacker).Connection;
        Authenticate(friend);
        for (var i = 0; i < 10; i++)
        {
            Assert.DoesNotContain(friend, Connect(Attacker).MadeWay);
        }

        Assert.IsType<ReceivingState.Established>(_state.Incoming[friend].State);
    }

    [Fact]
    public void Who_makes_way_does_so_at_once_in_any_state()
    {
        var negotiating = Connect(Attacker).Connection;
        Tell(Read(negotiating, new Heard.Header(Header())));
        var closing = Connect(Attacker).Connection;
        Tell(Read(closing, new Heard.Stanza(Incoming)));
        Connect(Attacker);

        Assert.Equal([negotiating], Connect(Attacker).MadeWay);
        Assert.Equal([closing], Connect(Attacker).MadeWay);
    }

    [Fact]
    public void All_deadlines_of_a_stranger_together_are_bounded()
    {
        // Each key that nobody vouches for brings a deadline of its own, and four of them are heard (RFC 6120 6.4.5).
        _server = _server with { Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always } };
        var stranger = Connect(Attacker).Connection;
        var total = LengthOfWatch(stranger);
        Tell(Read(stranger, new Heard.Header(Header())));
        for (var steps = 0; _state.Incoming[stranger].State is not ReceivingState.Draining; steps++)
        {
            Assert.True(steps < 100, "no end in sight");
            Tell(Read(stranger, new Heard.ResultRequest(In, $"key{steps}")));
            total += LengthOfWatch(stranger);
            Tell(new Input.TimedOut(_state.Incoming[stranger].Watch!.Timer));
            total += LengthOfWatch(stranger);
        }

        Assert.InRange(total, TimeSpan.Zero, Tight.StrangerTimeout + (2 * Tight.CloseTimeout));
    }

    [Fact]
    public void A_stranger_says_no_more_than_its_limit_and_hears_why()
    {
        var stranger = Connect(Attacker).Connection;
        Tell(Read(stranger, new Heard.Header(Header())));
        for (var i = 1; i < Tight.StrangerElementsMax; i++)
        {
            Tell(Read(stranger, new Heard.Unknown(new("urn:example", "x"))));
            Assert.IsType<ReceivingState.Negotiating>(_state.Incoming[stranger].State);
        }

        var outputs = Tell(Read(stranger, new Heard.Unknown(new("urn:example", "x"))));

        var error = Assert.IsType<Heard.StreamError>(Grammar.Grammar.Understand(outputs.OfType<Output.Send>().First().Item));
        Assert.Equal(StreamCondition.PolicyViolation, error.Condition);
    }

    [Fact]
    public void A_friend_says_as_much_as_he_likes()
    {
        var friend = Connect(Attacker).Connection;
        Authenticate(friend);
        for (var i = 0; i < 2 * Tight.StrangerElementsMax; i++)
        {
            Tell(Read(friend, new Heard.Unknown(new("urn:example", "x"))));
        }

        Assert.IsType<ReceivingState.Established>(_state.Incoming[friend].State);
    }

    private TimeSpan LengthOfWatch(ConnectionId connection) =>
        _state.Incoming[connection].Watch is { } watch ? _lengths[watch.Timer] : default;

    private void Authenticate(ConnectionId connection)
    {
        var stream = _state.Incoming[connection];
        Tell(Read(connection, new Heard.Header(Header())));
        Tell(new Input.OnStream(connection, new StreamInput.Received(new Heard.StartTls(), false, default)));
        Tell(new Input.OnStream(connection, new StreamInput.Secured(Theirs)));
        Tell(Read(connection, new Heard.Header(Header())));
        Tell(Read(connection, new Heard.Auth("EXTERNAL", "=")));
        Tell(Read(connection, new Heard.Header(Header())));
        Assert.IsType<ReceivingState.Established>(_state.Incoming[connection].State);
        Assert.False(stream.Authenticated);
    }

    private (ConnectionId Connection, Rule? TurnedAwayBy, IEnumerable<ConnectionId> MadeWay) Connect(
        PeerAddress from, TimeSpan at = default)
    {
        var connection = new ConnectionId(Dialled: false, ++_last);
        var outputs = Tell(new Input.Accepted(connection, DirectTls: false) { From = from, At = at });
        var refused = outputs.OfType<Output.Refused>().Where(r => r.Connection == connection).ToList();
        var dropped = outputs.OfType<Output.Disconnect>().Where(d => d.AtOnce && d.Connection != connection).Select(d => d.Connection);
        Assert.Equal(refused.Count == 0, _state.Incoming.ContainsKey(connection));
        Assert.Equal(refused.Count, outputs.OfType<Output.Disconnect>().Count(d => d == new Output.Disconnect(connection, true)));
        return (connection, refused.FirstOrDefault()?.Rule, dropped);
    }

    private Output[] Tell(Input input)
    {
        (_state, var outputs) = Federation.Step(_server, _state, input);
        foreach (var set in outputs.OfType<Output.SetTimer>())
        {
            _lengths[set.Timer] = set.Length;
        }

        return [.. outputs];
    }

    private static Input.OnStream Read(ConnectionId connection, Heard heard) =>
        new(connection, new StreamInput.Received(heard, false, new StreamId("fresh")));
}
