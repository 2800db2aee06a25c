using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>A timer that was cancelled while it fired ends the stream that has meanwhile been established.</summary>
internal static class StaleTimer
{
    public static PlantedBug Bug { get; } = new(
        "stale-timer", "a stale timer kills an established stream", "INV-45", "early-timers-in-clear", Plant);

    private static StepFunction Plant(StepFunction step)
    {
        var owners = new SortedDictionary<TimerId, ConnectionId>();
        return (context, state, input) =>
        {
            if (input is Input.TimedOut(var timer) && !state.Timers.ContainsKey(timer)
                && owners.TryGetValue(timer, out var connection) && IsEstablished(state, connection))
            {
                return step(context, state, new Input.OnStream(connection, new StreamInput.Lost("timed out")));
            }

            var after = step(context, state, input);
            foreach (var output in after.Outputs)
            {
                if (output is Output.SetTimer { Owner: TimerOwner.Connection(var owner) } set)
                {
                    owners[set.Timer] = owner;
                }
            }

            return after;
        };
    }

    private static bool IsEstablished(FederationState state, ConnectionId connection) =>
        (state.Outgoing.TryGetValue(connection, out var outgoing) && outgoing.State is InitiatingState.Ready)
        || (state.Incoming.TryGetValue(connection, out var incoming) && incoming.State is ReceivingState.Established);
}
