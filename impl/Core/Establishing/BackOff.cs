using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Core.Establishing;

/// <summary>
/// What is remembered of a pair for which no stream could be had. RFC 6120 3.3: before it reconnects, a server "SHOULD
/// wait an unpredictable number of seconds between 0 and 60", and longer after each failure that follows. While it
/// waits, stanzas of the pair are returned at once for the reason that is known.
/// </summary>
/// <param name="Failures">How many searches were given up since one succeeded.</param>
/// <param name="Waiting">Whether no new search may begin yet; afterwards only the number of failures counts.</param>
/// <param name="Timer">When the wait, or the memory of it, is over.</param>
/// <param name="Condition">What stanzas are returned with.</param>
/// <param name="Reasons">Why no stream could be had.</param>
internal sealed record BackOff(int Failures, bool Waiting, TimerId Timer, StanzaCondition Condition, ReasonChain Reasons)
{
    // Doubling beyond this would pass any limit.
    private const int DoublingsMax = 20;

    /// <summary>The longest wait after so many failures: the first one doubled for each that followed, within the limit.</summary>
    public static TimeSpan Longest(Limits limits, int failures)
    {
        var wanted = limits.BackOffFirst * Math.Pow(2, Math.Min(failures - 1, DoublingsMax));
        return wanted < limits.BackOffMax ? wanted : limits.BackOffMax;
    }
}
