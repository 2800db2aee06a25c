using Xmpp.Federation.Model.Checking;
using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// The protocol as a transition system: servers that keep the rules and otherwise do what they like, connections that keep
/// the order of what is said, and an attacker that forges neither keys nor certificates.
/// </summary>
internal sealed partial class ProtocolSystem(Scope scope) : ITransitionSystem<World, Move>
{
    [ThreadStatic]
    private static List<Message>? _wishes;

    public string Name => scope.Name;

    /// <summary>Is told whatever a server says and hears, from several threads.</summary>
    public Action<Conduct>? Seen { get; init; }

    public IReadOnlyList<PropertyOf<World>> Properties => WorldProperties.All;

    public IEnumerable<World> Initial =>
    [
        new World
        {
            Servers = new Row<Server>([.. scope.Servers.Select(f => new Server(f))]),
            Waiting = new Row<byte>([.. scope.Wanted.Select(_ => scope.Stanzas)]),
            Made = new Row<byte>(new byte[scope.Servers.Length * (scope.Servers.Length + 1)]),
            Refusals = scope.Refusals,
            Cuts = scope.Cuts,
            Attacks = scope.Attacks,
        },
    ];

    public void CollectSteps(World state, List<Move> steps)
    {
        for (byte server = 0; server < state.Servers.Count; server++)
        {
            CollectConnects(state, server, steps);
            CollectSayings(state, server, steps);
        }

        foreach (var link in state.Links.Span)
        {
            CollectOn(state, link, steps);
        }

        if (steps.Count == 0)
        {
            CollectTimeouts(state, steps);
        }

        CollectFaults(state, steps);
        Attacks.Collect(scope, state, steps);
    }

    public World Next(World state, Move step, ref Verdicts verdicts) => step.Kind switch
    {
        MoveKind.Connect => Connect(state, step.Server, (byte)scope.ServerOf(step.Message.Pair.Target), step.Message.Pair),
        MoveKind.Say => Say(state, step, ref verdicts),
        MoveKind.Deliver => Deliver(state, step, ref verdicts),
        MoveKind.Handshake => Handshake(state, step.Link),
        MoveKind.Cut => Cut(state, step.Link),
        MoveKind.Leave => Leave(state, step.Server, step.Link),
        MoveKind.Intrude => Connect(state, Link.Attacker, step.Server, Pair.None),
        _ => (state with { Attacks = (byte)(state.Attacks - 1) }).Send(step.Link, step.ToReceiver, step.Message),
    };

    public string Describe(World before, Move step) => step.ToString();

    // A pair has stanzas and no stream that leads to its target; or a key waits, and none leads to its authority.
    private void CollectConnects(World world, byte number, List<Move> steps)
    {
        if (world.Made.Sum(m => m) >= scope.Connections)
        {
            return;
        }

        var server = world.Servers[number];
        for (var i = 0; i < scope.Wanted.Length; i++)
        {
            var pair = scope.Wanted[i];
            if (world.Waiting[i] > 0 && server.Facts.Serves.Contains(pair.Sender) && !LeadsTo(server, pair.Target))
            {
                AddOnce(steps, new Move(MoveKind.Connect, number, 0, true, new Message(Header) { Pair = pair }));
            }
        }

        foreach (var claim in server.Claims.Span)
        {
            if (claim is { Type: AnswerType.None, Link: not 0 } && scope.ServerOf(claim.Pair.Sender) is var authority && authority >= 0
                && authority != number && !LeadsTo(server, claim.Pair.Sender)
                && server.Questions.Find(q => q.Pair == claim.Pair && q.Id == claim.Id) < 0)
            {
                AddOnce(steps, new Move(MoveKind.Connect, number, 0, true, new Message(Header) { Pair = claim.Pair.Inverse }));
            }
        }
    }

    private bool LeadsTo(Server server, DomainName target)
    {
        foreach (var seat in server.Seats.Span)
        {
            if (seat.End is { Role: Role.Initiator, IsOpen: true } && scope.ServerOf(seat.End.Remote) == scope.ServerOf(target))
            {
                return true;
            }
        }

        return false;
    }

    private void CollectSayings(World world, byte number, List<Move> steps)
    {
        var server = world.Servers[number];
        foreach (var seat in server.Seats.Span)
        {
            if (seat.End.IsGone)
            {
                continue;
            }

            var wishes = Wishes();
            Behaviour.Collect(scope, world, server, seat, wishes);
            AddAllowed(server, number, seat, wishes, steps);
        }
    }

