using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>
/// Who may come in (RFC 6120 13.12). Whoever is over a limit of streams or of attempts is turned away by a reset and not
/// by <c>resource-constraint</c>: the error would need our header in front of it (4.9.1.2), a writer and a deadline, and an
/// attacker would get all that for each attempt. Half-open streams are another matter: there the newcomer comes in, and
/// the oldest makes way. Who is honest is authenticated within a second or two and soon out of danger; if newcomers were
/// turned away instead, whoever fills the table would keep everybody out for as long as a negotiation may take.
/// Whoever is authenticated never makes way.
/// </summary>
internal static class Admission
{
    public static Admittance Decide(Limits limits, FederationState state, PeerAddress from)
    {
        var (crowd, tally) = (state.Crowd, state.Crowd.Of(from));
        if (crowd.Attempts.Of(from) > limits.AttemptsPerMinuteMax)
        {
            return new Admittance.TurnedAway(Rule.TooManyAttempts);
        }

        if (state.Incoming.Count >= limits.StreamsMax || tally.Streams >= limits.StreamsPerAddressMax)
        {
            return new Admittance.TurnedAway(Rule.TooManyStreams);
        }

        return tally.HalfOpen.Count >= limits.HalfOpenPerAddressMax ? new Admittance.InPlaceOf(tally.HalfOpen[0])
            : crowd.HalfOpen >= limits.HalfOpenMax ? new Admittance.InPlaceOf(OldestOfTheGreediest(crowd.Tallies))
            : new Admittance.Welcome();
    }

    // Of the address that has most, so that nobody pushes others out from a single one; among equals, the oldest of all.
    private static ConnectionId OldestOfTheGreediest(Map<PeerAddress, Tally> tallies)
    {
        var greediest = Tally.None;
        foreach (var tally in tallies.Values)
        {
            var more = tally.HalfOpen.Count - greediest.HalfOpen.Count;
            if (more > 0 || (more == 0 && more < tally.HalfOpen.Count && tally.HalfOpen[0].CompareTo(greediest.HalfOpen[0]) < 0))
            {
                greediest = tally;
            }
        }

        return greediest.HalfOpen[0];
    }
}

/// <summary>What becomes of somebody who connects.</summary>
internal abstract record Admittance
{
    private Admittance()
    {
    }

    /// <summary>There is room.</summary>
    public sealed record Welcome : Admittance;

    /// <summary>There is room once this half-open stream is dropped.</summary>
    public sealed record InPlaceOf(ConnectionId Oldest) : Admittance;

    /// <summary>The connection is reset.</summary>
    public sealed record TurnedAway(Rule Rule) : Admittance;
}
