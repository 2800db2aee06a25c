using Xmpp.Federation.Core;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-45: a timer that was cancelled, and fires all the same, changes nothing.</summary>
internal sealed class StaleTimersAreNothing() : PropertyMonitor("INV-45")
{
    private readonly Dictionary<string, SortedSet<TimerId>> _live = new(StringComparer.Ordinal);

    public override void OnStep(Stepped stepped)
    {
        if (!_live.TryGetValue(stepped.Server.Life.Name, out var live))
        {
            _live.Add(stepped.Server.Life.Name, live = []);
        }

        if (stepped.Input is Input.TimedOut(var fired) && !live.Remove(fired))
        {
            Require(
                stepped.After.Outputs.IsEmpty && stepped.After.State == stepped.Before,
                () => $"{stepped.Server.Name} acted on {fired}, which it had cancelled");
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.SetTimer set:
                    live.Add(set.Timer);
                    break;
                case Output.CancelTimer(var cancelled):
                    live.Remove(cancelled);
                    break;
            }
        }
    }
}

/// <summary>INV-47: when nothing can happen any more, nothing is left.</summary>
internal sealed class NothingIsLeft() : PropertyMonitor("INV-47")
{
    public override void OnEnd(Aftermath aftermath)
    {
        Require(!aftermath.OutOfSteps, () => "the execution does not come to rest");
        Require(aftermath.Clock.IsEmpty, () => $"timers are left: {string.Join(", ", aftermath.Clock.Live.Select(t => t.Label))}");
        foreach (var connection in aftermath.Network.Connections)
        {
            Require(connection.IsLetGo, () => $"{connection.Name} is left open by {string.Join(" and ", connection.HeldBy)}");
        }

        foreach (var server in aftermath.Servers)
        {
            Require(!server.IsShuttingDown || server.HasStopped, () => $"{server.Name} was told to stop, and has not");
            Require(IsEmpty(server.State), () => $"{server.Name} still holds {Rest(server.State)}");
        }
    }

    private static bool IsEmpty(FederationState state) => state is
    {
        Outgoing.Count: 0, Incoming.Count: 0, Searches.Count: 0, Verifications.Count: 0, Routes.Count: 0, BackOffs.Count: 0,
        Refrained.Count: 0, Timers.Count: 0,
    };

    private static string Rest(FederationState state) =>
        $"{state.Outgoing.Count} outgoing and {state.Incoming.Count} incoming streams, {state.Searches.Count} searches, "
        + $"{state.Verifications.Count} verifications, {state.Routes.Count} routes, {state.Timers.Count} timers";
}
