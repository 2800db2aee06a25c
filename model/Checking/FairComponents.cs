using System.Collections;

namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Where a system can stay for ever without fulfilling a goal, although it is fair: the strongly connected components of
/// what is reachable from a trigger without the goal (R. Tarjan, <i>Depth-first search and linear graph algorithms</i>,
/// 1972; without recursion), those of them in which every class of steps is taken, or not possible in some state.
/// A state without steps is such a place, too.
/// </summary>
/// <remarks>
/// Under weak fairness the largest components are enough: a class that is possible in all of a component and taken
/// nowhere in it is so in every part of it.
/// </remarks>
internal sealed class FairComponents<TState, TStep>
{
    private const uint Done = 1U << 31;
    private const uint Stuck = 1U << 30;

    private readonly Graph<TState, TStep> _graph;
    private readonly Func<TState, bool> _goal;
    private readonly uint[] _number;
    private readonly uint[] _low;
    private readonly Stack<Visit> _visits = new();
    private readonly List<uint> _successors = [];
    private readonly List<uint> _path = [];
    private readonly List<uint> _members = [];
    private readonly List<Edge<TState>> _edges = [];
    private uint _visited;
    private uint _components;

    public FairComponents(Graph<TState, TStep> graph, Func<TState, bool> goal)
    {
        _graph = graph;
        _goal = goal;
        _number = new uint[graph.Count];
        _low = new uint[graph.Count];
    }

    /// <summary>Whether there is such a place.</summary>
    public bool Any { get; private set; }

    /// <summary>Whether a state lies in such a place.</summary>
    public bool IsStuck(uint state) => (_low[state] & (Done | Stuck)) == (Done | Stuck);

    /// <summary>Whether two states lie in one component.</summary>
    public bool IsSame(uint one, uint other) => _low[one] == _low[other];

    /// <summary>Whether a state was reached without the goal.</summary>
    public bool IsReached(uint state) => _number[state] != 0;

    /// <summary>Searches on from a state that does not fulfil the goal.</summary>
    public void SearchFrom(uint root)
    {
        if (_number[root] != 0 || _graph.IsBarren(root))
        {
            return;
        }

        Enter(root);
        while (_visits.Count > 0)
        {
            var visit = _visits.Pop();
            if (visit.Next < _successors.Count)
            {
                var to = _successors[visit.Next];
                _visits.Push(visit with { Next = visit.Next + 1 });
                if (_number[to] == 0)
                {
                    Enter(to);
                }
                else if ((_low[to] & Done) == 0)
                {
                    _low[visit.State] = Math.Min(_low[visit.State], _number[to]);
                }
            }
            else
            {
                Leave(visit);
            }
        }
    }

    private void Enter(uint state)
    {
        _number[state] = _low[state] = ++_visited;
        _path.Add(state);
        var first = _successors.Count;
        var steps = _graph.Expand(state, _edges);
        var loops = false;
        foreach (var edge in _edges)
        {
            if (edge.To == Lineage.None || (_number[edge.To] == 0 && (_graph.IsBarren(edge.To) || _goal(edge.State))))
            {
                continue;
            }

            loops |= edge.To == state;
            _successors.Add(edge.To);
        }

        _visits.Push(new(state, first, first, loops, steps == 0));
    }

    private void Leave(Visit visit)
    {
        _successors.RemoveRange(visit.First, _successors.Count - visit.First);
        if (_low[visit.State] == _number[visit.State])
        {
            Close(visit);
        }

        if (_visits.TryPop(out var before))
        {
            // A component that is done has the upper bits set and lowers nothing.
            _low[before.State] = Math.Min(_low[before.State], _low[visit.State]);
            _visits.Push(before);
        }
    }

    private void Close(Visit root)
    {
        _members.Clear();
        var mark = Done | _components++;
        uint member;
        do
        {
            member = _path[^1];
            _path.RemoveAt(_path.Count - 1);
            _members.Add(member);
            _low[member] = mark;
        }
        while (member != root.State);

        if (_members.Count > 1 || root.Loops ? IsFair() : root.Ends)
        {
            Any = true;
            foreach (var stuck in _members)
            {
                _low[stuck] |= Stuck;
            }
        }
    }

    // Every class is taken within, or not possible somewhere.
    private bool IsFair()
    {
        if (_graph.Classes == 0)
        {
            return true;
        }

        var served = new BitArray(_graph.Classes);
        var possible = new BitArray(_graph.Classes);
        foreach (var member in _members)
        {
            possible.SetAll(false);
            _graph.Expand(member, _edges);
            foreach (var edge in _edges)
            {
                if (edge.Class >= 0)
                {
                    possible[edge.Class] = true;
                    served[edge.Class] |= edge.To != Lineage.None && _low[edge.To] == _low[member];
                }
            }

            served.Or(possible.Not());
            if (served.HasAllSet())
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>A state whose successors are being searched.</summary>
    /// <param name="State">Its number.</param>
    /// <param name="First">Where its successors begin.</param>
    /// <param name="Next">Which is the next.</param>
    /// <param name="Loops">Whether it is its own successor.</param>
    /// <param name="Ends">Whether it has no steps.</param>
    private readonly record struct Visit(uint State, int First, int Next, bool Loops, bool Ends);
}
