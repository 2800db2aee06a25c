using Xmpp.Federation.Model.Checking;
using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <content>
/// Which steps commute with everything that the others can do meanwhile. An actor is one end of one connection. While a
/// stream is being negotiated its two ends take turns: who is to speak is alone, and who is spoken to waits. What one of them
/// says or hears then touches nothing but this connection, so that the order in which several connections get on is of no
/// account. As soon as a key, a question or a stanza is about, or anything may break or be forced in from outside, every
/// order is explored.
/// </content>
internal sealed partial class ProtocolSystem : IReducible<World, Move>
{
    public int ActorOf(Move step) => step is { Kind: MoveKind.Say or MoveKind.Deliver or MoveKind.Leave, Server: not Link.Attacker }
        ? (step.Link * scope.Servers.Length) + step.Server
        : -1;

    public bool IsPersistent(World state, int actor)
    {
        if (state.Cuts > 0 || state.Refusals > 0 || state.Attacks > 0)
        {
            return false;
        }

        var (server, number) = ((byte)(actor % scope.Servers.Length), (ushort)(actor / scope.Servers.Length));
        var link = state.Links[state.LinkAt(number)];
        if (link.IsAttackers || link.IsCut || link.IsLeftByInitiator || link.IsLeftByReceiver)
        {
            return false;
        }

        var peer = link.Initiator == server ? link.Receiver : link.Initiator;
        var arriving = link.To(link.Receiver == server);
        if (!IsBetweenTwo(state, server, number) || !IsBetweenTwo(state, peer, number))
        {
            return false;
        }

        var says = Sayings(state, server, number);
        return says switch
        {
            [] => arriving.Count > 0 && IsNegotiation(arriving[0].Kind),
            [var only] => IsNegotiation(only.Message.Kind) && arriving.Count == 0
                && Sayings(state, peer, number) is [] && Awaits(state, peer, number),
            _ => false,
        };
    }

    private static bool IsNegotiation(MessageKind kind) => kind is Header or Features or StartTls or Proceed or Auth or Success;

    // Nothing on this stream hangs together with any other.
    private static bool IsBetweenTwo(World world, byte number, ushort link)
    {
        var server = world.Servers[number];
        return server.EndOf(link) is { IsOpen: true, MayWrite.IsEmpty: true, MayDeliver.IsEmpty: true }
            && server.EndOf(link) is { Asked.IsEmpty: true, Pending.IsEmpty: true }
            && server.Inquiries.Find(q => q.Link == link) < 0 && server.Questions.Find(q => q.Link == link) < 0;
    }

    // An initiator that knows the features may have something to ask at any moment: it is not waiting.
    private static bool Awaits(World world, byte number, ushort link) =>
        world.Servers[number].EndOf(link) is var end
        && (end.Role == Role.Receiver || end.Exchange != Exchange.None || (end.HeaderSaid && !end.IsPastFeatures));

    private List<Move> Sayings(World world, byte number, ushort link)
    {
        var server = world.Servers[number];
        var seat = server.Seats[server.SeatOf(link)];
        var wishes = Wishes();
        Behaviour.Collect(scope, world, server, seat, wishes);
        List<Move> says = [];
        AddAllowed(server, number, seat, wishes, says);
        return says;
    }
}
