using System.Globalization;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>What real servers sent is read, and acted on or refused by a named rule.</summary>
public sealed class RecordingTests
{
    private const string Accept = "S2S_APPROVE";
    private const string Approved = "Recordings.approved.txt";

    private static readonly Lazy<IReadOnlyList<(string File, TranscriptReport Report)>> Reports = new(() =>
        [.. Corpus.Files.Select(f => (Path.GetFileName(f), Corpus.Report(f)))]);

    [Fact]
    public void The_corpus_holds_409_recordings() => Assert.Equal(409, Corpus.Files.Count);

    [Fact]
    public void Every_recording_is_understood()
    {
        var parted = Reports.Value
            .Where(r => r.Report.Parted is not null)
            .Select(r => $"{r.File}:{r.Report.Parted!.Line}: {r.Report.Parted.Why}");

        Assert.Empty(parted);
    }

    [Fact]
    public void Every_element_of_every_recording_is_acted_on_or_refused()
    {
        Assert.All(Reports.Value, r =>
            Assert.Equal(r.Report.Elements, r.Report.Acted + r.Report.Refused.Sum(refused => refused.Count)));
    }

    [Fact]
    public void Only_where_the_server_closes_without_a_word_are_there_no_elements()
    {
        var silent = Reports.Value.Where(r => r.Report.Elements == 0).Select(r => r.File);

        Assert.Equal(SilentFiles, silent);
    }

    [Fact]
    public void The_counts_of_every_server_and_rule_are_the_approved_ones()
    {
        var counts = Counts();
        var file = Path.Combine(Corpus.Folder, Approved);
        if (Environment.GetEnvironmentVariable(Accept) == "1")
        {
            File.WriteAllText(file, counts);
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        Assert.True(
            approved == counts,
            $"""
            What became of the recordings is not what {Approved} says.
            Gone: {Only(approved, counts)}
            New: {Only(counts, approved)}
            If this is meant, accept it: {Accept}=1 dotnet test --project tests/Corpus
            """);
    }

    private static string[] SilentFiles =>
    [
        "ejabberd-garbage-plaintext-to-directtls.jsonl", "ejabberd-idle-connect.jsonl",
        "ejabberd-idle-half-header.jsonl", "jabberd2-idle-connect.jsonl",
        "prosody-garbage-plaintext-to-directtls.jsonl",
    ];

    private static string Counts()
    {
        var counts = new SortedDictionary<string, int>(StringComparer.Ordinal);
        foreach (var (_, report) in Reports.Value)
        {
            Count(report.Server, "acted", report.Acted);
            foreach (var (rule, count) in report.Refused)
            {
                Count(report.Server, $"refused by {rule}", count);
            }
        }

        return string.Concat(counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Key} {c.Value}\n")));

        void Count(string server, string what, int count) =>
            counts[$"{server} {what}"] = counts.GetValueOrDefault($"{server} {what}") + count;
    }

    private static string Only(string here, string there) =>
        string.Join(", ", here.Split('\n').Except(there.Split('\n')).DefaultIfEmpty("nothing"));
}
