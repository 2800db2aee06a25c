using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>Explores a scenario guided by what is new, and keeps what was worth it for the next time.</summary>
internal static class GuidedExplorer
{
    /// <summary>How the strategy is called on the command line.</summary>
    public const string Strategy = "guided";

    /// <param name="folder">Where what is worth varying is kept between runs, a file a scenario; null keeps nothing.</param>
    /// <param name="shrink">Whether what fails is made as plain as it gets.</param>
    public static (Exploration Exploration, GuidedReport Report) Explore(
        Scenario scenario, PlantedBug? bug, int schedules, string? folder, Effort effort, bool shrink)
    {
        var known = ChoiceFolder.Read(folder, scenario.Name, scenario.World).Value ?? [];
        var tallies = new Tallies();
        Seq<Deviation>? failing = null;
        var walks = Strategies.For(Strategies.Names[0], scenario.World, bug);
        var worlds = new WorldSource(() => scenario.World, walks, Cross: null);
        var search = new GuidedSearch(worlds, bug, Chance.SeedOf(effort.Seed, known.Count))
        {
            Executed = (execution, stream) =>
            {
                tallies.Add(execution);
                failing = execution.IsViolated ? stream.Choices : null;
                return failing is null;
            },
        };
        var before = EscapeDetector.Now();
        search.Run(known, schedules, effort);
        EscapeDetector.RequireNone(before);
        ChoiceFolder.Write(folder, scenario.Name, search.Corpus, scenario.World);
        return (
            new Exploration(
                search.Executions, search.Steps, tallies, failing is { } found ? Record(found) : null,
                failing is null ? null : search.Executions),
            new GuidedReport(scenario.Name, known.Count, search.Corpus.Count, search.Novelty.Transitions, search.Novelty.Pairs));

        RecordedFailure Record(Seq<Deviation> choices)
        {
            var foundBy = $"explore, {Strategy}, seed {effort.Seed}, execution {search.Executions}";
            return FailureTrace.Record(scenario, () => new DeviatingStrategy(choices), bug, foundBy, effort, shrink);
        }
    }

    /// <summary>What cannot be read of what was kept.</summary>
    public static Seq<InputProblem> ProblemsIn(string folder, IEnumerable<string> scenarios) => Scenario.All
        .Where(s => scenarios.Contains(s.Name))
        .SelectMany(s => ChoiceFolder.Read(folder, s.Name, s.World).Problems)
        .Distinct().ToSeq();
}
