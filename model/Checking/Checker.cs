namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Explores everything that a system can do and judges its properties: every state within its scope, each by one of the
/// shortest paths.
/// </summary>
internal static class Checker
{
    /// <summary>Explores a system until there is nothing new, or a bound of the options is met.</summary>
    /// <exception cref="ArgumentException">The system has more than 64 properties, or packed states that are too long.</exception>
    public static CheckResult<TState, TStep> Check<TState, TStep>(
        ITransitionSystem<TState, TStep> system, CheckOptions? options = null)
    {
        options ??= new();
        var run = new Exploration<TState, TStep>(system, options);
        run.Run();
        var properties = system.Properties.Select((p, i) => Judge(run, options, p, i)).ToList();
        return new()
        {
            System = system.Name,
            States = run.Lineage.Count,
            Transitions = run.Transitions,
            Depth = Math.Max(0, run.Depth),
            Elapsed = run.Elapsed,
            Bytes = run.BytesPeak,
            Workers = Math.Max(1, options.Workers),
            WhyIncomplete = run.WhyIncomplete,
            Reduced = run.Reduces is not null,
            Symmetric = run.Symmetric,
            Exact = !options.HashCompact,
            TerminalStates = run.TerminalStates,
            Terminals = run.Terminals,
            Properties = properties,
        };
    }

    private static PropertyResult<TState, TStep> Judge<TState, TStep>(
        Exploration<TState, TStep> run, CheckOptions options, PropertyOf<TState> property, int number)
    {
        var trace = run.SpotOf(number) is { } spot ? Walk<TState, TStep>.To(run, number, spot) : null;
        bool? witnessed = (run.Witnessed & (1UL << number)) != 0;
        var whyOpen = run.WhyIncomplete;
        switch (property)
        {
            case PropertyOf<TState>.Sometimes when trace is not null:
                return new(property, true, true, trace, null);
            case PropertyOf<TState>.Sometimes:
                whyOpen ??= run.Reduces is null ? null : "orders were left out in which it might have come up";
                return new(property, whyOpen is null ? false : null, false, null, whyOpen);
            case PropertyOf<TState>.LeadsTo promise when trace is null:
                return Judge(run, options, promise, witnessed);
            default:
                witnessed = property is PropertyOf<TState>.Always { Holds: not null } && witnessed is false ? null : witnessed;
                return trace is not null
                    ? new(property, false, witnessed, trace, null)
                    : new(property, whyOpen is null ? true : null, witnessed, null, whyOpen);
        }
    }

    private static PropertyResult<TState, TStep> Judge<TState, TStep>(
        Exploration<TState, TStep> run, CheckOptions options, PropertyOf<TState>.LeadsTo promise, bool? witnessed)
    {
        if (WhyNoLasso(run, options) is { } why)
        {
            return new(promise, null, witnessed is true ? true : null, null, why);
        }

        var lasso = new Lasso<TState, TStep>(run, promise);
        var trace = lasso.Search();
        return new(promise, trace is null, lasso.Triggered, trace, null);
    }

    private static string? WhyNoLasso<TState, TStep>(Exploration<TState, TStep> run, CheckOptions options) =>
        run.WhyIncomplete
        ?? (options.HashCompact ? "cycles are searched among states that are stored whole"
            : run.Reduces is not null ? "cycles are searched in all orders of steps"
            : run.Symmetric && run.System is IFair<TStep> { FairnessClasses: > 0, CanonicalKeepsClasses: false }
                ? "what is alike is not served alike; leave symmetry off"
            : run.BytesPeak + ((long)run.Lineage.Count * Lasso<TState, TStep>.BytesPerState) > options.BytesMax
                ? "the memory that it may take"
            : null);
}
