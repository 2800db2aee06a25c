using System.Collections.Concurrent;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>What servers did, and the rules that it was judged by, in some executions. Any thread may add to it.</summary>
internal sealed class Coverage
{
    private readonly ConcurrentDictionary<Conduct, bool> _conducts = new();
    private readonly ConcurrentDictionary<Rule, bool> _rules = new();

    public IEnumerable<Conduct> Conducts => _conducts.Keys;

    public IEnumerable<Rule> Rules => _rules.Keys;

    public void Add(Conduct conduct) => _conducts.TryAdd(conduct, true);

    public void Add(Rule rule) => _rules.TryAdd(rule, true);
}
