using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

public sealed class BoundedSearchTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData("external", 1, 0)]
    [InlineData("external", 2, 0)]
    [InlineData("fallback", 1, 0)]
    [InlineData("external", 0, 0)]
    [InlineData("rejection", 1, 0)]
    [InlineData("external-refused", 2, 0)]
    [InlineData("external-refused", 1, 0)]
    [InlineData("dialback-over-tls", 2, 0)]
    public void Measure(string scenario, int delays, int faults)
    {
        var watch = System.Diagnostics.Stopwatch.StartNew();
        foreach (var reduced in new[] { false, true })
        {
            watch.Restart();
            HashSet<string> outcomes = [];
            var search = new BoundedSearch(new DeviatingRun(Scenario.Named(scenario).World, null), new Bounds(delays, faults, delays + faults), reduced)
            {
                Executed = (e, d) =>
                {
                    outcomes.Add(string.Join(";", Scenario.Named(scenario).World.Send.Select(s => Outcomes.Of(e, s.Pair).ToString())) + e.Breach);
                    return true;
                },
            };
            search.Run(Explored.Effort, 30_000);
            output.WriteLine($"{scenario} {delays} {faults} {reduced}: {search.IsComplete} {search.Executions} {search.Pruned} {search.Steps} outcomes {outcomes.Count} {watch.ElapsedMilliseconds} ms");
        }
    }
}
