using System.Collections;

namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Judges a promise: that behind every trigger the goal comes in the end, on every fair path. What speaks against it is a
/// lasso: a stem, and a cycle that is fair and has no goal.
/// </summary>
internal sealed class Lasso<TState, TStep>
{
    private readonly Exploration<TState, TStep> _run;
    private readonly Graph<TState, TStep> _graph;
    private readonly PropertyOf<TState>.LeadsTo _promise;
    private readonly FairComponents<TState, TStep> _components;
    private readonly BitArray _triggers;
    private readonly List<Edge<TState>> _edges = [];

    public Lasso(Exploration<TState, TStep> run, PropertyOf<TState>.LeadsTo promise)
    {
        _run = run;
        _promise = promise;
        _graph = new(run);
        _components = new(_graph, promise.Goal);
        _triggers = new(_graph.Count);
    }

    /// <summary>What is needed for each state of the graph, in bytes.</summary>
    public static int BytesPerState => 3 * sizeof(uint);

    /// <summary>Whether a trigger was ever there.</summary>
    public bool Triggered { get; private set; }

    /// <summary>Searches.</summary>
    /// <returns>The lasso with the shortest stem; null where the promise is kept.</returns>
    public Trace<TState, TStep>? Search()
    {
        for (var number = 0U; number < _graph.Count; number++)
        {
            var state = _graph.StateOf(number);
            if (_promise.Trigger(state))
            {
                Triggered = true;
                if (!_promise.Goal(state))
                {
                    _triggers[(int)number] = true;
                    _components.SearchFrom(number);
                }
            }
        }

        return _components.Any ? Trace() : null;
    }

    private Trace<TState, TStep> Trace()
    {
        var stem = Stem();
        var walk = new Walk<TState, TStep>(_run, stem[0]);
        foreach (var number in stem.Skip(1))
        {
            walk.GoTo(number);
        }

        var moves = walk.Moves();
        var last = walk.At;
        foreach (var (to, byClass) in new FairCycle<TState, TStep>(_graph, _components).From(stem[^1]))
        {
            walk.GoTo(to, byClass is { } wanted ? s => _graph.ClassOf(s) == wanted : null);
        }

        var cycle = walk.Moves();
        return walk.End(cycle) with { Steps = moves, Last = last };
    }

    // By breadth from all triggers at once, each as late as it is far from the beginning.
    private List<uint> Stem()
    {
        var from = new uint[_graph.Count];
        var seen = new BitArray(_graph.Count);
        List<uint> level = [];
        for (var depth = 0; ; depth++)
        {
            if (depth < _run.Lineage.Levels)
            {
                var (first, end) = (_run.Lineage.Level(depth).Start.Value, _run.Lineage.Level(depth).End.Value);
                for (var number = first; number < end; number++)
                {
                    if (_triggers[number] && !seen[number])
                    {
                        Reach((uint)number, Lineage.None, level);
                    }
                }
            }

            foreach (var number in level)
            {
                if (_components.IsStuck(number))
                {
                    return PathTo(number);
                }
            }

            List<uint> next = [];
            foreach (var number in level)
            {
                _graph.Expand(number, _edges);
                foreach (var edge in _edges)
                {
                    if (edge.To != Lineage.None && _components.IsReached(edge.To) && !seen[(int)edge.To])
                    {
                        Reach(edge.To, number, next);
                    }
                }
            }

            level = next;
        }

        void Reach(uint number, uint parent, List<uint> into)
        {
            seen[(int)number] = true;
            from[number] = parent;
            into.Add(number);
        }

        List<uint> PathTo(uint number)
        {
            List<uint> back = [];
            for (; from[number] != Lineage.None; number = from[number])
            {
                back.Add(number);
            }

            back.Reverse();
            return [.. _run.Lineage.PathTo(number), .. back];
        }
    }
}
