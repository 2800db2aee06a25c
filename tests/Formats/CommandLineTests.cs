using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Arguments: what is understood, and the one line that answers what is not.</summary>
public sealed class CommandLineTests
{
    [Theory]
    [InlineData(
        "frobnicate",
        "unknown verb 'frobnicate'; allowed: check, explore, fuzz, replay, corpus, simulate, combinations, transcript, verify, merge")]
    [InlineData("simulat w.json", "unknown verb 'simulat'; did you mean 'simulate'? ")]
    [InlineData("explore --schedules many", "--schedules: 'many' is not allowed; allowed: a whole number from 1")]
    [InlineData("explore --schedules -5", "--schedules: '-5' is not allowed; ")]
    [InlineData("explore --schedules 0", "--schedules: '0' is not allowed; ")]
    [InlineData("explore --engine x", "--engine: 'x' is not known; allowed: both, cooperative, coyote")]
    [InlineData("explore --scenario first-contct", "--scenario: 'first-contct' is not known; did you mean ")]
    [InlineData("explore --strategy luck", "--strategy: 'luck' is not known; allowed: random")]
    [InlineData("fuzz --strategy luck", "--strategy: 'luck' is not known; allowed: random")]
    [InlineData("fuzz --strategy guided --engine coyote", "--engine: coyote does not go with --strategy guided; allowed: cooperative")]
    [InlineData("fuzz --strategy guided --shard 1/2", "--shard: does not go with --strategy guided; allowed: another strategy")]
    [InlineData("explore --strategy guided --engine coyote", "--engine: coyote does not go with --strategy guided; allowed: cooperative")]
    [InlineData("explore --strategy exhaustive --shard 1/2", "--shard: does not go with --strategy exhaustive; allowed: another strategy")]
    [InlineData(
        "explore --strategy prioritization --engine cooperative",
        "--engine: cooperative does not go with --strategy prioritization; allowed: coyote")]
    [InlineData("fuzz --cases none", "--cases: 'none' is not allowed; allowed: a whole number from 1")]
    [InlineData("fuzz --bug none", "--bug: 'none' is not known; allowed: unsolicited-result")]
    [InlineData("explore --bug none", "--bug: 'none' is not known; allowed: unsolicited-result")]
    [InlineData("explore --sedules 5", "unknown option '--sedules'; did you mean '--schedules'? ")]
    [InlineData("explore extra", "explore: 'extra' is too much; ")]
    [InlineData("explore @file", "explore: '@file' is too much; ")]
    [InlineData("--time 5parsecs", "--time: '5parsecs' is not allowed; allowed: a number and h, m or s, ")]
    [InlineData("--seed -1", "--seed: '-1' is not allowed; allowed: a whole number from 0 ")]
    [InlineData("--seed 1 --seed 2", "Option '--seed' expects a single argument")]
    [InlineData("--seed", "Required argument missing for option: '--seed'")]
    [InlineData("combinations --covering 0", "--covering: '0' is not allowed; allowed: a whole number from 1 to 4")]
    [InlineData("combinations --covering 5", "--covering: '5' is not allowed; ")]
    [InlineData("explore --shard 0/4", "--shard: '0/4' is not allowed; allowed: i/n, like 2/4")]
    [InlineData("explore --shard 5/4", "--shard: '5/4' is not allowed; ")]
    [InlineData("fuzz --shard 2", "--shard: '2' is not allowed; ")]
    [InlineData("fuzz --shard 1/2/3", "--shard: '1/2/3' is not allowed; ")]
    [InlineData("combinations --shard +1/2", "--shard: '+1/2' is not allowed; ")]
    [InlineData("combinations --shard 1/1001", "--shard: '1/1001' is not allowed; ")]
    [InlineData("simulate --shard 1/2", "unknown option '--shard'; ")]
    [InlineData("verify --scenario first-contct", "--scenario: 'first-contct' is not known; did you mean ")]
    [InlineData("verify --plant clok", "--plant: 'clok' is not known; did you mean 'clock'? ")]
    [InlineData("verify --cases 0", "--cases: '0' is not allowed; ")]
    [InlineData("merge", "Required argument 'RESULT' missing")]
    [InlineData("merge nowhere.json", "nowhere.json: there is no such file")]
    [InlineData("simulate", "Required argument 'WORLD' missing")]
    [InlineData("simulate --foo", "unknown option '--foo'; ")]
    [InlineData("simulate nowhere.json", "nowhere.json: there is no such file")]
    [InlineData("replay nowhere.trace --verify", "nowhere.trace: there is no such file")]
    [InlineData("replay a.trace b.trace --html w.html", "replay: --html shows one trace, not 2; allowed: one TRACE")]
    [InlineData("replay a.trace --to-step 5 --verify", "replay: --to-step and --verify do not go together: ")]
    [InlineData("replay a.trace --to-step 5 --explain", "replay: --to-step and --explain do not go together: ")]
    [InlineData("replay a.trace --to-step 5 --html w.html", "replay: --to-step and --html do not go together: ")]
    [InlineData("replay a.trace --to-step -1", "--to-step: '-1' is not allowed; allowed: a whole number from 0")]
    [InlineData("replay nowhere.trace --to-step 5", "nowhere.trace: there is no such file")]
    [InlineData("corpus nowhere", "nowhere: there is no such folder; name a folder of traces")]
    [InlineData("corpus here there", "corpus: 'there' is too much; ")]
    [InlineData("corpus --wirte", "unknown option '--wirte'; did you mean '--write'? ")]
    [InlineData("corpus --add", "Required argument missing for option: '--add'")]
    [InlineData("transcript nowhere.jsonl", "nowhere.jsonl: there is no such file")]
    [InlineData("simulate .", ".: is a directory; name a file")]
    public void What_cannot_be_used_is_answered_by_one_line(string arguments, string said)
    {
        var run = Run.Of(arguments);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Empty(run.Output);
        Assert.StartsWith(said, Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("explore --help")]
    [InlineData("fuzz --help")]
    [InlineData("replay --help")]
    [InlineData("simulate --help")]
    [InlineData("combinations --help")]
    [InlineData("transcript -h")]
    [InlineData("verify --help")]
    [InlineData("merge --help")]
    [InlineData("corpus --help")]
    public void Help_ends_in_examples(string arguments)
    {
        var run = Run.Of(arguments);

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Empty(run.ErrorLines);
        Assert.Contains("Examples:", run.Output, StringComparison.Ordinal);
        Assert.Contains("--seed", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Exploring_is_asked_for_in_full()
    {
        var run = Run.Of(
            "explore --scenario first-contact --engine coyote --schedules 7 --bug unsolicited-result "
            + "--save found --seed 9 --time 5m");

        Assert.Equal(ExitStatus.Sound, run.Status);
        var request = Assert.Single(run.Work.Explored);
        Assert.Equal(["first-contact"], request.Scenarios);
        Assert.Equal(EngineChoice.Coyote, request.Engine);
        Assert.Equal("random", request.Strategy);
        Assert.Equal(7, request.Schedules);
        Assert.Equal("unsolicited-result", request.Bug);
        Assert.Equal("found", request.SaveTo);
        Assert.Equal(9UL, request.Effort.Seed);
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Exploring_without_a_word_is_every_scenario_in_both_engines_without_end()
    {
        var request = Assert.Single(Run.Of("explore").Work.Explored);

        Assert.Equal(["first-contact", "rejection"], request.Scenarios);
        Assert.Equal(EngineChoice.Both, request.Engine);
        Assert.Null(request.Effort.Deadline.Left);
    }

    [Fact]
    public void Fuzzing_is_asked_for_in_full()
    {
        var run = Run.Of(
            "fuzz --cases 50 --schedules 7 --engine cooperative --strategy guided --corpus kept --bug unsolicited-result --save found "
            + "--seed 9 --time 5m");

        Assert.Equal(ExitStatus.Sound, run.Status);
        var request = Assert.Single(run.Work.FuzzRequests);
        Assert.Equal((50, 7, EngineChoice.Cooperative), (request.Cases, request.Schedules, request.Engine));
        Assert.Equal(("guided", "kept"), (request.Strategy, request.Corpus));
        Assert.Equal(("unsolicited-result", "found", 9UL), (request.Bug, request.SaveTo, request.Effort.Seed));
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Fuzzing_without_a_word_is_some_worlds_in_both_engines_without_end()
    {
        var request = Assert.Single(Run.Of("fuzz").Work.FuzzRequests);

        Assert.Equal((300, 4, EngineChoice.Both), (request.Cases, request.Schedules, request.Engine));
        Assert.Equal(("random", null), (request.Strategy, request.Corpus));
        Assert.Null(request.Effort.Deadline.Left);
    }

    [Fact]
    public void Combinations_are_asked_for_in_full()
    {
        var run = Run.Of("combinations --covering 3 --schedules 7 --bug unsolicited-result --save found --seed 9 --time 5m");

        Assert.Equal(ExitStatus.Sound, run.Status);
        var request = Assert.Single(run.Work.CombinationsRequests);
        Assert.Equal((3, 7), (request.Strength, request.Schedules));
        Assert.Equal(("unsolicited-result", "found", 9UL), (request.Bug, request.SaveTo, request.Effort.Seed));
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Combinations_without_a_word_are_all_of_them_at_fifty_schedules()
    {
        var request = Assert.Single(Run.Of("combinations").Work.CombinationsRequests);

        Assert.Equal((null, 50), (request.Strength, request.Schedules));
    }

    [Fact]
    public void A_shard_takes_every_nth_number_from_its_own_on()
    {
        var run = Run.Of("explore --shard 2/4");

        Assert.Equal(new Stride(1, 4), Assert.Single(run.Work.Explored).Numbers);
        Assert.Equal(new Stride(1, 4), Assert.Single(Run.Of("fuzz --shard 2/4").Work.FuzzRequests).Numbers);
        Assert.Equal(new Stride(1, 4), Assert.Single(Run.Of("combinations --shard 2/4").Work.CombinationsRequests).Numbers);
        Assert.Equal(new Stride(0, 1), Assert.Single(Run.Of("fuzz").Work.FuzzRequests).Numbers);
    }

    [Fact]
    public void Verifying_is_asked_for_in_full()
    {
        var run = Run.Of("verify --scenario rejection --schedules 7 --cases 8 --plant clock --seed 9 --time 5m");

        Assert.Equal(ExitStatus.Sound, run.Status);
        var request = Assert.Single(run.Work.VerifyRequests);
        Assert.Equal(["rejection"], request.Scenarios);
        Assert.Equal((7, 8, "clock", 9UL), (request.Schedules, request.Cases, request.Plant, request.Effort.Seed));
        Assert.InRange(request.Effort.Deadline.Left!.Value, TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(5));
    }

    [Fact]
    public void Our_own_failure_is_one_line_and_a_status_of_its_own()
    {
        var run = Run.Of("explore", new StubWorkers { Failure = new InvalidOperationException("broken\nin two") });

        Assert.Equal(ExitStatus.OwnFailure, run.Status);
        Assert.StartsWith("internal error: ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }
}
