using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Naive;

/// <summary>
/// The same questions answered in the simplest way: a queue, a set, and paths that are tried out. To compare with.
/// </summary>
internal sealed class NaiveChecker<TState, TStep>
    where TState : notnull
{
    private readonly ITransitionSystem<TState, TStep> _system;
    private readonly Dictionary<TState, int> _depths = [];
    private readonly List<TState> _found = [];

    public NaiveChecker(ITransitionSystem<TState, TStep> system)
    {
        _system = system;
        var broken = system.Properties.OfType<PropertyOf<TState>.Always>().Where(p => p.Holds is not null).ToList();
        foreach (var state in system.Initial)
        {
            Meet(state, 0);
        }

        for (var i = 0; i < _found.Count; i++)
        {
            var state = _found[i];
            if (broken.Any(p => !p.Holds!(state)))
            {
                continue;
            }

            Expanded.Add(state);
            foreach (var (_, next, verdicts) in Moves(state))
            {
                Transitions++;
                for (var property = 0; property < system.Properties.Count; property++)
                {
                    if ((verdicts.Violated >> property & 1) != 0)
                    {
                        BrokenBySteps.TryAdd(property, _depths[state] + 1);
                    }
                }

                if (verdicts.Violated == 0)
                {
                    Meet(next, _depths[state] + 1);
                }
            }
        }
    }

    public int States => _found.Count;

    public long Transitions { get; private set; }

    public int Depth => _depths.Values.Max();

    public HashSet<TState> Expanded { get; } = [];

    public Dictionary<int, int> BrokenBySteps { get; } = [];

    public HashSet<TState> Terminals => [.. Expanded.Where(s => Moves(s).Count == 0)];

    /// <summary>How far the nearest state is that suits; null: there is none.</summary>
    public int? Nearest(Func<TState, bool> suits) => _found.Where(suits).Select(s => (int?)_depths[s]).FirstOrDefault();

    /// <summary>Whether a promise can be broken: by an end, or by a set of states round which one can go for ever and be fair.</summary>
    public bool Breaks(PropertyOf<TState>.LeadsTo promise)
    {
        var reached = Closure(_found.Where(s => promise.Trigger(s) && !promise.Goal(s)), promise.Goal);
        return reached.Any(s => Expanded.Contains(s) && (Moves(s).Count == 0 || IsStuck(s, promise.Goal)));
    }

    private bool IsStuck(TState state, Func<TState, bool> goal)
    {
        // All from where one can come back: the largest set round which one can go.
        var around = Closure([state], goal).Where(s => Successors(s, goal).Any(n => Closure([n], goal).Contains(state))).ToHashSet();
        if (!around.Contains(state))
        {
            return false;
        }

        var fair = _system as IFair<TStep>;
        return Enumerable.Range(0, fair?.FairnessClasses ?? 0).All(c => around.Any(s =>
        {
            var moves = Moves(s);
            return moves.All(m => fair!.FairnessOf(m.Step) != c)
                || moves.Any(m => fair!.FairnessOf(m.Step) == c && m.Verdicts.Violated == 0 && around.Contains(m.Next));
        }));
    }

    private HashSet<TState> Closure(IEnumerable<TState> from, Func<TState, bool> goal)
    {
        var all = from.ToHashSet();
        var queue = new Queue<TState>(all);
        while (queue.TryDequeue(out var state))
        {
            foreach (var next in Successors(state, goal).Where(all.Add))
            {
                queue.Enqueue(next);
            }
        }

        return all;
    }

    private IEnumerable<TState> Successors(TState state, Func<TState, bool> goal) => !Expanded.Contains(state)
        ? []
        : Moves(state).Where(m => m.Verdicts.Violated == 0 && !goal(m.Next) && Expanded.Contains(m.Next)).Select(m => m.Next);

    private List<(TStep Step, TState Next, Verdicts Verdicts)> Moves(TState state)
    {
        List<TStep> steps = [];
        _system.CollectSteps(state, steps);
        return steps.ConvertAll(s =>
        {
            var verdicts = default(Verdicts);
            return (s, _system.Next(state, s, ref verdicts), verdicts);
        });
    }

    private void Meet(TState state, int depth)
    {
        if (_depths.TryAdd(state, depth))
        {
            _found.Add(state);
        }
    }
}
