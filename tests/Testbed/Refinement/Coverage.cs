using System.Collections.Concurrent;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>What servers did, and the rules that it was judged by, in some executions. Any thread may add to it.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<Conduct, bool> _conducts = new();
    private readonly ConcurrentDictionary<Rule, bool> _rules = new(ReferenceEqualityComparer.Instance);

    /// <summary>Whatever was said and heard.</summary>
    public IEnumerable<Conduct> Conducts => _conducts.Keys;

    /// <summary>What of it has ever changed something: everybody may say anything, which nobody has to listen to.</summary>
    public IEnumerable<Conduct> Effective => _conducts.Where(c => c.Value).Select(c => c.Key);

    public IEnumerable<Rule> Rules => _rules.Keys;

    public void Add(Conduct conduct, bool matters)
    {
        if (!_conducts.TryGetValue(conduct, out var known) || (matters && !known))
        {
            _conducts.AddOrUpdate(conduct, matters, (_, before) => before || matters);
        }
    }

    public void Add(Rule rule) => _rules.TryAdd(rule, true);
}
