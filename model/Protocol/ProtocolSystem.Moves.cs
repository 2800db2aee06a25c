using Xmpp.Federation.Model.Checking;
using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <content>What follows each kind of step.</content>
internal sealed partial class ProtocolSystem
{
    private World Connect(World world, byte initiator, byte receiver, Pair pair)
    {
        var made = ((initiator == Link.Attacker ? scope.Servers.Length : initiator) * scope.Servers.Length) + receiver;
        var number = scope.LinkOf(initiator, receiver, world.Made[made]);
        var accepted = world.Servers[receiver].With(number, StreamEnd.Opened(Role.Receiver, direct: false));
        var links = new Row<Link>([.. world.Links.Add(new Link(number, initiator, receiver, [], [])).OrderBy(l => l.Number)]);
        world = world.With(receiver, accepted) with
        {
            Links = links,
            Made = world.Made.With(made, (byte)(world.Made[made] + 1)),
            Attacks = (byte)(world.Attacks - (initiator == Link.Attacker ? 1 : 0)),
        };
        return initiator == Link.Attacker ? world : world.With(initiator, world.Servers[initiator].With(
            number, StreamEnd.Opened(Role.Initiator, direct: false) with { Local = pair.Sender, Remote = pair.Target }));
    }

    private World Say(World world, Move step, ref Verdicts verdicts)
    {
        var server = world.Servers[step.Server];
        Seen?.Invoke(Conduct.Of(server.EndOf(step.Link), said: true, step.Message));
        WorldProperties.Said(scope, world, step, ref verdicts);
        var after = world.With(step.Server, Effects.Said(server, step.Link, step.Message));
        if (step.Message.Kind == Stanza)
        {
            var at = Array.IndexOf(scope.Wanted, step.Message.Pair);
            after = after with { Waiting = after.Waiting.With(at, (byte)(after.Waiting[at] - 1)) };
        }

        if (IsRefusal(world, step))
        {
            after = after with { Refusals = (byte)(after.Refusals - 1) };
        }

        var said = step.Message.Kind == Stanza ? step.Message with { Key = Key.Junk with { Maker = server.Facts.Number } } : step.Message;
        return after.Send(step.Link, step.ToReceiver, said);
    }

    // What a server says without a need for it is paid from the budget.
    private bool IsRefusal(World world, Move step)
    {
        if (world.Refusals == 0 || !world.Servers[step.Server].EndOf(step.Link).IsOpen)
        {
            return false;
        }

        var wishes = Wishes();
        var server = world.Servers[step.Server];
        Behaviour.Collect(scope, world, server, server.Seats[server.SeatOf(step.Link)], wishes);
        return !wishes.Contains(step.Message);
    }

    private World Deliver(World world, Move step, ref Verdicts verdicts)
    {
        var at = world.LinkAt(step.Link);
        var link = world.Links[at];
        var message = step.Message;
        world = world with { Links = world.Links.With(at, link.With(step.ToReceiver, link.To(step.ToReceiver).RemoveAt(0))) };
        if (step.Server == Link.Attacker)
        {
            return world;
        }

        world = Attacks.Overhear(scope, world, link, message);
        var server = world.Servers[step.Server];
        Seen?.Invoke(Conduct.Of(server.EndOf(step.Link), said: false, message));
        WorldProperties.Heard(scope, world, step, ref verdicts);
        if (message.Kind == VerifyAnswer && Attacks.CanTouch(scope, world, link))
        {
            world = world with { Tainted = world.Tainted.With(message.Pair) };
        }

        var heard = Effects.Heard(server, step.Link, message.Kind == Stanza ? message with { Key = Key.Junk } : message);
        return world.With(step.Server, Settled(heard, step.Link));
    }

    // A stanza is delivered as it comes in, or not at all.
    private static Server Settled(Server server, ushort link) =>
        server.With(link, server.EndOf(link) with { JustHeard = Pair.None });

    /// <summary>Whether a server hands a stanza that it has just heard to its application.</summary>
    internal static bool IsTaken(Server server, ushort link, Message stanza)
    {
        var situation = new Situation(server, link, stanza);
        foreach (var rule in StanzaRules.OnDelivering)
        {
            if (!rule.Holds(situation))
            {
                return false;
            }
        }

        return true;
    }

    private World Handshake(World world, ushort number)
    {
        var link = world.Links[world.LinkAt(number)];
        var initiator = Effects.Secured(world.Servers[link.Initiator], number, scope.Certificates[link.Receiver]);
        var receiver = Effects.Secured(world.Servers[link.Receiver], number, scope.Certificates[link.Initiator]);
        return world.With(link.Initiator, initiator).With(link.Receiver, receiver);
    }

    private static World Cut(World world, ushort number)
    {
        var at = world.LinkAt(number);
        return world with
        {
            Cuts = (byte)(world.Cuts - 1),
            Links = world.Links.With(at, world.Links[at] with { IsCut = true, Forth = [], Back = [] }),
        };
    }

    private static World Leave(World world, byte server, ushort number)
    {
        var at = world.LinkAt(number);
        var link = world.Links[at];
        var left = link.Receiver == server
            ? link with { IsLeftByReceiver = true, Forth = [] }
            : link with { IsLeftByInitiator = true, Back = [] };
        world = world.With(server, world.Servers[server].Leave(number));
        return left.IsLeftByReceiver && (left.IsLeftByInitiator || left.IsAttackers)
            ? world with { Links = world.Links.RemoveAt(at) }
            : world with { Links = world.Links.With(at, left) };
    }
}
