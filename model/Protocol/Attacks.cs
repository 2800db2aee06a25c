using static Xmpp.Federation.Model.Protocol.MessageKind;

namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// An attacker that opens streams, claims any domain, says again what it has seen, and speaks for either side of a
/// connection in clear that it can touch. It makes no keys and no certificates.
/// </summary>
internal static class Attacks
{
    /// <summary>Whether it can touch a connection now.</summary>
    public static bool CanTouch(Scope scope, World world, Link link) =>
        link.IsAttackers || (scope.Exposed is { } exposed && (link.Initiator == exposed || link.Receiver == exposed)
            && Security(world, link.Initiator, link) == Protocol.Security.Clear
            && Security(world, link.Receiver, link) == Protocol.Security.Clear);

    public static void Collect(Scope scope, World world, List<Move> steps)
    {
        if (world.Attacks == 0)
        {
            return;
        }

        if (world.Made.Sum(m => m) < scope.Connections)
        {
            for (byte server = 0; server < world.Servers.Count; server++)
            {
                steps.Add(new Move(MoveKind.Intrude, server, 0, true, default));
            }
        }

        foreach (var link in world.Links.Span)
        {
            if (!link.IsCut && CanTouch(scope, world, link))
            {
                CollectOn(scope, world, link, steps);
            }
        }
    }

    /// <summary>What passes where the attacker listens, it knows.</summary>
    public static World Overhear(Scope scope, World world, Link link, Message message) =>
        scope.Attacks > 0 && message.Key.Maker != Key.NoMaker && message.Kind != Stanza && CanTouch(scope, world, link)
            && !world.Seen.Contains(message.Key)
                ? world with { Seen = new Row<Key>([.. world.Seen.Add(message.Key).OrderBy(k => (k.Id.Number, k.Pair.Index))]) }
                : world;

    private static Security Security(World world, byte server, Link link) =>
        server == Link.Attacker || world.Servers[server].SeatOf(link.Number) is not (>= 0 and var at)
            ? Protocol.Security.Clear
            : world.Servers[server].Seats[at].End.Security;

    private static void CollectOn(Scope scope, World world, Link link, List<Move> steps)
    {
        void Add(bool toReceiver, Message message) =>
            steps.Add(new Move(MoveKind.Inject, toReceiver ? link.Receiver : link.Initiator, link.Number, toReceiver, message));

        var server = world.Servers[link.Receiver];
        var local = scope.Servers[link.Receiver].Serves.Members.First();
        if (!link.IsLeftByReceiver)
        {
            foreach (var pair in scope.Wanted.Where(p => p.Target == local || scope.ServerOf(p.Target) == link.Receiver))
            {
                if (link.IsAttackers && !server.EndOf(link.Number).HeaderHeard)
                {
                    Add(true, new Message(Header) { Pair = pair, HasVersion = true });
                }

                Add(true, new Message(ResultRequest) { Pair = pair });
                Add(true, new Message(Stanza) { Pair = pair });
                foreach (var key in world.Seen)
                {
                    Add(true, new Message(ResultRequest) { Pair = pair, Key = key });
                }
            }
        }

        if (link.IsAttackers || link.IsLeftByInitiator)
        {
            return;
        }

        Add(false, new Message(Features));
        Add(false, new Message(Success));
        Add(false, new Message(Proceed));
        foreach (var pair in scope.Wanted)
        {
            Add(false, new Message(ResultAnswer) { Pair = pair, Type = AnswerType.Valid });
        }

        // Answers to questions, asked or not; those to other questions than one's own change nothing.
        foreach (var claim in world.Servers[link.Initiator].Claims.Span)
        {
            Add(false, new Message(VerifyAnswer) { Pair = claim.Pair, Id = claim.Id, Type = AnswerType.Valid });
        }
    }
}
