using FsCheck.Xunit;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Any two policies, any refusal, any fault: the properties hold, whatever the schedule.</summary>
[Collection(Alone.Name)]
public sealed class GeneratedWorldTests
{
    private const int SchedulesOfEach = 5;

    [Property(Arbitrary = [typeof(FaultyWorlds)], MaxTest = 1_500)]
    public void Whatever_goes_wrong_every_property_holds(GeneratedWorld generated)
    {
        for (ulong seed = 0; seed < SchedulesOfEach; seed++)
        {
            var (execution, _) = CooperativeRun.Execute(generated.World, new RandomStrategy(seed), null);

            Assert.True(execution.Breach is null, $"{execution.Breach} with seed {seed} in {generated}");
        }
    }

    [Property(Arbitrary = [typeof(FaultlessWorlds)], MaxTest = 1_000)]
    public void Where_nothing_goes_wrong_there_is_one_outcome_and_both_ends_agree(GeneratedWorld generated)
    {
        var report = new Simulator().Simulate(generated.World, SchedulesOfEach, Explored.Effort);

        Assert.True(report.Violations.IsEmpty, $"{report} in {generated}");
    }

    /// <summary>Where the first property gets its worlds from.</summary>
    public static class FaultyWorlds
    {
        /// <summary>Any.</summary>
        public static FsCheck.Arbitrary<GeneratedWorld> Any() => Worlds.Faulty();
    }

    /// <summary>Where the second one does.</summary>
    public static class FaultlessWorlds
    {
        /// <summary>Any.</summary>
        public static FsCheck.Arbitrary<GeneratedWorld> Any() => Worlds.Faultless();
    }
}
