using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Merging;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The results of all shards of one run, as the run would have told them that does everything itself.</summary>
/// <param name="reportOf">The report of a run with that seed.</param>
internal sealed class MergeVerb(Invocation invocation, Func<ulong, IReport> reportOf)
{
    public ExitStatus Run(Seq<string> files)
    {
        var read = files.Select(file => InputFile.Read(file).Then(content => ShardFile.Parse(file, content))).ToList();
        foreach (var unread in read.Where(r => r.Value is null))
        {
            invocation.Unusable(unread.Problems);
        }

        if (read.Exists(r => r.Value is null))
        {
            return ExitStatus.Unusable;
        }

        var merged = Merger.Merge([.. read.Select(r => r.Value!)]);
        return merged.Value is { } run ? Tell(run) : invocation.Unusable(merged.Problems);
    }

    private ExitStatus Tell(MergedRun run)
    {
        var (report, result) = (reportOf(run.Seed), run.Result);
        switch (run.Verb)
        {
            case ShardVerb.Explore:
                report.Explored(new ExploreReport(result.Complete, result.Violations, result.Engines, result.Invariants));
                break;
            case ShardVerb.Fuzz:
                report.Fuzzed(result);
                break;
            default:
                report.Combined(result);
                break;
        }

        return result.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
