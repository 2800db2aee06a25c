using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;

namespace Xmpp.Federation.Adapters;

/// <summary>Which targets the SRV records of a domain give, and in which order.</summary>
internal static class SrvOrder
{
    /// <summary>
    /// The verdict of both SRV answers; null when none has come, or there is no SRV record at all, and the addresses of
    /// the domain itself are to be asked for. RFC 6120 3.2.1 item 9: without a response a server "SHOULD attempt the
    /// fallback process"; whoever suppresses the response does not prove the domain by that.
    /// </summary>
    /// <param name="startTls">The answer for <c>_xmpp-server._tcp</c>.</param>
    /// <param name="directTls">The answer for <c>_xmpps-server._tcp</c>.</param>
    /// <param name="draw">Draws a number from zero to below its argument.</param>
    public static Resolution? Judge(SrvAnswer startTls, SrvAnswer directTls, Func<int, int> draw)
    {
        // XEP-0368 3: both kinds of record are one set, their priorities and weights mixed.
        List<Candidate> all = [.. CandidatesIn(startTls, false), .. CandidatesIn(directTls, true)];
        var usable = all.FindAll(c => !c.Record.IsRefusal);
        if (usable.Count > 0)
        {
            return new Resolution.Found(Order(usable, draw));
        }

        // RFC 6120 3.2.1 item 3: with the single target "." the initiating entity "MUST abort SRV processing".
        // XEP-0368 5: behind "." of _xmpps-server come the records of _xmpp-server, but never A or AAAA.
        return all.Count > 0 ? new Resolution.NotFound("service-not-offered") : null;
    }

    private static IEnumerable<Candidate> CandidatesIn(SrvAnswer answer, bool directTls) =>
        answer is SrvAnswer.Found(var records) ? records.Select(r => new Candidate(r, directTls)) : [];

    // RFC 2782, Priority: "A client MUST attempt to contact the target host with the lowest-numbered priority it
    // can reach".
    private static Seq<Target> Order(List<Candidate> candidates, Func<int, int> draw)
    {
        List<Target> ordered = [];
        foreach (var same in candidates.GroupBy(c => c.Record.Priority).OrderBy(g => g.Key))
        {
            // RFC 2782, Weight: "those with weight 0 are placed at the beginning of the list".
            var left = same.OrderBy(c => c.Record.Weight != 0).ToList();
            while (left.Count > 0)
            {
                var next = Select(left, draw);
                ordered.Add(left[next].Target);
                left.RemoveAt(next);
            }
        }

        return ordered.ToSeq();
    }

    // RFC 2782, Weight: "choose a uniform random number between 0 and the sum computed (inclusive), and select the
    // RR whose running sum value is the first in the selected order which is greater than or equal to" it.
    private static int Select(List<Candidate> left, Func<int, int> draw)
    {
        var chosen = draw(left.Sum(c => c.Record.Weight) + 1);
        var sum = 0;
        var index = -1;
        do
        {
            sum += left[++index].Record.Weight;
        }
        while (sum < chosen);
        return index;
    }

    private readonly record struct Candidate(SrvRecord Record, bool DirectTls)
    {
        public Target Target => new(Record.Host, Record.Port, DirectTls);
    }
}
