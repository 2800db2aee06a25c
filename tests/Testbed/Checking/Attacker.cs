using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Somebody who reads and writes on some connections while they are in clear, opens connections of its own, on which it
/// claims what it likes, and may be dialled as one of the world's servers. It makes no key that is a server's and has no
/// certificate but its own: what it says it has either seen or can make up without a secret. Each of its acts is counted.
/// </summary>
internal sealed class Attacker(CoreWorld world, Interner<WireItem> items)
{
    private readonly AttackerBounds _bounds = world.Scope.Attacker;
    private readonly Vocabulary _vocabulary = new(world);

    /// <summary>What it knows behind an item that is said on a connection.</summary>
    public WorldPart Overhears(Link link, int item, WorldPart before)
    {
        if (_bounds.Actions == 0 || item == Link.Fin || !(IsOwn(link) || IsOpenTo(link)))
        {
            return before;
        }

        return before.AttacksLeft > 0 && !before.Known.Contains(item) && _vocabulary.Remembers(Grammar.Understand(items[item].Value))
            ? before with { Known = before.Known.Add(item).Order().ToSeq() }
            : before;
    }

    public void Collect(CoreState state, bool isAtRest, List<CoreStep> steps)
    {
        if (state.World.Value.AttacksLeft == 0 || (isAtRest && _bounds.Calls == 0))
        {
            return;
        }

        if (isAtRest)
        {
            steps.Add(new CoreStep(CoreStepKind.AttackerLeaves, -1, 0));
        }

        var mayCall = state.Links.Count(l => l.Value.From == CoreWorld.Attacker) < _bounds.Calls;
        for (var server = 0; server < state.Servers.Count && mayCall; server++)
        {
            for (var claim = 0; claim < _bounds.Claims.Count; claim++)
            {
                if (state.Servers[server].Value.Phase == ServerPhase.Up)
                {
                    CollectCalls(server, claim, steps);
                }
            }
        }

        for (var place = 0; place < state.Links.Count; place++)
        {
            var link = state.Links[place].Value;
            if (IsOwn(link))
            {
                CollectOwn(state, link, place, steps);
            }
            else if (IsOpenTo(link))
            {
                CollectSaid(state, link, place, toInitiator: true, steps);
                CollectSaid(state, link, place, toInitiator: false, steps);
            }
        }
    }

    /// <summary>It opens a connection, and says a header with the domain that it claims to be, if that can be said in clear.</summary>
    public void Connect(Move move, CoreStep step)
    {
        move.World = Acted(move.World);
        var (claim, how) = AttackerCall.Of(step.Detail);
        move.Add(new Link(CoreWorld.Attacker, step.Place, how == CallKind.DirectTls)
        {
            Initiator = new LinkEnd(0, EndPhase.Foreign),
            Receiver = new LinkEnd(0, EndPhase.Arriving) { RootDue = true },
            ToReceiver = how == CallKind.DirectTls
                ? []
                : [items.Of(Vocabulary.Opening(_bounds.Claims[claim], world.Servers[step.Place].Name, how)).Id],
        });
    }

    /// <summary>It says something on a connection of its own, or in the name of an end of another one.</summary>
    public static void Say(Move move, CoreStep step)
    {
        var (toInitiator, _, item) = Delivery.Of(step.Detail);
        move.World = Acted(move.World);
        move.Put(step.Place, move.LinkAt(step.Place).Said(byInitiator: !toInitiator, item));
    }

    // Without anything left to do, what it knows makes no difference.
    private static WorldPart Acted(WorldPart world) => world with
    {
        AttacksLeft = world.AttacksLeft - 1,
        Known = world.AttacksLeft == 1 ? [] : world.Known,
    };

    private static bool IsOwn(Link link) => CoreWorld.Attacker == link.From || CoreWorld.Attacker == link.To;

    private bool IsOpenTo(Link link) => link is { Secured: false, Dead: false, From: >= 0, To: >= 0, DirectTls: false }
        && _bounds.ClearLinks.Any(p => Joins(p, link.From, link.To) || Joins(p, link.To, link.From));

    private bool Joins(DomainPair pair, int from, int to) =>
        world.Servers[from].Name == pair.Sender && world.Servers[to].Name == pair.Target;

    private void CollectCalls(int server, int claim, List<CoreStep> steps)
    {
        Add(CallKind.InClear);
        if (_bounds.Says.HasFlag(Repertoire.Old))
        {
            Add(CallKind.WithoutVersion);
        }

        if (world.Servers[server].Dns.Direct)
        {
            Add(CallKind.DirectTls);
        }

        void Add(CallKind how) =>
            steps.Add(new CoreStep(CoreStepKind.AttackerConnects, -1, server, new AttackerCall(claim, how).Packed));
    }

    // What it says on a connection of its own is heard before it goes on: to say it earlier would change nothing, but for
    // what lies behind the last word in clear (INV-19).
    private void CollectOwn(CoreState state, Link link, int place, List<CoreStep> steps)
    {
        var toInitiator = link.To == CoreWorld.Attacker;
        var (hearer, queue) = (link.End(toInitiator), link.QueueTo(toInitiator));
        var isHeard = queue.IsEmpty || (queue.Count == 1 && queue[0] != Link.Fin
            && Grammar.Understand(items[queue[0]].Value) is Heard.StartTls or Heard.Proceed);
        if (isHeard && hearer is { Phase: EndPhase.Open, AwaitsTls: false, Tls: TlsNews.None })
        {
            CollectSaid(state, link, place, toInitiator, steps);
        }
    }

    private void CollectSaid(CoreState state, Link link, int place, bool toInitiator, List<CoreStep> steps)
    {
        if (link.Dead || link.End(toInitiator).Phase is not (EndPhase.Open or EndPhase.Arriving))
        {
            return;
        }

        foreach (var known in state.World.Value.Known)
        {
            if (_bounds.Says.HasFlag(Repertoire.Replays))
            {
                Add(place, toInitiator, known, steps);
            }

            if (Grammar.Understand(items[known].Value) is Heard.VerifyRequest question)
            {
                foreach (var answer in _vocabulary.On(question))
                {
                    Add(place, toInitiator, items.Of(answer).Id, steps);
                }
            }
        }

        var hearer = world.Servers[link.ServerAt(toInitiator)].Name;
        foreach (var item in _vocabulary.For(hearer, toInitiator, IsOwn(link)))
        {
            Add(place, toInitiator, items.Of(item).Id, steps);
        }
    }

    private static void Add(int place, bool toInitiator, int item, List<CoreStep> steps) =>
        steps.Add(new CoreStep(CoreStepKind.AttackerSays, -1, place, new Delivery(toInitiator, false, item).Packed));
}
