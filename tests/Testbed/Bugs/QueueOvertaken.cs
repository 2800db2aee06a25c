using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Routing;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>A stanza that is handed over while others wait for their stream is put in front of them.</summary>
internal static class QueueOvertaken
{
    public static PlantedBug Bug { get; } = new(
        "queue-overtaken", "later stanzas overtake the queue", "INV-36", "external", step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return input is Input.Submitted(_, var stanza)
                && after.State.Routes.TryGetValue(stanza.Pair, out var route) && route is Route.Seeking { Queue.Count: > 1 } seeking
                ? after with { State = after.State with { Routes = after.State.Routes.With(stanza.Pair, LastFirst(seeking)) } }
                : after;
        });

    private static Route.Seeking LastFirst(Route.Seeking route)
    {
        var queue = default(Fifo<Waiting>).Enqueue(route.Queue.Last());
        foreach (var waiting in route.Queue.Take(route.Queue.Count - 1))
        {
            queue = queue.Enqueue(waiting);
        }

        return new Route.Seeking(queue);
    }
}
