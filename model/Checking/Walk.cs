namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Finds the steps again of a path of which only the numbers of its states are known, by taking them: from a real state
/// the one whose successor is, or is represented by, the next of the path. It needs no more than is stored.
/// </summary>
internal sealed class Walk<TState, TStep>
{
    private readonly Exploration<TState, TStep> _run;
    private readonly Packer<TState, TStep> _packer;
    private readonly List<TStep> _steps = [];
    private readonly List<Move<TStep>> _moves = [];
    private readonly TState _first;

    /// <param name="run">What was explored.</param>
    /// <param name="number">The state in which the system begins.</param>
    public Walk(Exploration<TState, TStep> run, uint number)
    {
        _run = run;
        _packer = run.NewPacker();
        _first = At = run.System.Initial.First(s => NumberOf(s) == number);
    }

    /// <summary>Where it is.</summary>
    public TState At { get; private set; }

    /// <summary>A shortest path to where a property was broken or fulfilled.</summary>
    public static Trace<TState, TStep> To(Exploration<TState, TStep> run, int property, Spot spot)
    {
        var path = run.Lineage.PathTo(spot.Number);
        var walk = new Walk<TState, TStep>(run, path[0]);
        foreach (var number in path.Skip(1))
        {
            walk.GoTo(number);
        }

        if (spot.Beyond)
        {
            walk.Take(property);
        }

        return walk.End([]);
    }

    /// <summary>Takes the first step to a state.</summary>
    /// <param name="number">The state.</param>
    /// <param name="suits">Which steps may be taken; null: any.</param>
    public void GoTo(uint number, Func<TStep, bool>? suits = null)
    {
        Go((step, next, verdicts) => verdicts.Violated == 0 && suits?.Invoke(step) is not false && NumberOf(next) == number);
    }

    /// <summary>What was walked since the beginning, or since this was asked last.</summary>
    public List<Move<TStep>> Moves()
    {
        List<Move<TStep>> moves = [.. _moves];
        _moves.Clear();
        return moves;
    }

    /// <summary>What was walked, as a path that ends here.</summary>
    public Trace<TState, TStep> End(IReadOnlyList<Move<TStep>> cycle) => new(_first, Moves(), At, cycle);

    // The step that breaks or fulfils a property; what follows it is not stored.
    private void Take(int property)
    {
        var bit = 1UL << property;
        var wanted = (_run.Watch.Wanted & bit) != 0;
        Go((_, _, verdicts) => ((wanted ? verdicts.Witnessed : verdicts.Violated) & bit) != 0);
    }

    private void Go(Func<TStep, TState, Verdicts, bool> suits)
    {
        _steps.Clear();
        _run.System.CollectSteps(At, _steps);
        foreach (var step in _steps)
        {
            var verdicts = default(Verdicts);
            var next = _run.System.Next(At, step, ref verdicts);
            if (suits(step, next, verdicts))
            {
                _moves.Add(new(step, _run.System.Describe(At, step)));
                At = next;
                return;
            }
        }

        throw new InvalidOperationException(
            $"{_run.System.Name} does not behave the same twice, or what is alike behaves differently: after "
            + $"\"{_moves.LastOrDefault().Description}\" it cannot go on as it did.");
    }

    private uint? NumberOf(TState state)
    {
        _packer.Pack(state);
        return _run.Store.TryFind(_packer.Stored(), out var record)
            ? new RecordHead(_run.Store.Arena[record]).Number
            : null;
    }
}
