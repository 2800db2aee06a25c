using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What is to hold of a server between any two inputs, as far as its state alone shows it.</summary>
internal static class StateJudge
{
    public static void Judge(ServerPart part, in ServerStep step, ref Verdicts verdicts)
    {
        var state = step.After;
        if (state.Routes.Count > 0)
        {
            verdicts.Witness(CoreProperties.LiveRoutes);
        }

        if (!state.Routes.All(r => HasBase(state, r.Key, r.Value)))
        {
            verdicts.Violate(CoreProperties.LiveRoutes);
        }

        if (IsStale(step) && (!step.Outputs.IsEmpty || step.After != step.Before))
        {
            verdicts.Violate(CoreProperties.OneDeadline);
        }

        if (state.Timers.Count > 0)
        {
            verdicts.Witness(CoreProperties.OneDeadline);
        }

        if (!DeadlinesLive(part, state))
        {
            verdicts.Violate(CoreProperties.OneDeadline);
        }
    }

    /// <summary>The pairs that a server may write on one of its connections, by its own state.</summary>
    public static Seq<Verified> CarriedBy(FederationState state, ConnectionId connection) =>
        state.Outgoing.TryGetValue(connection, out var outgoing) ? Reuse.CarriedBy(outgoing.State)
        : state.Incoming.TryGetValue(connection, out var incoming) ? Reuse.CarriedBy(incoming.State)
        : [];

    /// <summary>The pairs whose stanzas it takes there, by its own state.</summary>
    public static Seq<Verified> ReceivedOn(FederationState state, ConnectionId connection) =>
        state.Outgoing.TryGetValue(connection, out var outgoing) ? outgoing.State switch
        {
            InitiatingState.Ready ready => Bidirectional.Inverses(ready.Epoch, ready.Proofs),
            InitiatingState.Closing closing => closing.Received,
            _ => [],
        }
        : state.Incoming.TryGetValue(connection, out var incoming) ? incoming.State switch
        {
            ReceivingState.Established established => established.Proofs,
            ReceivingState.Closing closing => closing.Proofs,
            _ => [],
        }
        : [];

    /// <summary>Whether a stream has said or heard its last word, or is gone.</summary>
    public static bool Ends(FederationState state, ConnectionId connection) =>
        state.Outgoing.TryGetValue(connection, out var outgoing) ? InitiatingStream.IsOver(outgoing.State)
        : !state.Incoming.TryGetValue(connection, out var incoming)
            || incoming.State is ReceivingState.Closing or ReceivingState.Draining or ReceivingState.Gone;

    // INV-42: who waits is served by one stream on which its pair is proved, or by one search.
    private static bool HasBase(FederationState state, DomainPair pair, Route route) => route is Route.Open open
        ? open.Proof.Pair == pair && CarriedBy(state, open.Connection).Contains(open.Proof)
        : state.Searches.ContainsKey(new Errand.Carry(pair));

    private static bool IsStale(in ServerStep step) =>
        step.Input is Input.TimedOut(var fired) && !step.Before.Timers.ContainsKey(fired);

    // INV-45: each deadline has its timer, each timer its deadline, and the world's clock knows both.
    private static bool DeadlinesLive(ServerPart part, FederationState state)
    {
        var live = new SortedSet<TimerId>();
        foreach (var stream in state.Outgoing.Values.Concat<ILiveStream>(state.Incoming.Values))
        {
            if ((stream.Due is null) != (stream.Watch is null) || (stream.Watch is { } watch && !live.Add(watch.Timer)))
            {
                return false;
            }
        }

        foreach (var search in state.Searches.Values)
        {
            if ((search.Connection is null && search.Watch is null) || (search.Watch is { } watch && !live.Add(watch.Timer)))
            {
                return false;
            }
        }

        foreach (var timer in state.BackOffs.Values.Select(b => b.Timer).Concat(state.Refrained.Values))
        {
            live.Add(timer);
        }

        if (state.LastCall is { } lastCall)
        {
            live.Add(lastCall.Timer);
        }

        return live.SetEquals(state.Timers.Keys)
            && part.Alarms.Keys.Concat(part.Rung.Where(state.Timers.ContainsKey)).Order().SequenceEqual(live)
            && state.Verifications.All(v => state.Searches.ContainsKey(v.Key));
    }
}
