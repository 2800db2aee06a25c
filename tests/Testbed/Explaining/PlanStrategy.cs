using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// Keeps to a plan as far as it can: always the first step of it that was not taken yet and is possible, by name. Where
/// the plan has no answer, the plainest way.
/// </summary>
internal sealed class PlanStrategy(IReadOnlyList<TraceStep> plan) : IStrategy
{
    private readonly bool[] _taken = new bool[plan.Count];
    private readonly Dictionary<string, int> _possible = new(StringComparer.Ordinal);
    private readonly List<int> _order = [];
    private int _first;

    /// <summary>For each step and choice that was made, the place of it in the plan, or -1.</summary>
    public IReadOnlyList<int> Order => _order;

    public int Pick(IReadOnlyList<Option> options)
    {
        _possible.Clear();
        for (var i = options.Count - 1; i >= 0; i--)
        {
            _possible[options[i].Label()] = i;
        }

        for (var step = _first; step < plan.Count; step++)
        {
            if (!_taken[step] && _possible.TryGetValue(plan[step].Label, out var pick) && options[pick].Kind == plan[step].Kind)
            {
                Take(step);
                return pick;
            }
        }

        _order.Add(-1);
        return 0;
    }

    public int Choose(int count, Func<int, string> label)
    {
        for (var step = _first; step < plan.Count; step++)
        {
            for (var i = 0; i < count && !_taken[step]; i++)
            {
                if (plan[step].Label == label(i))
                {
                    Take(step);
                    return i;
                }
            }
        }

        _order.Add(-1);
        return 0;
    }

    private void Take(int step)
    {
        _taken[step] = true;
        _order.Add(step);
        while (_first < plan.Count && _taken[_first])
        {
            _first++;
        }
    }
}
