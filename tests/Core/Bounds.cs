using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Tests;

/// <summary>What no input makes grow beyond its limit: one line for each collection of the state.</summary>
internal static class Bounds
{
    public static void AssertKept(Limits limits, FederationState state)
    {
        Assert.InRange(state.Incoming.Count, 0, limits.StreamsMax);
        Assert.InRange(state.Crowd.HalfOpen, 0, limits.HalfOpenMax);
        Assert.InRange(state.Crowd.Attempts.Counts.Count, 0, limits.AddressesMax);
        Assert.All(state.Crowd.Tallies.Values, t => Assert.InRange(t.Streams, 1, limits.StreamsPerAddressMax));
        Assert.All(state.Crowd.Tallies.Values, t => Assert.InRange(t.HalfOpen.Count, 0, limits.HalfOpenPerAddressMax));
        Assert.InRange(state.Verifications.Count, 0, limits.QuestionsMax);
        // On a bidirectional stream the peer's pairs make routes too.
        Assert.InRange(
            state.Routes.Count, 0, limits.RoutesMax + (state.Outgoing.Count + state.Incoming.Count) * limits.PairsPerStreamMax);
        Assert.All(state.Routes.Values, r => Assert.InRange(r.Queue.Count, 0, limits.QueueStanzasMax));
        Assert.All(state.Outgoing.Values, s => Assert.InRange(s.InFlight.Count, 0, limits.StanzasInFlightMax * limits.PairsPerStreamMax));
        // What comes behind the end of a stream is counted, too, and dropped.
        Assert.All(state.Incoming.Values, s => Assert.True(
            s.Authenticated || s.Elements <= limits.StrangerElementsMax
            || s.State is ReceivingState.Closing or ReceivingState.Draining or ReceivingState.Gone));
        Assert.InRange(state.BackOffs.Count, 0, limits.BackOffsMax);
        Assert.InRange(state.Refrained.Count, 0, limits.RefrainedMax);
        Assert.All(state.Outgoing.Values, s => Assert.True(
            s.State is not InitiatingState.Ready r || r.Proofs.Count + r.Requested.Count <= limits.PairsPerStreamMax));
        Assert.All(state.Incoming.Values, s => Assert.True(
            s.State is not ReceivingState.Established e || e.Proofs.Count + e.Pending.Count <= limits.PairsPerStreamMax));
        Assert.InRange(state.Searches.Count, 0, state.Routes.Count + state.Verifications.Count);
        Assert.InRange(
            state.Timers.Count, 0, state.Outgoing.Count + state.Incoming.Count + state.Searches.Count + state.BackOffs.Count
                + state.Refrained.Count + (state.LastCall is null ? 0 : 1));
        Assert.Equal(Recount(state), state.Crowd);
    }

    // The crowd is kept by changes only; counted anew it is the same.
    private static Crowd Recount(FederationState state) =>
        state.Incoming.Aggregate(Crowd.Empty, (crowd, s) => crowd.Changed(s.Key, null, s.Value)) with
        {
            Attempts = state.Crowd.Attempts,
        };
}
