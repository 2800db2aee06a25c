using System.Collections;

namespace Xmpp.Federation.Model.Checking;

/// <summary>Finds a short cycle through a component that is fair: each time on to what is nearest of what it still lacks.</summary>
internal sealed class FairCycle<TState, TStep>(Graph<TState, TStep> graph, FairComponents<TState, TStep> components)
{
    private readonly List<Edge<TState>> _edges = [];
    private readonly BitArray _served = new(graph.Classes);

    /// <summary>The steps of the cycle: where each leads, and of which class it must be, if that matters.</summary>
    /// <param name="start">A state of the component.</param>
    public List<(uint To, int? Class)> From(uint start)
    {
        List<(uint To, int? Class)> cycle = [];
        if (graph.Expand(start, _edges) == 0)
        {
            return cycle;
        }

        Serve(start);
        var at = start;
        while (!_served.HasAllSet())
        {
            at = GoOn(cycle, at, (edge, to) => IsWanted(edge) || Lacks(to), mark: true);
        }

        if (at != start || cycle.Count == 0)
        {
            GoOn(cycle, at, (_, to) => to == start, mark: false);
        }

        return cycle;
    }

    // The shortest way over an edge or to a state that suits; what is on the way is served.
    private uint GoOn(List<(uint To, int? Class)> cycle, uint at, Func<Edge<TState>, uint, bool> suits, bool mark)
    {
        Dictionary<uint, uint> from = [];
        Queue<uint> queue = new([at]);
        while (true)
        {
            var number = queue.Dequeue();
            foreach (var edge in Inside(number))
            {
                if (suits(edge, edge.To))
                {
                    List<(uint To, int? Class)> way = [(edge.To, IsWanted(edge) ? edge.Class : null)];
                    for (; number != at; number = from[number])
                    {
                        way.Add((number, null));
                    }

                    way.Reverse();
                    cycle.AddRange(way);
                    if (mark)
                    {
                        _ = !IsWanted(edge) || (_served[edge.Class] = true);
                        way.ForEach(w => Serve(w.To));
                    }

                    return edge.To;
                }

                if (edge.To != at && from.TryAdd(edge.To, number))
                {
                    queue.Enqueue(edge.To);
                }
            }
        }
    }

    private List<Edge<TState>> Inside(uint number)
    {
        graph.Expand(number, _edges);
        return [.. _edges.Where(e => e.To != Lineage.None && components.IsReached(e.To) && components.IsSame(e.To, number))];
    }

    private bool IsWanted(Edge<TState> edge) => edge.Class >= 0 && !_served[edge.Class];

    // Whether some class that is still lacking is not possible in a state.
    private bool Lacks(uint number) => Impossible(number).Cast<bool>().Zip(_served.Cast<bool>()).Any(c => c.First && !c.Second);

    private void Serve(uint number) => _served.Or(Impossible(number));

    private BitArray Impossible(uint number)
    {
        var impossible = new BitArray(graph.Classes, true);
        graph.Expand(number, _edges);
        foreach (var edge in _edges.Where(e => e.Class >= 0))
        {
            impossible[edge.Class] = false;
        }

        return impossible;
    }
}
