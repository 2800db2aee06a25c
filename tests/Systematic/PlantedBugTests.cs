using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>It can fail: each planted bug is found by both engines, and without one there is nothing to be found.</summary>
[Collection(Alone.Name)]
public sealed class PlantedBugTests(CoyoteFixture coyote) : IClassFixture<CoyoteFixture>
{
    private const int CooperativeSchedules = 10_000;
    private const int CoyoteSchedules = 6_000;
    private const int SoundSchedules = 300;
    private const int SoundCoyoteSchedules = 15;

    // 20,000 were tried once; these show that it is so still.
    private const int InVain = 2_000;

    public static TheoryData<string> BugsForCoyote =>
        [.. PlantedBug.Known.Where(b => !b.IsSeenBy(EngineChoice.Cooperative)).Select(b => b.Name)];

    public static TheoryData<string> Bugs => [.. PlantedBug.All.Select(b => b.Name)];

    [Theory]
    [MemberData(nameof(Bugs))]
    public void The_cooperative_engine_finds_a_planted_bug(string name) =>
        AssertFound(name, EngineChoice.Cooperative, CooperativeSchedules);

    // One of each kind: what most of the others do wrong shows in every schedule of their scenario. All of them are looked for
    // where the time to each is measured (tests/Benchmarks/bugs).
    [Theory]
    [InlineData("unsolicited-result")]
    [InlineData("queue-overtaken")]
    [InlineData("stale-timer")]
    [InlineData("clear-text-accepted")]
    [InlineData("plain-after-tls-failure")]
    [InlineData("bad-certificate-tolerated")]
    [InlineData("verdict-ignored")]
    [InlineData("silent-refusal")]
    [InlineData("stanza-astray")]
    [InlineData("verdict-by-pair")]
    [InlineData("limit-forgotten")]
    [InlineData("identity-ignored")]
    public void Coyote_finds_a_planted_bug_that_it_is_said_to_see(string name)
    {
        var bug = PlantedBug.Named(name);
        Assert.True(bug.IsSeenBy(EngineChoice.Coyote));

        var result = coyote.Child.Ask(CoyoteRequestFor(bug), CoyoteExplorer.PatienceFor(null));

        Assert.NotNull(result.Found);
        Assert.True(bug.Violates(CoyoteExplorer.TraceOf(result).Expect));
    }

    [Fact]
    public void Those_that_the_cooperative_engine_sees_are_listed_as_such() => Assert.Equal(
        PlantedBug.All.Select(b => b.Name),
        PlantedBug.Known.Where(b => b.IsSeenBy(EngineChoice.Cooperative)).Select(b => b.Name));

    [Fact]
    public void Coyote_finds_one_by_priorities_too()
    {
        var request = CoyoteRequestFor(PlantedBug.Named("queue-overtaken")) with { Strategy = CoyoteStrategies.Prioritization };

        Assert.NotNull(coyote.Child.Ask(request, CoyoteExplorer.PatienceFor(null)).Found);
    }

    [Fact]
    public void Without_a_planted_bug_Coyote_by_priorities_finds_nothing()
    {
        var request = CoyoteRequestFor(Canaries.Nothing) with { Strategy = CoyoteStrategies.Prioritization, Schedules = 30 };

        var result = coyote.Child.Ask(request, CoyoteExplorer.PatienceFor(null));

        Assert.Equal((null, 30), (result.Found, result.Schedules));
    }

    // Of the loop's mailbox: a task has to be interrupted between two locks of one method without a wait, and on one
    // thread nobody is.
    [Theory]
    [MemberData(nameof(BugsForCoyote))]
    public void Only_Coyote_finds_a_bug_between_two_locks(string name)
    {
        var bug = PlantedBug.Named(name);

        AssertFound(name, EngineChoice.Coyote, CoyoteSchedules);

        Assert.Empty(Explored.Run(EngineChoice.Cooperative, InVain, bug.Scenario, bug.Name).Violations);
    }

    [Fact]
    public void Without_a_bug_the_cooperative_engine_finds_nothing() =>
        AssertSound(Explored.Run(EngineChoice.Cooperative, SoundSchedules), "cooperative", SoundSchedules);

    [Fact]
    public void Without_a_bug_Coyote_finds_nothing_in_the_rewritten_and_wholly_controlled_copy() =>
        AssertSound(Explored.Run(EngineChoice.Coyote, SoundCoyoteSchedules), "coyote", SoundCoyoteSchedules);

    [Fact]
    public void An_assembly_that_is_not_rewritten_is_refused()
    {
        // Coyote itself only logs an error and then gives false verdicts.
        var answer = CoyoteRun.Answer("""{"Scenario":"external","World":"","FoundBy":"test","Schedules":1,"Seed":0}""");

        Assert.Contains("is not rewritten", answer, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_property_is_exercised_by_the_scenarios()
    {
        var report = Explored.Run(EngineChoice.Cooperative, SoundSchedules);

        Assert.All(report.Invariants, e => Assert.True(e.Times > 0, $"{e.Property} was never exercised"));
    }

    [Fact]
    public void What_Coyote_finds_is_found_again_cooperatively_from_what_the_environment_did()
    {
        var folder = Directory.CreateTempSubdirectory();
        try
        {
            var bug = PlantedBug.Named("queue-overtaken");
            var found = Explored.Run(EngineChoice.Coyote, CoyoteSchedules, bug.Scenario, bug.Name, folder.FullName);
            var file = Assert.Single(found.Violations).Trace!;
            var trace = TraceFile.Parse(file, File.ReadAllBytes(file)).Value!;

            var replayed = new Replayer().Replay(file, trace, verify: false, Explored.Effort).Value;

            Assert.Equal(bug.Property, Assert.IsType<ReplayReport.Ended>(replayed).Property);
            Assert.True(File.Exists(Path.ChangeExtension(file, ".schedule")));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static void AssertFound(string name, EngineChoice engine, int schedules)
    {
        var bug = PlantedBug.Named(name);

        var report = Explored.Run(engine, schedules, bug.Scenario, bug.Name);

        Assert.True(bug.Violates(Assert.Single(report.Violations).Property));
    }

    private static CoyoteRequest CoyoteRequestFor(PlantedBug bug) => new(
        bug.Scenario, WorldFile.Write(Scenario.Named(bug.Scenario).World), "a test", CoyoteSchedules, 0, 1, bug.Name, null)
    {
        Sought = [bug.Property, .. bug.ViolatesElsewhere],
    };

    private static void AssertSound(ExploreReport report, string engine, int schedules)
    {
        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        var ran = Assert.Single(report.Engines);
        Assert.Equal((engine, (long)schedules * Scenario.All.Count), (ran.Name, ran.Schedules));
        Assert.True(ran.Steps > ran.Schedules);
    }
}
