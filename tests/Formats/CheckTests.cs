using System.Text.Json;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>What <c>check</c> finds is kept in files, and executed again from them.</summary>
public sealed class CheckTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("s2s-check-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void A_counterexample_is_a_trace_that_replays_against_the_whole_negotiator()
    {
        var (found, _, output) = Run("check", "--scope", "tiny", "--bug", "starttls-offered-again", "--save", _folder, "--json");
        var trace = Assert.Single(Directory.GetFiles(_folder, "*.trace"));

        var (replayed, _, verdict) = Run("replay", trace, "--json");

        Assert.Equal(ExitStatus.Violation, found);
        var violation = JsonDocument.Parse(output).RootElement.GetProperty("violations")[0];
        Assert.Equal(trace, violation.GetProperty("trace").GetString());
        Assert.Contains("the whole negotiator breaks INV-20", violation.GetProperty("detail").GetString(), StringComparison.Ordinal);
        Assert.Equal(ExitStatus.Sound, replayed);
        Assert.True(JsonDocument.Parse(verdict).RootElement.GetProperty("asRecorded").GetBoolean());
        Assert.Equal("INV-20", JsonDocument.Parse(verdict).RootElement.GetProperty("expect").GetString());
    }

    [Fact]
    public void Its_steps_in_the_words_of_the_checker_stand_beside_it()
    {
        Run("check", "--scope", "tiny", "--bug", "starttls-offered-again", "--save", _folder);

        var lines = File.ReadAllLines(Assert.Single(Directory.GetFiles(_folder, "*.path")));

        Assert.Equal("INV-20 rules", lines[0]);
        Assert.Equal(["1 a.example hands over a.example→b.example #1", "2 resolve a.example b.example"], lines[3..5]);
    }

    [Fact]
    public void With_hash_compaction_it_says_how_probable_it_is_that_a_state_was_missed()
    {
        var whole = Run("check", "--scope", "tiny-dialback", "--json");
        var compact = Run("check", "--scope", "tiny-dialback", "--hash-compact", "--json");

        Assert.All(Scopes(whole.Output), s => Assert.Equal(0, s.GetProperty("missedProbability").GetDouble()));
        Assert.All(Scopes(compact.Output), s => Assert.InRange(s.GetProperty("missedProbability").GetDouble(), 1e-18, 1e-9));
        Assert.Equal(Counts(whole.Output), Counts(compact.Output));

        static List<long> Counts(string output) => [.. Scopes(output).Select(s => s.GetProperty("states").GetInt64())];
    }

    private static JsonElement.ArrayEnumerator Scopes(string output) =>
        JsonDocument.Parse(output).RootElement.GetProperty("scopes").EnumerateArray();

    private static (ExitStatus Status, string Errors, string Output) Run(params string[] arguments)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var workers = new StubWorkers().Workers with { Scopes = new ScopeChecker(Pins.Known), Replayer = new Replayer() };
        return (CommandLine.Run(arguments, output, errors, workers), errors.ToString(), output.ToString());
    }
}
