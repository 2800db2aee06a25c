namespace Xmpp.Federation.Model.Checking;

/// <summary>What was explored, as a graph whose edges are computed again when they are asked for. For one thread.</summary>
internal sealed class Graph<TState, TStep>
{
    private readonly Exploration<TState, TStep> _run;
    private readonly Packer<TState, TStep> _packer;
    private readonly IFair<TStep>? _fair;
    private readonly List<TStep> _steps = [];

    public Graph(Exploration<TState, TStep> run)
    {
        _run = run;
        _packer = run.NewPacker();
        _fair = run.System as IFair<TStep>;
        Classes = _fair?.FairnessClasses ?? 0;
    }

    /// <summary>How many states it has.</summary>
    public int Count => _run.Lineage.Count;

    /// <summary>How many classes of steps must not be put off for ever.</summary>
    public int Classes { get; }

    /// <summary>A state by its number.</summary>
    public TState StateOf(uint number) => _packer.Unpack(_run.Lineage.RecordOf(number), _run.Store.Arena);

    /// <summary>Whether something is broken in a state, so that it has no edges.</summary>
    public bool IsBarren(uint number) => new RecordHead(_run.Store.Arena[_run.Lineage.RecordOf(number)]).IsBarren;

    /// <summary>Where the steps of a state lead, in their order; those that break something lead nowhere.</summary>
    /// <returns>How many steps there are.</returns>
    public int Expand(uint number, List<Edge<TState>> edges)
    {
        edges.Clear();
        _steps.Clear();
        var state = StateOf(number);
        _run.System.CollectSteps(state, _steps);
        foreach (var step in _steps)
        {
            var verdicts = default(Verdicts);
            var next = _run.System.Next(state, step, ref verdicts);
            if (verdicts.Violated == 0)
            {
                var canonical = _packer.Pack(next);
                _run.Store.TryFind(_packer.Stored(), out var record);
                edges.Add(new(new RecordHead(_run.Store.Arena[record]).Number, canonical, ClassOf(step)));
            }
            else
            {
                edges.Add(new(Lineage.None, next, ClassOf(step)));
            }
        }

        return _steps.Count;
    }

    /// <summary>The class under whose fairness a step stands; negative: none.</summary>
    public int ClassOf(TStep step) => _fair?.FairnessOf(step) ?? -1;
}

/// <summary>Where a step leads.</summary>
/// <param name="To">The number of the state; <see cref="Lineage.None"/> where the step breaks something.</param>
/// <param name="State">The state.</param>
/// <param name="Class">The class under whose fairness the step stands; negative: none.</param>
internal readonly record struct Edge<TState>(uint To, TState State, int Class);
