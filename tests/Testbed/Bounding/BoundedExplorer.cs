using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>Every execution of a scenario within bounds, on the cooperative engine.</summary>
internal static class BoundedExplorer
{
    /// <summary>How the strategy is called on the command line.</summary>
    public const string Strategy = "exhaustive";

    /// <param name="shrink">Whether what fails is made as plain as it gets.</param>
    /// <returns>What came of it, and how much of all there is was executed.</returns>
    public static (Exploration Exploration, BoundedReport Report) Explore(
        Scenario scenario, PlantedBug? bug, Bounds bounds, Effort effort, bool shrink)
    {
        var tallies = new Tallies();
        Seq<Deviation>? failing = null;
        var search = new BoundedSearch(new DeviatingRun(scenario.World, bug), bounds)
        {
            Executed = (execution, choices) =>
            {
                tallies.Add(execution);
                failing = execution.IsViolated ? choices : null;
                return failing is null;
            },
        };
        var before = EscapeDetector.Now();
        search.Run(effort);
        EscapeDetector.RequireNone(before);
        return (
            new Exploration(search.Executions, search.Steps, tallies, failing is { } found ? Record(found) : null,
                failing is null ? null : search.Executions),
            new BoundedReport(scenario.Name, bounds, search.IsComplete, search.Executions, search.Pruned));

        RecordedFailure Record(Seq<Deviation> choices)
        {
            var foundBy = $"explore, {Strategy}, {bounds}, execution {search.Executions}";
            return FailureTrace.Record(scenario, () => new DeviatingStrategy(choices), bug, foundBy, effort, shrink);
        }
    }
}