    private void AddAllowed(Server server, byte number, Seat seat, List<Message> wishes, List<Move> steps)
    {
        foreach (var message in wishes)
        {
            if (Rules.BrokenBy(new Situation(server, seat.Link, message), scope.Waived) is null)
            {
                AddOnce(steps, new Move(MoveKind.Say, number, seat.Link, seat.End.Role == Role.Initiator, message));
            }
        }
    }

    private static void CollectOn(World world, Link link, List<Move> steps)
    {
        if (!link.IsCut)
        {
            if (link.Forth.Count > 0 && !link.IsLeftByReceiver)
            {
                steps.Add(new Move(MoveKind.Deliver, link.Receiver, link.Number, true, link.Forth[0]));
            }

            if (link.Back.Count > 0 && !link.IsLeftByInitiator)
            {
                steps.Add(new Move(MoveKind.Deliver, link.Initiator, link.Number, false, link.Back[0]));
            }

            if (!link.IsAttackers && Shakes(world, link.Initiator, link) && Shakes(world, link.Receiver, link))
            {
                steps.Add(new Move(MoveKind.Handshake, link.Receiver, link.Number, true, default));
            }
        }

        if (!link.IsAttackers && !link.IsLeftByInitiator && MayLeave(world, link.Initiator, link, link.Back, link.IsLeftByReceiver))
        {
            steps.Add(new Move(MoveKind.Leave, link.Initiator, link.Number, false, default));
        }

        if (!link.IsLeftByReceiver
            && MayLeave(world, link.Receiver, link, link.Forth, link.IsLeftByInitiator || link.IsAttackers))
        {
            steps.Add(new Move(MoveKind.Leave, link.Receiver, link.Number, true, default));
        }
    }

    private static bool Shakes(World world, byte server, Link link) =>
        world.Servers[server].SeatOf(link.Number) is >= 0 and var at && world.Servers[server].Seats[at].End.Exchange == Exchange.Handshake;

    // RFC 6120 4.4: both closing tags are there; or the connection is over.
    private static bool MayLeave(World world, byte server, Link link, Row<Message> toIt, bool isAlone)
    {
        var end = world.Servers[server].EndOf(link.Number);
        return link.IsCut || (end.CloseSaid && end.CloseHeard) || (isAlone && !link.IsAttackers && toIt.Count == 0)
            || (link.IsAttackers && end.CloseSaid && toIt.Count == 0);
    }

    // Nothing else can happen: who waits in vain gives up.
    private void CollectTimeouts(World world, List<Move> steps)
    {
        for (byte number = 0; number < world.Servers.Count; number++)
        {
            var server = world.Servers[number];
            foreach (var seat in server.Seats.Span)
            {
                var toReceiver = seat.End.Role == Role.Initiator;
                if (!seat.End.MayWrite.IsEmpty || (!seat.End.MayDeliver.IsEmpty && seat.End.Pending.IsEmpty))
                {
                    continue;
                }

                var close = new Message(Close);
                steps.Add(Rules.BrokenBy(new Situation(server, seat.Link, close), scope.Waived) is null
                    ? new Move(MoveKind.Say, number, seat.Link, toReceiver, close)
                    : new Move(MoveKind.Leave, number, seat.Link, !toReceiver, default));
            }
        }
    }

    private void CollectFaults(World world, List<Move> steps)
    {
        if (world.Cuts > 0)
        {
            foreach (var link in world.Links.Span)
            {
                if (!link.IsCut)
                {
                    steps.Add(new Move(MoveKind.Cut, link.Receiver, link.Number, true, default));
                }
            }
        }

        if (world.Refusals == 0)
        {
            return;
        }

        for (byte number = 0; number < world.Servers.Count; number++)
        {
            foreach (var seat in world.Servers[number].Seats.Span)
            {
                if (seat.End.IsOpen)
                {
                    var wishes = Wishes();
                    Behaviour.CollectRefusals(seat.End, wishes);
                    AddAllowed(world.Servers[number], number, seat, wishes, steps);
                }
            }
        }
    }

    private static List<Message> Wishes()
    {
        var wishes = _wishes ??= [];
        wishes.Clear();
        return wishes;
    }

    private static void AddOnce(List<Move> steps, Move step)
    {
        if (!steps.Contains(step))
        {
            steps.Add(step);
        }
    }
}
