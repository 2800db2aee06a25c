using Xmpp.Federation.Core;
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
    private readonly PassivePeer[] _peers;
    private int _earlyTimersLeft;
    private int _handingOver;

    public Execution(WorldDefinition world, IEngine engine, PlantedBug? bug)
    {
        (World, Engine, _earlyTimersLeft) = (world, engine, world.Faults.EarlyTimers);
        Book = new WireBook(OnWritten);
        Network = new SimulatedNetwork(world, engine, Book, Strikes);
        _monitors = MonitorSet.For(world, violation => Breach ??= violation);
        _servers = [.. world.Servers.Where(s => s.IsNegotiator)
            .Select(s => new NegotiatorServer(this, s, bug))];
        _peers = [.. world.Servers.Where(s => !s.IsNegotiator).Select(s => new PassivePeer(this, s))];
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

    /// <summary>The first property that did not hold.</summary>
    public Breach? Breach { get; private set; }

    public bool IsParked => _handingOver == 0 && !Ledger.HasNews && Array.TrueForAll(_servers, s => s.IsParked);

    public bool IsViolated => Breach is not null;

    public void Start()
    {
        foreach (var server in _servers)
        {
            server.Start();
        }

        Array.ForEach(_peers, p => p.Call());
        for (var i = 0; i < World.Send.Count; i++)
        {
            var sending = World.Send[i];
            var server = _servers.First(s => s.Definition.Serves.Contains(sending.From));
            _handingOver++;
            server.Tasks.Start($"application/{i + 1}", () => SendAllAsync(server, sending));
        }
    }

    public void CollectFaults(List<WorldEvent> faults)
    {
        Network.CollectFaults(faults);
        if (_earlyTimersLeft > 0)
        {
            foreach (var timer in Clock.Live.Where(t => t.Owner is not null))
            {
                faults.Add(new WorldEvent(() => $"early timer {timer.Label}", null, () =>
                {
                    _earlyTimersLeft--;
                    Ledger.TimersFiredEarly = true;
                    Clock.Fire(timer, early: true);
                }));
            }
        }
    }

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
        foreach (var server in _servers)
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

    // The application hands over its stanzas in order; anything may happen between two of them.
    private async Task SendAllAsync(NegotiatorServer server, Sending sending)
    {
        var followed = new Task[sending.Stanzas];
        for (var number = 1; number <= sending.Stanzas; number++)
        {
            followed[number - 1] = FollowAsync(server, Ledger.Submit(sending.Pair, number));
            await Task.Yield();
        }

        _handingOver--;
        foreach (var one in followed)
        {
            await one;
        }
    }

    private async Task FollowAsync(NegotiatorServer server, LedgerEntry entry)
    {
        var sent = server.SendAsync(entry.Stanza);
        entry.Sent = sent;
        var fate = await sent;
        Engine.Log(() => $"{server.Name} {entry}: {EventText.Of(fate)}");
        entry.Fate = fate;
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
