using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>
/// A world that tells the core what the shell can tell it, and nothing else: bytes only between handshakes, a
/// handshake's end only after its beginning, nothing on a connection that is gone. Each choice picks one of the
/// inputs that are possible now; whatever is said is judged at once.
/// </summary>
internal sealed class PossibleWorld(ServerContext context)
{
    private static readonly Target[] Targets =
        [new("s1.example", 5269, DirectTls: false), new("s2.example", 5270, DirectTls: true)];

    private static readonly DomainPair[] Pairs = [Out, new(Local, Third), In];

    private readonly SortedDictionary<ConnectionId, Link> _links = [];
    private readonly List<Errand> _resolving = [];
    private readonly HashSet<StanzaTicket> _unsettled = [];
    private readonly List<TimerId> _timers = [];
    private readonly List<TimerId> _cancelled = [];
    private int _accepted;
    private int _submitted;
    private int _ids;

    public FederationState State { get; private set; } = FederationState.Initial;

    public bool IsComplete { get; private set; }

    public IReadOnlyCollection<StanzaTicket> Unsettled => _unsettled;

    /// <summary>Whether something is under way.</summary>
    public bool HasMore => _links.Count > 0 || _timers.Count > 0;

    /// <summary>The initial state, but for what the past has used up.</summary>
    public FederationState Emptied => FederationState.Initial with
    {
        Crowd = Crowd.Empty with { Attempts = State.Crowd.Attempts },
        ShuttingDown = State.ShuttingDown,
        NextConnection = State.NextConnection,
        NextTimer = State.NextTimer,
    };

    /// <summary>Tells the core the input that a choice picks, more often one that keeps a conversation going.</summary>
    public void Go(uint choice)
    {
        var kinds = new[] { Begun(), Awaited(), [.. _links.Keys.SelectMany(OnLink)] }.Where(k => k.Count > 0).ToList();
        var possible = kinds[(int)(choice % 5 % kinds.Count)];
        var (rest, patient) = (choice / 5 / 4, choice / 5 % 4 > 0);
        var fruitful = patient ? possible.Where(IsFruitful).ToList() : [];
        var chosen = fruitful.Count > 0 ? fruitful : possible;
        Tell(chosen[(int)(rest % chosen.Count)]);
    }

    /// <summary>Nobody says anything any more: what was begun ends, and time passes.</summary>
    public void Rest(uint choice)
    {
        List<Input> possible =
        [
            .. _links.SelectMany(l => l.Value.Ending().Select(what => (Input)new Input.OnStream(l.Key, what))),
            .. _timers.Select(t => new Input.TimedOut(t)),
        ];
        Tell(possible[(int)(choice % possible.Count)]);
    }

    public void Tell(Input input)
    {
        Note(input);
        (State, var outputs) = Federation.Step(context, State, input);
        foreach (var output in outputs)
        {
            Perform(output);
        }

        Assert.Equal(State.Timers.Select(t => t.Key), _timers.Order());
        Assert.Equal(_links.Keys, State.Outgoing.Keys.Concat(State.Incoming.Keys).Order());
        AssertNothingIsLost();
        Bounds.AssertKept(context.Limits, State);
    }

    // INV-45: every timer is somebody's deadline. INV-42, INV-44: who waits is served by one search or one stream.
    private void AssertNothingIsLost()
    {
        var watches = State.Outgoing.Values.Select(s => s.Watch).Concat(State.Incoming.Values.Select(s => s.Watch))
            .Concat(State.Searches.Values.Select(s => s.Watch)).Append(State.LastCall);
        var timers = watches.OfType<Watch>().Select(w => w.Timer).Concat(State.BackOffs.Values.Select(b => b.Timer))
            .Concat(State.Refrained.Values);
        Assert.Equal(State.Timers.Select(t => t.Key), timers.Order());
        Assert.All(State.Searches.Values, s => Assert.True(
            s.Connection is { } on ? !InitiatingStream.IsOver(State.Outgoing[on].State) : s.Watch is not null));
        Assert.All(State.Verifications, v => Assert.Contains(v.Key, State.Searches.Keys));
        foreach (var (pair, route) in State.Routes)
        {
            Assert.True(route is Route.Open open
                ? CarriedBy(open.Connection).Contains(open.Proof)
                : State.Searches.ContainsKey(new Errand.Carry(pair)));
        }
    }

    private Seq<Verified> CarriedBy(ConnectionId connection) =>
        State.Outgoing.TryGetValue(connection, out var outgoing) ? Reuse.CarriedBy(outgoing.State)
        : State.Incoming.TryGetValue(connection, out var incoming) ? Reuse.CarriedBy(incoming.State)
        : [];

