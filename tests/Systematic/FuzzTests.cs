using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What <c>fuzz</c> generates, what it finds, and how plain it makes it.</summary>
[Collection(Alone.Name)]
public sealed class FuzzTests(CoyoteFixture coyote) : IClassFixture<CoyoteFixture>, IDisposable
{
    private const int Cases = 4_000;
    private const int CasesForCoyote = 300;
    private const int DeviationsMax = 2;
    private const double ShareMin = 0.05;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory();

    [Fact]
    public void Every_flavour_every_profile_and_every_kind_of_change_comes_into_play_and_nothing_is_wrong()
    {
        var report = Fuzz(EngineChoice.Cooperative, Cases);

        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        var struck = report.Strikes.Select(s => s.What).ToHashSet();
        Assert.Empty(Flavours.All.Select(f => Strikes.Flavour(f.Name)).Except(struck));
        Assert.Empty(Profiles.All.Select(p => Strikes.Profile(p.Name)).Except(struck));
        Assert.All(Enum.GetValues<ChangeKind>(), kind => Assert.Contains(
            struck, s => s.StartsWith($"change:{Words.Of(kind)}", StringComparison.Ordinal)));
        Assert.All(Extra.All, extra => Assert.Contains(struck, s => s.EndsWith($" {extra.Name}", StringComparison.Ordinal)));
    }

    [Fact]
    public void No_class_of_outcome_falls_under_five_percent()
    {
        var report = Fuzz(EngineChoice.Cooperative, Cases);

        var outcomes = report.Strikes.Where(s => s.Kind == "outcome").ToArray();
        var all = outcomes.Sum(o => o.Times);
        Assert.Equal(Enum.GetValues<OutcomeClass>().Select(Words.Of).Order(StringComparer.Ordinal), outcomes.Select(o => o.Name));
        Assert.All(outcomes, o => Assert.True(o.Times >= ShareMin * all, $"{o.Name}: {o.Times} of {all}"));
    }

    [Fact]
    public void The_same_seed_generates_the_same_worlds_and_finds_the_same()
    {
        var (once, again) = (Fuzz(EngineChoice.Cooperative, 200), Fuzz(EngineChoice.Cooperative, 200));

        Assert.Equal(once.Strikes, again.Strikes);
        Assert.Equal(once.Invariants, again.Invariants);
        Assert.NotEqual(once.Strikes, Fuzz(EngineChoice.Cooperative, 200, seed: 1).Strikes);
    }

    // Others need a world that is not generated, or take more cases than a test has time for.
    [Theory]
    [InlineData("unsolicited-result")]
    [InlineData("queue-overtaken")]
    [InlineData("stale-timer")]
    [InlineData("clear-text-accepted")]
    [InlineData("plain-after-tls-failure")]
    [InlineData("bad-certificate-tolerated")]
    [InlineData("verdict-ignored")]
    [InlineData("silent-refusal")]
    [InlineData("grant-of-another-stream")]
    [InlineData("name-by-part")]
    [InlineData("verdict-not-awaited")]
    [InlineData("id-kept")]
    public void The_cooperative_engine_finds_a_planted_bug_in_generated_worlds_and_makes_it_plain(string name) =>
        AssertFound(Fuzz(EngineChoice.Cooperative, Cases, name), name);

    // The others take Coyote more schedules than a test has time for.
    [Theory]
    [InlineData("queue-overtaken")]
    [InlineData("bad-certificate-tolerated")]
    [InlineData("clear-text-accepted")]
    public void Coyote_finds_a_planted_bug_in_generated_worlds_and_makes_it_plain(string name) =>
        AssertFound(Fuzz(EngineChoice.Coyote, CasesForCoyote, name), name);

    [Fact]
    public void A_property_that_fails_names_its_trace_and_the_command_that_executes_it_again()
    {
        var bug = PlantedBug.Named("queue-overtaken");

        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => Sought.Cooperatively(Scenario.Named(bug.Scenario).World, bug, 100));

        AssertReplays(failure.Message, bug);
    }

    [Fact]
    public void So_does_one_that_fails_under_Coyote()
    {
        var bug = PlantedBug.Named("queue-overtaken");

        var failure = Assert.ThrowsAny<Xunit.Sdk.XunitException>(
            () => Sought.UnderCoyote(coyote.Child, Scenario.Named(bug.Scenario).World, bug, 100));

        AssertReplays(failure.Message, bug);
    }

    [Fact]
    public void A_shrunk_world_is_plain_in_every_respect_that_does_not_matter()
    {
        var report = Fuzz(EngineChoice.Cooperative, Cases, "queue-overtaken");

        Assert.Equal(
            """{"servers":{"a.example":{},"b.example":{}},"send":[{"from":"a.example","to":"b.example","stanzas":2}]}""",
            WorldFile.Write(TraceOf(report).World));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private FuzzReport Fuzz(EngineChoice engine, int cases, string? bug = null, ulong seed = 0) => Explored.Fuzz(new FuzzRequest
    {
        Cases = cases,
        Schedules = 4,
        Engine = engine,
        Strategy = Fuzzer.Random,
        Bug = bug,
        SaveTo = _folder.FullName,
        Effort = Explored.Effort with { Seed = seed },
    });

    private static void AssertFound(FuzzReport report, string name)
    {
        var trace = TraceOf(report);
        var bug = PlantedBug.Named(name);
        Assert.Contains(trace.Expect, bug.ViolatesElsewhere.Append(bug.Property));
        Assert.InRange(trace.World.Servers.Sum(s => s.Peer?.Deviations ?? 0), 0, DeviationsMax);
    }

    private static Trace TraceOf(FuzzReport report)
    {
        var file = Assert.Single(report.Violations).Trace!;
        return TraceFile.Parse(file, File.ReadAllBytes(file)).Value!;
    }

    private static void AssertReplays(string message, PlantedBug bug)
    {
        var path = message.Split('\n').Single(l => l.StartsWith("trace: ", StringComparison.Ordinal))["trace: ".Length..];
        Assert.Contains($"dotnet run --project tests/Testbed -c Release -- replay {path}", message, StringComparison.Ordinal);
        var file = Path.Combine(Explored.Repository, path);
        var trace = TraceFile.Parse(file, File.ReadAllBytes(file)).Value!;
        Assert.Contains(Path.GetFileName(file), TestContext.Current.Attachments!.Keys);

        var replayed = new Replayer().Replay(file, trace, verify: false, Explored.Effort).Value;

        Assert.Equal(bug.Property, Assert.IsType<ReplayReport.Ended>(replayed).Property);
    }
}
