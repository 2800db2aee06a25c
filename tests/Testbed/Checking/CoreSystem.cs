using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// The production core of several servers, and what the shell and the network between them may do, as a transition system.
/// What follows an output is what <c>FederationHost</c> and <c>Connection</c> do with it over the simulated network, with
/// these differences:
/// <list type="bullet">
/// <item>A server hears of what arrives in the same step in which it arrives: there is no order of inputs in a mailbox that is
/// no order of arrivals, except for a timer that fires early (<see cref="ServerPart.Rung"/>).</item>
/// <item>What travels is items, not bytes: each arrives by itself, and bytes behind an item may or may not be there when
/// more is under way. What begins a document and comes where none is due, or the other way round, is not well-formed.</item>
/// <item>There is always room for what is written; a write is confirmed at once unless a connection may still be broken by
/// the world (<see cref="CoreScope.LateWrites"/>).</item>
/// <item>A connection that breaks loses what is under way in both directions; who was to receive may have done so before.</item>
/// <item>Time is not measured: when nothing else can happen, one of the timers that were set for the shortest time fires.</item>
/// <item>What no core looks at is left out: what a reader or a handshake reports of an end that its own server has aborted,
/// and a connection that is made although it is no longer wanted.</item>
/// <item>How often an address has connected is forgotten; keys and the ids of streams are symbols.</item>
/// </list>
/// </summary>
internal sealed partial class CoreSystem : ITransitionSystem<CoreState, CoreStep>, IFair<CoreStep>
{
    private readonly StepCollector _collector;

    public CoreSystem(CoreScope scope, IStepObserver? observer = null)
    {
        World = new CoreWorld(scope);
        Items = new Interner<WireItem>((item, names) => item.Renamed(names));
        Reactor = new Reactor(World, Items, observer);
        LinkParts = new Interner<Link>(Renamed);
        WorldParts = new Interner<WorldPart>((part, names) => part with
        {
            Known = Renamed(part.Known, names).Order().ToSeq(),
        });
        Attacker = new Attacker(World, Items);
        Properties = CoreProperties.In(World, observer);
        _collector = new StepCollector(World, Items, Attacker);
        Labels = new StepLabels(World, Items);
        Observer = observer;
    }

    public string Name => World.Scope.Name;

    public CoreWorld World { get; }

    public Interner<WireItem> Items { get; }

    public Interner<ServerPart> Parts => Reactor.Parts;

    public Interner<Link> LinkParts { get; }

    public Interner<WorldPart> WorldParts { get; }

    public Reactor Reactor { get; }

    public Attacker Attacker { get; }

    public StepLabels Labels { get; }

    public IReadOnlyList<PropertyOf<CoreState>> Properties { get; }

    public IEnumerable<CoreState> Initial
    {
        get
        {
            var servers = World.Servers.Select((_, i) => Parts.Of(PartOf(i, life: 1))).ToSeq();
            var world = new WorldPart { Left = World.Definition.Faults, AttacksLeft = World.Scope.Attacker.Actions };
            return [new CoreState(servers, [], WorldParts.Of(world)) { IsCanonical = true }];
        }
    }

    private IStepObserver? Observer { get; }

    public void CollectSteps(CoreState state, List<CoreStep> steps) => _collector.Collect(state, steps);

    public string Describe(CoreState before, CoreStep step) => Labels.Of(before, step);

    public CoreState Canonical(CoreState state)
    {
        if (state.IsCanonical)
        {
            return state;
        }

        var links = state.Links.Select(l => l.Value).ToArray();
        var servers = new Interned<ServerPart>[state.Servers.Count];
        for (var server = 0; server < servers.Length; server++)
        {
            var (part, numbers) = CanonicalPart.Of(state.Servers[server].Value, Observer);
            servers[server] = Parts.Of(part);
            for (var i = 0; i < links.Length; i++)
            {
                links[i] = Renumbered(Renumbered(links[i], server, initiator: true, numbers), server, initiator: false, numbers);
            }
        }

        return CanonicalOrder.Of(this, servers, [.. links.Select(LinkParts.Of)], state.World);
    }

    /// <summary>Whether a server may hear of other things before it hears that a stanza was written.</summary>
    public bool WritesAreLate(WorldPart world) => World.Scope.LateWrites || world.Left.Cuts + world.Left.Resets > 0;

    /// <summary>A server that begins.</summary>
    private ServerPart PartOf(int server, int life)
    {
        var (from, to) = World.StanzasOf(server);
        return new ServerPart
        {
            Fates = Enumerable.Repeat(Fate.Unsaid, to - from).ToSeq(),
            Life = life,
            Observed = Observer?.Begin(server),
        };
    }

    private static Link Renumbered(
        Link link, int server, bool initiator,
        IReadOnlyDictionary<Xmpp.Federation.Core.ConnectionId, Xmpp.Federation.Core.ConnectionId> numbers)
    {
        var end = link.End(initiator);
        return link.ServerAt(initiator) == server && end.Number > 0
            ? link.With(initiator, end with { Number = numbers.TryGetValue(end.IdAt(initiator), out var other) ? other.Number : 0 })
            : link;
    }

    private Link Renamed(Link link, Names names) => link with
    {
        ToReceiver = Renamed(link.ToReceiver, names),
        ToInitiator = Renamed(link.ToInitiator, names),
    };

    private Seq<int> Renamed(Seq<int> items, Names names) =>
        items.Select(i => i == Link.Fin ? i : Items.Of(Items[i].Value.Renamed(names)).Id).ToSeq();
}
