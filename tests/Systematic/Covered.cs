using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;
using CoreScopes = Xmpp.Federation.Testbed.Checking.Scopes;
using ModelScopes = Xmpp.Federation.Model.Protocol.Scopes;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What the model does in its own worlds, and what the production core does: in worlds that are checked whole, in every scenario
/// and in generated worlds, so many times. Both are the same in every run.
/// </summary>
internal static class Covered
{
    private const int SchedulesEach = 100;
    private const int GeneratedWorlds = 5_000;

    // The world of the core that takes most of the time, and shows nothing that the scenarios do not.
    private const string Largest = "small-external";

    private static readonly Lazy<Coverage> LazyModel = new(OfTheModel);
    private static readonly Lazy<Coverage> LazyCore = new(OfTheCore);

    public static Coverage Model => LazyModel.Value;

    public static Coverage Core => LazyCore.Value;

    private static Coverage OfTheModel()
    {
        var coverage = new Coverage();
        foreach (var scope in ModelScopes.Tiny.Concat(ModelScopes.Small))
        {
            var system = new ProtocolSystem(scope) { Seen = conduct => coverage.Add(conduct, matters: true) };
            Assert.True(Checker.Check(system, new CheckOptions()).Complete, scope.Name);
        }

        return coverage;
    }

    private static Coverage OfTheCore()
    {
        var coverage = new Coverage();
        foreach (var scope in CoreScopes.Tiny.Concat(CoreScopes.Small.Where(s => s.Name != Largest)))
        {
            var system = new CoreSystem(scope, new RuleObserver([.. scope.World.Servers], coverage));
            Assert.True(Checker.Check(system, new CheckOptions()).Complete, scope.Name);
        }

        Execute(
            [
                .. Scenario.All.SelectMany(s => Enumerable.Range(0, SchedulesEach).Select(i => (s.World, Chance.SeedOf(0, i)))),
                .. Enumerable.Range(0, GeneratedWorlds).Select(i => (WorldGenerator.Make(0, i), Chance.SeedOf(0, i))),
            ],
            coverage);
        return coverage;
    }

    private static void Execute(List<(WorldDefinition World, ulong Seed)> all, Coverage coverage)
    {
        var workers = Environment.ProcessorCount;
        WorkerThreads.Run([.. Enumerable.Range(0, workers).Select(worker => (Action)(() =>
        {
            for (var i = worker; i < all.Count; i += workers)
            {
                Execute(all[i].World, all[i].Seed, coverage);
            }
        }))]);
    }

    private static void Execute(WorldDefinition world, ulong seed, Coverage coverage)
    {
        var engine = new CooperativeEngine(new RandomStrategy(seed)) { Delay = world.Faults.Delay };
        var execution = new Execution(world, engine, null);
        execution.Monitors.OfType<WhatIsSaidIsAllowed>().Single().Coverage = coverage;
        execution.Start();
        execution.Finish(outOfSteps: !engine.Run(execution, CooperativeRun.StepsMax));
        Assert.False(execution.IsViolated, $"{WorldFile.Write(world)}, seed {seed}: {execution.Breach}");
    }
}
