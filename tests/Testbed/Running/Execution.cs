using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// One execution of one world: builds it on an engine, lets the applications send, and judges what happens. The
/// engine decides the order of everything; an execution never does.
/// </summary>
internal sealed class Execution : IWorld
{
    private readonly List<PropertyMonitor> _monitors;
    private readonly NegotiatorServer[] _servers;
    private readonly List<NegotiatorServer> _lost = [];
    private readonly PassivePeer[] _peers;
    private readonly Applications _applications;
    private readonly PlantedBug? _bug;
    private readonly Stranger? _stranger;
    private FaultBudget _left;

    /// <param name="acts">What a stranger does, in the place of the world's simulated peer; nothing where there is none.</param>
    /// <param name="watched">Whether the monitors look on; without them there is no verdict but on crashes.</param>
    public Execution(WorldDefinition world, IEngine engine, PlantedBug? bug, Seq<string> acts = default, bool watched = true)
    {
        (World, Engine, _left, _bug) = (world, engine, world.Faults, bug);
        _applications = new Applications(this);
        Book = new WireBook(OnWritten);
        Network = new SimulatedNetwork(world, engine, Book, Strikes) { Clock = Clock };
        _stranger = acts.IsEmpty ? null : new Stranger(Network, acts);
        _monitors = watched ? MonitorSet.For(world, violation => Breach ??= violation) : [];
        _servers = [.. world.Servers.Where(s => s.IsNegotiator)
            .Select(s => new NegotiatorServer(this, s, new Life(s.Name.Name, 1), bug))];
        _peers = [.. world.Servers.Where(s => !s.IsNegotiator && _stranger is null).Select(s => new PassivePeer(this, s))];
        Array.ForEach(_peers, p => p.Listen());
    }

    public WorldDefinition World { get; }

    public IEngine Engine { get; }

    public WireBook Book { get; }

    public SimulatedNetwork Network { get; }

    public SimulatedClock Clock { get; } = new();

    public Ledger Ledger { get; } = new();

    /// <summary>What of the simulated peers came into play.</summary>
    public Strikes Strikes { get; } = new();

    public IReadOnlyList<NegotiatorServer> Servers => _servers;

    public IReadOnlyList<PropertyMonitor> Monitors => _monitors;

    /// <summary>Told of every step of a negotiator, or null.</summary>
    public Action<Stepped>? Watch { get; init; }

    /// <summary>The first property that did not hold.</summary>
    public Breach? Breach { get; private set; }

    public bool IsParked => _applications.AreSilent && !Ledger.HasNews
        && Array.TrueForAll(_servers, s => s.IsParked) && _lost.TrueForAll(s => s.IsParked);

    public bool IsViolated => Breach is not null;

    public void Start()
    {
        foreach (var server in _servers)
        {
            server.Start();
        }

        Array.ForEach(_peers, p => p.Call());
        _applications.Start();
    }

    /// <summary>The server of a domain in its present life.</summary>
    public NegotiatorServer ServerOf(Domain domain) => Array.Find(_servers, s => s.Definition.Serves.Contains(domain))!;

    public void Answer(NegotiatorServer server, Stanza stanza) => _applications.Answer(server, stanza);

    public void CollectFaults(List<WorldEvent> faults)
    {
        CollectTimers(faults);
        Network.CollectFaults(faults);
        CollectUpheavals(faults);
    }

    public void CollectActs(List<WorldEvent> acts) => _stranger?.Collect(acts);

    public WorldEvent? NextTimer()
    {
        if (Clock.IsEmpty)
        {
            return null;
        }

        var timer = Clock.Next();
        return new WorldEvent(() => $"timer {timer.Label}", null, () => Clock.Fire(timer, early: false));
    }

