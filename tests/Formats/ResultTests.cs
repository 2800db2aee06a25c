using System.Text.Json;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What programs and people are told: one JSON object per line, or tables.</summary>
public sealed class ResultTests : IDisposable
{
    private static readonly PairReport Pair = new()
    {
        Pair = new(Domain.Parse("a.example"), Domain.Parse("b.example")),
        Outcome = Proof.External,
        Tls = Encryption.Starttls,
        ReceiverOutcome = Proof.External,
        Schedules = 1000,
        Delivered = 2000,
        Reasons = ["A1:not-authorized"],
        Remedies = ["A1:not-authorized: mend it"],
    };

    private readonly string _folder = Directory.CreateTempSubdirectory("s2s-formats-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void An_exploration_is_one_object()
    {
        var run = Run.Of("explore --json --seed 5");

        Assert.Equal(
            """
            {"verb":"explore","seed":5,"complete":true,
            "engines":[{"name":"cooperative","scenarios":2,"schedules":2000,"steps":51234,"cpuSeconds":0.25},
            {"name":"coyote","scenarios":2,"schedules":200,"steps":9000,"cpuSeconds":3.5}],
            "invariants":{"INV-1":12},"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Fuzzing_is_one_object_that_counts_what_came_into_play()
    {
        var run = Run.Of("fuzz --json --seed 5");

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal(
            """
            {"verb":"fuzz","seed":5,"complete":true,
            "engines":[{"name":"cooperative","scenarios":300,"schedules":1200,"steps":51234,"cpuSeconds":0.25},
            {"name":"coyote","scenarios":30,"schedules":120,"steps":9000,"cpuSeconds":3.5}],
            "invariants":{"INV-1":12},"flavours":{"A1":90},"outcomes":{"dialbackOverTls":110},"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void Fuzzing_guided_says_what_was_known_kept_and_seen()
    {
        var work = new StubWorkers();
        work = new StubWorkers { Fuzzing = work.Fuzzing with { Guided = [new("generated", 3, 40, 500, 60_000)] } };

        Assert.EndsWith(
            """
            "guided":[{"scenario":"generated","known":3,"corpus":40,"transitions":500,"pairs":60000}],"violations":[]}
            """.Trim(),
            Assert.Single(Run.Of("fuzz --json", work).OutputLines),
            StringComparison.Ordinal);
        Assert.Contains($"{Figures.Of(60_000)} ordered pairs", Run.Of("fuzz", work).Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_shard_says_which_it_is_and_of_which_run()
    {
        var run = Run.Of("fuzz --json --shard 2/3 --cases 50 --bug unsolicited-result");

        var shard = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement.GetProperty("shard");
        Assert.Equal((2, 3), (shard.GetProperty("index").GetInt32(), shard.GetProperty("count").GetInt32()));
        Assert.Equal("--cases 50 --schedules 4 --engine both --bug unsolicited-result", shard.GetProperty("arguments").GetString());
        Assert.NotEmpty(shard.GetProperty("build").GetString()!);
    }

    [Fact]
    public void Verifying_is_one_object()
    {
        var run = Run.Of("verify --json --seed 5");

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal(
            """{"verb":"verify","seed":5,"complete":true,"executions":760,"steps":51234,"differences":[],"violations":[]}""",
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void A_difference_between_two_processes_is_our_own_failure_and_shows_both_events()
    {
        var found = new VerifyReport(
            true, [], 20, 4299, [new("rejection, schedule 3", 17, "a", "b", Nondeterminism.HashOrder, "each repeats itself")]);

        var run = Run.Of("verify --json", new StubWorkers { Verification = found });

        Assert.Equal(ExitStatus.OwnFailure, run.Status);
        Assert.Equal(
            "rejection, schedule 3: two processes differ at event 17: 'a' against 'b'; each repeats itself", Assert.Single(run.ErrorLines));
        Assert.Equal(
            """
            [{"execution":"rejection, schedule 3","kind":"hashOrder","why":"each repeats itself","event":17,"one":"a","other":"b"}]
            """,
            JsonDocument.Parse(run.Output).RootElement.GetProperty("differences").GetRawText());
    }

    [Fact]
    public void Checking_is_one_object_with_a_row_for_each_world()
    {
        var run = Run.Of("check --scope tiny --json --seed 5");

        Assert.Equal(ExitStatus.Sound, run.Status);
        Assert.Equal(
            """
            {"verb":"check","seed":5,"complete":true,"scopes":[{"name":"dialback","subject":"model","reduced":false,"states":427,
            "transitions":921,"depth":52,"seconds":0.5,"bytesPerState":45.2,"missedProbability":0,
            "properties":[{"name":"INV-2","holds":true,"witnessed":true},{"name":"LIV-6","holds":null,"witnessed":false}]}],"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
        Assert.Contains("LIV-6 of the model never came up", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    [Fact]
    public void Fuzzing_that_finds_something_says_what_happened_and_has_its_status()
    {
        var found = new FuzzReport(
            true, [new("INV-4", "XEP-0220 2.1.1", "found/INV-4.trace", "nobody had asked")], [], [], []);

        var run = Run.Of("fuzz", new StubWorkers { Fuzzing = found });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Contains(
            "violation of INV-4 (XEP-0220 2.1.1): nobody had asked: found/INV-4.trace", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Combinations_are_one_object_with_what_they_came_to()
    {
        var run = Run.Of("combinations --json");

        Assert.Equal(ExitStatus.Sound, run.Status);
        var json = JsonDocument.Parse(Assert.Single(run.OutputLines)).RootElement;
        Assert.Equal("combinations", json.GetProperty("verb").GetString());
        Assert.Equal(110, json.GetProperty("outcomes").GetProperty("dialbackOverTls").GetInt64());
    }

    [Fact]
    public void A_combination_that_breaks_a_property_is_a_violation()
    {
        var found = new FuzzReport(true, [new("INV-17", "RFC 6120 5.3.1", "found/INV-17.trace")], [], [], []);

        Assert.Equal(ExitStatus.Violation, Run.Of("combinations", new StubWorkers { Fuzzing = found }).Status);
    }

    [Fact]
    public void A_violation_is_told_with_its_trace_and_its_status()
    {
        var found = new ExploreReport(false, [new("INV-4", "XEP-0220 2.1.1", "found/INV-4.trace")], [], []);

        var run = Run.Of("explore --json", new StubWorkers { Exploration = found });

        Assert.Equal(ExitStatus.Violation, run.Status);
        var json = JsonDocument.Parse(run.Output).RootElement;
        Assert.False(json.GetProperty("complete").GetBoolean());
        Assert.Equal(
            """[{"property":"INV-4","clause":"XEP-0220 2.1.1","trace":"found/INV-4.trace"}]""",
            json.GetProperty("violations").GetRawText());
    }

    [Fact]
    public void A_simulation_is_one_object_per_world_in_the_words_of_the_contract()
    {
        var file = World("w.json", Texts.TwoServers);

        var work = new StubWorkers { Simulation = new(1000, true, [Pair], []) };
        var run = Run.Of(["simulate", file, file, "--json"], work);

        Assert.Equal(2, run.OutputLines.Length);
        Assert.Equal(
            $$"""
            {"verb":"simulate","seed":0,"complete":true,"file":"{{file}}","schedules":1000,
            "pairs":[{"from":"a.example","to":"b.example","outcome":"external","tls":"starttls","bidi":false,
            "receiverOutcome":"external","schedules":1000,"delivered":2000,"bounced":0,"unconfirmed":0,
            "reasons":["A1:not-authorized"],"remedies":["A1:not-authorized: mend it"]}],"violations":[]}
            """.ReplaceLineEndings(""),
            run.OutputLines[0]);
    }

    [Fact]
    public void Every_input_is_worked_on_and_the_gravest_status_wins()
    {
        var (sound, broken) = (World("a.json", Texts.TwoServers), World("b.json", "{"));

        var run = Run.Of(
            ["simulate", broken, sound, "nowhere.json", "--json"],
            new StubWorkers { Simulation = new(1, true, [], [new("OUTCOME", "design", null)]) });

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Single(run.OutputLines);
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith($"{broken}:1: is not JSON: ", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_over_one_input_leaves_the_others_to_be_worked_on()
    {
        var file = World("a.json", Texts.TwoServers);

        var work = new StubWorkers { Failure = new InvalidDataException("x") };
        var run = Run.Of(["simulate", file, "nowhere.json"], work);

        Assert.Equal(ExitStatus.OwnFailure, run.Status);
        Assert.Equal(2, run.ErrorLines.Length);
        Assert.StartsWith($"{file}: internal error: ", run.ErrorLines[0], StringComparison.Ordinal);
    }

    [Fact]
    public void A_recording_that_parts_is_a_violation()
    {
        var file = World("r.jsonl", "{\"dir\":\"recv\"}\n{\"dir\":\"send\"}\n");
        var parted = new TranscriptReport("prosody", 2, 1, [new("INV-9", 2)], new(2, "no header"));

        var run = Run.Of(["transcript", file, "--json"], new StubWorkers { Transcript = parted });

        Assert.Equal(ExitStatus.Violation, run.Status);
        Assert.Equal(
            $$"""
            {"verb":"transcript","seed":0,"complete":true,"file":"{{file}}","server":"prosody","elements":2,"acted":1,
            "refused":{"INV-9":2},"parted":{"line":2,"why":"no header"},"violations":[]}
            """.ReplaceLineEndings(""),
            Assert.Single(run.OutputLines));
    }

    [Fact]
    public void A_recording_whose_second_line_is_no_object_is_unusable()
    {
        var file = World("r.jsonl", "{}\n[]\n");

        var run = Run.Of(["transcript", file]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.Equal($"{file}:2: is not a JSON object; one JSON object per line", Assert.Single(run.ErrorLines));
    }

    [Fact]
    public void People_get_tables_with_thin_spaces_in_large_numbers()
    {
        var output = Run.Of("explore").Output;

        Assert.Contains("51\u2009234", output, StringComparison.Ordinal);
        Assert.Contains("violations: 0; complete", output, StringComparison.Ordinal);
        Assert.DoesNotContain('\u001b', output);
    }

    [Fact]
    public void A_world_is_a_table_of_its_pairs()
    {
        var file = World("w.json", Texts.TwoServers);

        var run = Run.Of(["simulate", file], new StubWorkers { Simulation = new(1000, false, [Pair], []) });

        Assert.Contains("a.example→b.example", run.Output, StringComparison.Ordinal);
        Assert.Contains("a.example→b.example, A1:not-authorized: mend it", run.Output, StringComparison.Ordinal);
        Assert.Contains("not complete", run.Output, StringComparison.Ordinal);
    }

    private string World(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text);
        return file;
    }
}
