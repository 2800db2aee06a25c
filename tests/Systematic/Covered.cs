using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;
using CoreScopes = Xmpp.Federation.Testbed.Checking.Scopes;
using ModelScopes = Xmpp.Federation.Model.Protocol.Scopes;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What the model does in its own worlds, and what the production core does: in worlds that are checked whole, and in a fixed
/// number of executions of every scenario. Both are the same in every run.
/// </summary>
internal static class Covered
{
    private const int SchedulesEach = 24;

    private static readonly Lazy<Coverage> LazyModel = new(OfTheModel);
    private static readonly Lazy<Coverage> LazyCore = new(OfTheCore);

    public static Coverage Model => LazyModel.Value;

    public static Coverage Core => LazyCore.Value;

    private static Coverage OfTheModel()
    {
        var coverage = new Coverage();
        foreach (var scope in ModelScopes.Tiny.Concat(ModelScopes.Small))
        {
            var system = new ProtocolSystem(scope) { Seen = coverage.Add };
            Assert.True(Checker.Check(system, new CheckOptions { Reduce = true }).Complete, scope.Name);
        }

        return coverage;
    }

    private static Coverage OfTheCore()
    {
        var coverage = new Coverage();
        foreach (var scope in CoreScopes.Tiny.Concat(CoreScopes.Small))
        {
            var system = new CoreSystem(scope, new RuleObserver([.. scope.World.Servers], coverage));
            Assert.True(Checker.Check(system, new CheckOptions()).Complete, scope.Name);
        }

        var works = Enumerable.Range(0, Environment.ProcessorCount).Select(worker => (Action)(() =>
        {
            for (var i = worker; i < Scenario.All.Count * SchedulesEach; i += Environment.ProcessorCount)
            {
                Execute(Scenario.All[i / SchedulesEach], Chance.SeedOf(0, i % SchedulesEach), coverage);
            }
        }));
        WorkerThreads.Run([.. works]);
        return coverage;
    }

    private static void Execute(Scenario scenario, ulong seed, Coverage coverage)
    {
        var engine = new CooperativeEngine(new RandomStrategy(seed), null) { Delay = scenario.World.Faults.Delay };
        var execution = new Execution(scenario.World, engine, null);
        execution.Monitors.OfType<WhatIsSaidIsAllowed>().Single().Coverage = coverage;
        execution.Start();
        execution.Finish(outOfSteps: !engine.Run(execution, CooperativeRun.StepsMax));
        Assert.False(execution.IsViolated, $"{scenario.Name}, seed {seed}: {execution.Breach}");
    }
}