    private bool IsFruitful(Input input)
    {
        var (next, _) = Federation.Step(context, State, input);
        return input is not Input.OnStream(var id, _)
            || (next != State && next.Outgoing.TryGetValue(id, out var outgoing)
                ? !InitiatingStream.IsOver(outgoing.State)
                : next != State && next.Incoming.TryGetValue(id, out var incoming)
                && incoming.State is not (ReceivingState.Closing or ReceivingState.Draining or ReceivingState.Gone));
    }

    private List<Input> Begun() =>
    [
        .. Pairs.Select(pair => new Input.Submitted(new StanzaTicket(_submitted + 1), StanzaOf(pair))),
        new Input.Accepted(new ConnectionId(false, _accepted + 1), DirectTls: false) { From = AddressOf(_accepted) },
        new Input.Accepted(new ConnectionId(false, _accepted + 1), DirectTls: true) { From = AddressOf(_accepted) },
        // Rare: behind it there is little to see.
        .. _submitted > 3 ? new Input[] { new Input.ShutDown() } : [],
    ];

    private static PeerAddress AddressOf(int accepted) => new($"address {accepted % 3}");

    private List<Input> Awaited() =>
    [
        .. _resolving.Distinct().SelectMany(Answers),
        .. _timers.Concat(_cancelled).Select(t => new Input.TimedOut(t)),
        .. _links.Where(l => l.Value.Unwritten > 0).Select(l => new Input.Wrote(l.Key)),
    ];

    private IEnumerable<Input> OnLink(ConnectionId id) =>
        _links[id].Possible([.. AllHeard.Select(h => h.Heard), .. Answering(id)], new StreamId($"fresh{_ids}"))
            .Select(what => new Input.OnStream(id, what));

    // The answer to the question that this very stream was opened for.
    private IEnumerable<Heard> Answering(ConnectionId id) =>
        State.Outgoing.TryGetValue(id, out var stream) && stream.Context.Errand is Errand.Verify(var question, _)
            ? [new Heard.VerifyAnswer(question.Pair, question.Id, new Verdict.Valid())]
            : [];

    private static IEnumerable<Input> Answers(Errand errand) =>
    [
        new Input.Resolved(errand, new Resolution.Found([.. Targets])),
        new Input.Resolved(errand, new Resolution.Found([.. Targets]) { Bound = true }),
        new Input.Resolved(errand, new Resolution.Bogus("bogus")),
        new Input.Resolved(errand, new Resolution.NotFound("no such name")),
    ];

    private void Note(Input input)
    {
        switch (input)
        {
            case Input.Submitted(var ticket, _):
                _submitted++;
                _unsettled.Add(ticket);
                break;
            case Input.Accepted(var connection, _):
                _accepted++;
                _links.Add(connection, new Link(IsConnected: true));
                break;
            case Input.Resolved(var errand, _):
                _resolving.Remove(errand);
                break;
            case Input.TimedOut(var timer):
                _ = _timers.Remove(timer) || _cancelled.Remove(timer);
                break;
            case Input.Wrote(var connection):
                _links[connection].Unwritten--;
                break;
            case Input.OnStream(var connection, var what):
                _ids++;
                _links[connection].Note(what);
                if (what is StreamInput.Disconnected or StreamInput.ConnectFailed)
                {
                    _links.Remove(connection);
                }

                break;
        }
    }

    private void Perform(Output output)
    {
        switch (output)
        {
            case Output.Resolve(var errand):
                _resolving.Add(errand);
                break;
            case Output.Dial(var connection, _, _):
                _links.Add(connection, new Link(IsConnected: false));
                break;
            case Output.Send(var connection, var item):
                _links[connection].Say(item);
                break;
            case Output.SendStanza sent:
                _links[sent.Connection].SayStanza();
                Assert.Equal(sent.Stanza.Pair, sent.Proof.Pair);
                break;
            case Output.BeginTls(var connection, _, _):
                _links[connection].BeginTls();
                break;
            case Output.ExpectHeader(var connection):
                _links[connection].ExpectHeader();
                break;
            case Output.Disconnect(var connection, var atOnce):
                _links[connection].Disconnect(atOnce);
                if (!State.Incoming.ContainsKey(connection) && !State.Outgoing.ContainsKey(connection))
                {
                    // Turned away: the core has forgotten it already.
                    _links.Remove(connection);
                }

                break;
            case Output.Deliver delivery:
                Assert.Equal(delivery.Stanza.Pair, delivery.Proof.Pair);
                Assert.Contains(delivery.Connection, _links.Keys);
                break;
            case Output.Settle(var ticket, _):
                Assert.True(_unsettled.Remove(ticket), $"{ticket} has two fates (INV-37)");
                break;
            case Output.SetTimer timer:
                _timers.Add(timer.Timer);
                break;
            case Output.CancelTimer(var timer):
                Assert.True(_timers.Remove(timer), $"{timer} is cancelled, and not live");
                _cancelled.Add(timer);
                break;
            case Output.ShutDownComplete:
                IsComplete = true;
                break;
        }
    }
}
