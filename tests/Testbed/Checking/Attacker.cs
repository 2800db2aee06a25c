using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Monitors;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Somebody who reads and writes on some connections while they are in clear, and opens connections of its own, on which it
/// claims what it likes. It makes no key that is a server's and has no certificate: what it says it has either seen or can
/// make up without a secret. Each of its acts is counted.
/// </summary>
internal sealed class Attacker(CoreWorld world, Interner<WireItem> items)
{
    private const string Guess = "a guess";

    private readonly AttackerBounds _bounds = world.Scope.Attacker;

    /// <summary>What it knows behind an item that is said on a connection.</summary>
    public WorldPart Overhears(Link link, int item, WorldPart before)
    {
        if (_bounds.Actions == 0 || item == Link.Fin || !(link.From == CoreWorld.Attacker || IsOpenTo(link)))
        {
            return before;
        }

        return before.AttacksLeft > 0 && !before.Known.Contains(item) && IsOfUse(Grammar.Understand(items[item].Value))
            ? before with { Known = before.Known.Add(item).Order().ToSeq() }
            : before;
    }

    public void Collect(CoreState state, List<CoreStep> steps)
    {
        if (state.World.Value.AttacksLeft == 0)
        {
            return;
        }

        for (var server = 0; server < state.Servers.Count; server++)
        {
            for (var claim = 0; claim < _bounds.Claims.Count; claim++)
            {
                if (state.Servers[server].Value.Phase == ServerPhase.Up && !world.Servers[server].Serves.Contains(_bounds.Claims[claim]))
                {
                    steps.Add(new CoreStep(CoreStepKind.AttackerConnects, -1, server, claim));
                }
            }
        }

        for (var place = 0; place < state.Links.Count; place++)
        {
            var link = state.Links[place].Value;
            if (link.From == CoreWorld.Attacker)
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

    /// <summary>It opens a connection, and says a header with the domain that it claims to be.</summary>
    public void Connect(Move move, CoreStep step)
    {
        move.World = Acted(move.World);
        var header = Phrases.Header(_bounds.Claims[step.Detail], world.Servers[step.Place].Name, null, StreamVersion.One);
        move.Add(new Link(CoreWorld.Attacker, step.Place, DirectTls: false)
        {
            Initiator = new LinkEnd(0, EndPhase.Foreign),
            Receiver = new LinkEnd(0, EndPhase.Arriving) { RootDue = true },
            ToReceiver = [items.Of(header).Id],
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

    private bool IsOpenTo(Link link) => link is { Secured: false, Dead: false, From: >= 0, To: >= 0, DirectTls: false }
        && _bounds.ClearLinks.Any(p => Joins(p, link.From, link.To) || Joins(p, link.To, link.From));

    private bool Joins(DomainPair pair, int from, int to) =>
        world.Servers[from].Name == pair.Sender && world.Servers[to].Name == pair.Target;

    private void CollectOwn(CoreState state, Link link, int place, List<CoreStep> steps)
    {
        if (link.Receiver.Phase != EndPhase.Open || link.Receiver.AwaitsTls || link.Receiver.Tls != TlsNews.None)
        {
            return;
        }

        CollectSaid(state, link, place, toInitiator: false, steps);
        Add(place, toInitiator: false, items.Of(Phrases.StartTls).Id, steps);
        var hearer = world.Servers[link.To].Name;
        foreach (var claim in _bounds.Claims)
        {
            Add(place, toInitiator: false, items.Of(Phrases.Header(claim, hearer, null, StreamVersion.One)).Id, steps);
            Add(place, toInitiator: false, items.Of(Phrases.ResultRequest(new DomainPair(claim, hearer), Guess)).Id, steps);
        }
    }

    private void CollectSaid(CoreState state, Link link, int place, bool toInitiator, List<CoreStep> steps)
    {
        if (link.End(toInitiator).Phase is not (EndPhase.Open or EndPhase.Arriving))
        {
            return;
        }

        var hearer = link.ServerAt(toInitiator);
        foreach (var known in state.World.Value.Known)
        {
            Add(place, toInitiator, known, steps);
            if (Grammar.Understand(items[known].Value) is Heard.VerifyRequest(var pair, var id, _))
            {
                Add(place, toInitiator, items.Of(Phrases.VerifyAnswer(pair, id, new Verdict.Valid())).Id, steps);
            }
        }

        foreach (var claim in _bounds.Claims)
        {
            if (!world.Servers[hearer].Serves.Contains(claim))
            {
                var pair = new DomainPair(claim, world.Servers[hearer].Name);
                Add(place, toInitiator, items.Of(new WireItem.Whole(Ledger.StanzaOf(pair, 0).Element)).Id, steps);
                Add(place, toInitiator, items.Of(Phrases.ResultAnswer(pair.Inverse, new Verdict.Valid())).Id, steps);
            }
        }

        if (toInitiator)
        {
            Add(place, toInitiator, items.Of(Phrases.Proceed).Id, steps);
        }
    }

    private static void Add(int place, bool toInitiator, int item, List<CoreStep> steps) =>
        steps.Add(new CoreStep(CoreStepKind.AttackerSays, -1, place, new Delivery(toInitiator, false, item).Packed));

    // What proves something to somebody, or is to be proved.
    private static bool IsOfUse(Heard heard) => heard is Heard.ResultRequest or Heard.ResultAnswer or Heard.VerifyRequest
        or Heard.VerifyAnswer or Heard.Stanza;
}
