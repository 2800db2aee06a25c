using System.Globalization;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>
/// What the recorded servers say is held against the rules of the model: it is allowed, or the list says where a server departs
/// from which clause, and why.
/// </summary>
public sealed class DeviationTests
{
    private static readonly HashSet<Rule> Judged = [];

    private static readonly Lazy<IReadOnlyList<(string Recording, RecordedConduct Conduct)>> Conducts = new(() =>
        [.. Corpus.Files.Select(f => (Path.GetFileNameWithoutExtension(f), Judge(File.ReadAllBytes(f))))]);

    [Fact]
    public void A_server_departs_from_the_rules_exactly_where_the_list_says_so()
    {
        var difference = ReasonedList.Difference(Path.Combine(Corpus.Folder, "Deviations.approved.txt"), Departures());

        Assert.True(difference is null, difference);
    }

    [Fact]
    public void Every_rule_that_can_be_judged_comes_up_but_for_four()
    {
        Assert.True(Conducts.Value.Sum(c => c.Conduct.Utterances) > 3_000);

        // No recorded server speaks of bidi first, or is challenged.
        Assert.Equal(
            ["R6120-6.4.3-1", "X0288-2.1-2", "X0288-2.2-1", "X0288-2.2-p1"],
            Rules.All.Except(Judged).Except(Unseen.Rules).Select(r => r.Clause).Order(StringComparer.Ordinal));
    }

    private static RecordedConduct Judge(byte[] content) =>
        RecordingFile.Parse("r.jsonl", content).Then(r => RecordedConformance.Judge(r, rule => Judged.Add(rule))).Value!;

    // By server and rule; the recordings in which it happens are counted, and the first is told.
    private static List<string> Departures() =>
    [
        .. from recorded in Conducts.Value
           from departure in recorded.Conduct.Departures
           group (recorded.Recording, departure) by (recorded.Conduct.Server, departure.Departure.Rule) into same
           let rule = same.Key.Rule
           let first = same.First()
           select string.Create(
               CultureInfo.InvariantCulture,
               $"{same.Key.Server}, {rule.Clause}, {rule.Property}: {rule.Statement} "
               + $"({same.Select(s => s.Recording).Distinct().Count()} recordings, first {first.Recording}:{first.departure.Line})"),
    ];
}
