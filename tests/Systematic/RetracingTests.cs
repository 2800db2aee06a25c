using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Retracing;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A counterexample of the core is one of the whole negotiator.</summary>
public sealed class RetracingTests
{
    public static TheoryData<string> Pure => [.. PlantedBug.Pure.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Pure))]
    public void Probe(string bug)
    {
        foreach (var scope in Scopes.Tiny.Concat(Scopes.Small.Where(s => s.Attacker.Actions == 0)))
        {
            var system = new CoreSystem(scope with { Bug = PlantedBug.Named(bug) }, new RuleObserver([.. scope.World.Servers]));
            var result = Checker.Check(system, new CheckOptions { StopAtFirst = true, StatesMax = 200_000 });
            foreach (var broken in result.Properties.Where(p => p.Holds is false && p.Trace is not null))
            {
                var retraced = Retracer.Run(system, [.. broken.Trace!.Steps.Select(s => s.Step)], broken.Property.Name);
                File.AppendAllText("/tmp/h-path-probe.txt", $"{bug} | {scope.Name} | {broken.Property.Name} | {broken.Trace.Steps.Count} | {retraced.Trace?.Expect} | missed {retraced.Missed?.Number} {retraced.Missed?.Words} [{string.Join(",", retraced.Missed?.Possible ?? [])}] | {retraced.Told}\n");
            }

            if (!result.Sound)
            {
                return;
            }
        }
    }
}