    public void Stepped(Stepped stepped)
    {
        Watch?.Invoke(stepped);
        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.SendStanza sending && stepped.PageOf(sending.Connection) is { } page)
            {
                Ledger.NoteCarrier(sending.Stanza.Pair, page.Connection, backward: !sending.Connection.Dialled);
            }
        }

        foreach (var monitor in _monitors)
        {
            monitor.OnStep(stepped);
        }
    }

    public void Delivered(Delivered delivered)
    {
        Arrived(delivered.Server.Name, delivered.Stanza);
        foreach (var monitor in _monitors)
        {
            monitor.OnDelivered(delivered);
        }
    }

    /// <summary>A server, simulated or not, has taken a stanza.</summary>
    public void Arrived(string server, Stanza stanza)
    {
        Engine.Log(() => $"{server} takes {stanza.Pair} {stanza.Id}");
        Ledger.Deliver(stanza);
    }

    /// <summary>Nothing can happen any more: what is left is judged.</summary>
    public void Finish(bool outOfSteps)
    {
        foreach (var server in _servers.Concat(_lost))
        {
            if (server.Fault is { } fault)
            {
                Breach ??= new Breach(Properties.Named("CRASH"), $"{server.Name}: {fault.GetType().Name}: {fault.Message}");
            }
        }

        foreach (var fault in Engine.Faults)
        {
            Breach ??= new Breach(Properties.Named("CRASH"), $"a loop: {fault.GetType().Name}: {fault.Message}");
        }

        if (IsViolated)
        {
            return;
        }

        var aftermath = new Aftermath(_servers, Network, Clock, Ledger, outOfSteps);
        foreach (var monitor in _monitors)
        {
            monitor.OnEnd(aftermath);
        }

        Engine.Log(() => Breach is null ? "end" : $"end {Breach}");
    }

    private void CollectTimers(List<WorldEvent> faults)
    {
        foreach (var timer in Clock.Live)
        {
            if (timer.MayComeSooner)
            {
                faults.Add(new WorldEvent(() => $"sooner {timer.Label}", null, () => Clock.Fire(timer, early: true)));
            }
        }

        foreach (var timer in Clock.Live)
        {
            if (_left.EarlyTimers > 0 && timer is { MayComeSooner: false, Owner: { } owner })
            {
                faults.Add(new WorldEvent(() => $"early timer {timer.Label}", null, () =>
                {
                    _left = _left with { EarlyTimers = _left.EarlyTimers - 1 };
                    Ledger.TimersFiredEarly = true;
                    Clock.Fire(timer, early: true);
                })
                {
                    Touches = [owner.Server],
                });
            }
        }

        if (_left.ClockJumps > 0 && !Clock.IsEmpty)
        {
            faults.Add(new WorldEvent(() => "the clock leaps", null, () =>
            {
                _left = _left with { ClockJumps = _left.ClockJumps - 1 };
                Ledger.TimersFiredEarly = true;
                Clock.Leap();
            }));
        }
    }

    private void CollectUpheavals(List<WorldEvent> faults)
    {
        if (_left.Restarts == 0 && _left.Shutdowns == 0)
        {
            return;
        }

        var present = Array.FindAll(_servers, s => !s.Life.IsOver && !s.IsShuttingDown);
        foreach (var server in _left.Shutdowns > 0 ? present : [])
        {
            faults.Add(new WorldEvent(() => $"shut down {server.Name}", null, () =>
            {
                _left = _left with { Shutdowns = _left.Shutdowns - 1 };
                server.ShutDown();
            }));
        }

        foreach (var server in _left.Restarts > 0 ? present : [])
        {
            faults.Add(new WorldEvent(() => $"lose {server.Name}", null, () => Lose(server)));
        }
    }

    // In its place comes one that knows nothing of it, at the same address.
    private void Lose(NegotiatorServer server)
    {
        _left = _left with { Restarts = _left.Restarts - 1 };
        server.Lose();
        Engine.Offer(new WorldEvent(() => $"return {server.Name}", null, () =>
        {
            var next = new NegotiatorServer(this, server.Definition, new Life(server.Name, server.Life.Number + 1), _bug);
            _lost.Add(server);
            _servers[Array.IndexOf(_servers, server)] = next;
            next.Start();
        }));
    }

    private void OnWritten(Written written)
    {
        Engine.Log(() => $"{written.LinkName} {EventText.Of(written.Item)}");
        if (!written.IsOurs)
        {
            return;
        }

        foreach (var monitor in _monitors)
        {
            monitor.OnWritten(written);
        }
    }
}
