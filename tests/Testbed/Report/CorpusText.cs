using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What is to be done with the traces of a corpus, for people: what stays as it is stands in one number.</summary>
internal static class CorpusText
{
    public static IEnumerable<string> Lines(CorpusReport report)
    {
        foreach (var ruling in report.Rulings.Where(r => r is not { Outcome: Outcome.Keep, Of.Survival: Survival.Shown }))
        {
            yield return $"{ruling.Of.File}: {Words.Of(ruling.Outcome)}: {ruling.Why}";
        }

        var counts = report.Rulings.GroupBy(r => r.Outcome).OrderBy(g => g.Key).Select(g => $"{Words.Of(g.Key)} {Figures.Of(g.Count())}");
        yield return $"{report.Folder}: {(report.Rulings.IsEmpty ? "no trace" : string.Join(", ", counts))}; {End(report)}";
    }

    private static string End(CorpusReport report) => report switch
    {
        { Complete: false } => "not complete: the time was over first, and nothing is written",
        { Written: true } => "written",
        _ when report.Changes.Any() => "--write carries it out",
        _ when report.Rulings.Any(r => r.Of.Survival is Survival.Lost) => "there is nothing that could be done",
        _ => "there is nothing to be done",
    };
}
