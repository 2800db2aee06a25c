using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Everything of a result that must not depend on threads and timing, as one text.</summary>
internal static class Outcome
{
    public static string Of<TState, TStep>(CheckResult<TState, TStep> result) => string.Join('\n', [
        $"{result.States} {result.Transitions} {result.Depth} {result.TerminalStates} {result.WhyIncomplete}",
        .. result.Properties.Select(p => $"{p.Property.Name} {p.Holds} {p.Witnessed} {p.WhyOpen} {Of(p.Trace)}"),
        .. result.Terminals.Select(t => $"{t}"),
    ]);

    public static PropertyResult<TState, TStep> Property<TState, TStep>(this CheckResult<TState, TStep> result, string name) =>
        result.Properties.Single(p => p.Property.Name == name);

    /// <summary>Takes the steps of a trace one after the other.</summary>
    /// <returns>Where they lead, and what the last of them shows.</returns>
    public static (TState Last, Verdicts Verdicts) Take<TState, TStep>(
        ITransitionSystem<TState, TStep> system, TState from, IEnumerable<Move<TStep>> moves)
    {
        var verdicts = default(Verdicts);
        foreach (var (step, description) in moves)
        {
            List<TStep> steps = [];
            system.CollectSteps(from, steps);
            Assert.Contains(step, steps);
            Assert.Equal(system.Describe(from, step), description);
            verdicts = default;
            from = system.Next(from, step, ref verdicts);
        }

        return (from, verdicts);
    }

    private static string Of<TState, TStep>(Trace<TState, TStep>? trace) => trace is null
        ? "-"
        : $"{trace.First}: {string.Join(", ", trace.Steps.Select(s => s.Description))}: {trace.Last}: "
            + string.Join(", ", trace.Cycle.Select(s => s.Description));
}
