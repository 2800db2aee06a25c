using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>A timer that was cancelled while it fired ends the stream that has meanwhile been established.</summary>
internal static class StaleTimer
{
    public static PlantedBug Bug { get; } = new(
        "stale-timer", "a stale timer kills an established stream", "INV-45", "early-timers", step =>
        {
            var owners = new SortedDictionary<TimerId, TimerOwner>();
            return (context, state, input) =>
            {
                if (input is Input.TimedOut(var timer) && !state.Timers.ContainsKey(timer)
                    && owners.TryGetValue(timer, out var owner) && owner is TimerOwner.Connection(var connection)
                    && state.Outgoing.TryGetValue(connection, out var stream) && stream.State is InitiatingState.Ready)
                {
                    return step(context, state, new Input.OnStream(connection, new StreamInput.Lost("timed out")));
                }

                var after = step(context, state, input);
                foreach (var output in after.Outputs)
                {
                    if (output is Output.SetTimer set)
                    {
                        owners[set.Timer] = set.Owner;
                    }
                }

                return after;
            };
        });
}
