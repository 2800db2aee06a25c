using System.Runtime.CompilerServices;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Explores generated worlds guided by what is new in all of them together, and keeps what was worth it for the next time.
/// </summary>
internal static class GuidedFuzzer
{
    private const string Engine = "cooperative";

    public static FuzzReport Fuzz(FuzzRequest request)
    {
        var started = Environment.CpuUsage.TotalTime;
        var (bug, effort) = (PlantedBug.Maybe(request.Bug), request.Effort);
        var known = ChoiceFolder.Read(request.Corpus, FailureTrace.Generated, world: null).Value ?? [];
        var executions = (long)request.Cases * request.Schedules;
        var (tallies, outcomes) = (new Tallies(), new OutcomesOfWorlds());
        Failing? failing = null;
        WorldDefinition? failed = null;
        // With what is known already, the same seed goes on elsewhere.
        var (seed, made) = (Chance.SeedOf(effort.Seed, known.Count), 0L);
        var worlds = new WorldSource(() => WorldGenerator.Make(seed, made++), walk => new RandomStrategy(walk), WorldCrossing.Cross);
        var search = new GuidedSearch(worlds, bug, seed)
        {
            Executed = (execution, stream) =>
            {
                tallies.Add(execution);
                failing = execution.Breach is { } breach ? new Failing(breach.Property, () => new DeviatingStrategy(stream.Choices))
                    : outcomes.Contradict(execution) ? new Failing(Properties.Named("OUTCOME"), null)
                    : null;
                failed = stream.World;
                return failing is null;
            },
        };
        var before = EscapeDetector.Now();
        search.Run(known, executions, effort);
        EscapeDetector.RequireNone(before);
        ChoiceFolder.Write(request.Corpus, FailureTrace.Generated, search.Corpus, world: null);
        Seq<Violation> violations = failing is null ? [] : [Kept(failed!, failing)];
        return new FuzzReport(
            !violations.IsEmpty || search.Executions >= executions,
            violations,
            [
                new EngineReport(
                    Engine, outcomes.Count, search.Executions, search.Steps, (Environment.CpuUsage.TotalTime - started).TotalSeconds),
            ],
            tallies.ToReport(),
            tallies.StrikesToReport())
        {
            Guided =
            [
                new GuidedReport(
                    FailureTrace.Generated, known.Count, search.Corpus.Count, search.Novelty.Transitions, search.Novelty.Pairs),
            ],
        };

        Violation Kept(WorldDefinition world, Failing found)
        {
            var foundBy = $"fuzz, {GuidedExplorer.Strategy}, seed {effort.Seed}, execution {search.Executions}";
            return FailureTrace.Save(world, found, bug, foundBy, request.SaveTo, effort) with
            {
                Found = new Found(Engine, null, search.Executions),
            };
        }
    }

    /// <summary>What cannot be read of what was kept.</summary>
    public static Seq<InputProblem> ProblemsIn(string folder) =>
        ChoiceFolder.Read(folder, FailureTrace.Generated, world: null).Problems;

    /// <summary>What the executions of each world have come to: where nothing goes wrong, that is the same in all of them.</summary>
    private sealed class OutcomesOfWorlds
    {
        // By the very object: variants of an execution share it, and it goes when the last of them does.
        private readonly ConditionalWeakTable<WorldDefinition, HashSet<PairOutcome>[]> _known = [];

        /// <summary>How many worlds there were.</summary>
        public int Count { get; private set; }

        public bool Contradict(Execution execution)
        {
            var world = execution.World;
            var outcomes = _known.GetValue(world, Begin);
            for (var i = 0; i < outcomes.Length; i++)
            {
                outcomes[i].Add(Outcomes.Of(execution, world.Send[i].Pair));
            }

            return OutcomeRule.IsBrokenBy(world, outcomes);
        }

        private HashSet<PairOutcome>[] Begin(WorldDefinition world)
        {
            Count++;
            return [.. world.Send.Select(_ => new HashSet<PairOutcome>())];
        }
    }
}
