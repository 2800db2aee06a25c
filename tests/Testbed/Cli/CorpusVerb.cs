using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>corpus</c> was asked for.</summary>
/// <param name="Folder">Where the corpus stands; null means that of the repository.</param>
/// <param name="Added">Traces that are to come into it.</param>
/// <param name="Write">Whether it is done, and not only told.</param>
internal sealed record CorpusOptions(string? Folder, Seq<string> Added, bool Write);

/// <summary>Judges every trace of a corpus, and keeps the best one of each way to fail.</summary>
/// <param name="root">The repository, or null.</param>
internal sealed class CorpusVerb(ITraceKeeper keeper, Invocation invocation, string? root)
{
    private readonly List<KeptTrace> _judged = [];

    public ExitStatus Run(CorpusOptions options)
    {
        if ((options.Folder ?? (root is null ? null : Path.Combine(root, "traces"))) is not { } folder)
        {
            invocation.Say("corpus: there is no repository around here, and so no traces of it; name a folder of traces");
            return ExitStatus.Unusable;
        }

        var kept = CorpusFolder.Files(folder, mayBeEmpty: !options.Added.IsEmpty);
        return kept.Value is { } files ? Run(options, folder, files) : invocation.Unusable(kept.Problems);
    }

    private ExitStatus Run(CorpusOptions options, string folder, IReadOnlyList<string> kept)
    {
        var known = kept.Select(Path.GetFullPath).ToHashSet(StringComparer.Ordinal);
        var added = options.Added.Where(f => known.Add(Path.GetFullPath(f))).ToList();
        var status = invocation.Each(kept, file => Judge(file, isAdded: false))
            .Or(invocation.Each(added, file => Judge(file, isAdded: true)));
        invocation.Effort.Progress.Clear();

        var rulings = CorpusRules.Decide(_judged.ToSeq());
        var report = new CorpusReport(folder, !invocation.Effort.Deadline.Passed, Written: false, rulings, Violations(rulings).ToSeq());
        foreach (var ruling in rulings)
        {
            status = status.Or(Left(ruling));
        }

        if (options.Write && report.Complete)
        {
            if (CorpusFolder.Carry(CorpusChange.Of(rulings, folder)) is { } problem)
            {
                return status.Or(invocation.Unusable([problem]));
            }

            report = report with { Written = true };
        }

        invocation.Report.Kept(report);
        return status.Or(report.Changes.Any() && !report.Written ? ExitStatus.Violation : ExitStatus.Sound);
    }

    private ExitStatus Judge(string file, bool isAdded)
    {
        invocation.Effort.Progress.Show($"corpus: {file}");
        if (invocation.Effort.Deadline.Passed)
        {
            return ExitStatus.Sound;
        }

        var trace = TraceJudge.Read(file);
        var survival = trace.Then(t => keeper.Judge(file, t, invocation.Effort));
        if (survival.Value is null)
        {
            return invocation.Unusable(survival.Problems);
        }

        // Whoever looked for what has become of it may have been interrupted.
        if (!invocation.Effort.Deadline.Passed)
        {
            _judged.Add(new KeptTrace(file, isAdded, trace.Value!, survival.Value));
        }

        return ExitStatus.Sound;
    }

    // What shows nothing any more, and nothing else shows: somebody has to look for it.
    private ExitStatus Left(Ruling ruling)
    {
        if (ruling is not { Outcome: Outcome.Keep or Outcome.Drop, By: null, Of.Survival: Survival.Lost lost })
        {
            return ExitStatus.Sound;
        }

        if (lost.Report is ReplayReport.Stale stale)
        {
            invocation.Say(new InputProblem(ruling.Of.File, stale.Line, null, $"not possible: {stale.Step}", ruling.Why).ToString());
            return ExitStatus.Stale;
        }

        invocation.Say($"{ruling.Of.File}: does not end in {ruling.Of.Trace.Expect} any more: {ruling.Why}");
        return ExitStatus.Violation;
    }

    private static IEnumerable<Violation> Violations(IEnumerable<Ruling> rulings) =>
        from ruling in rulings
        where ruling is { Outcome: Outcome.Keep, Of.Survival: Survival.Lost { Report: ReplayReport.Ended } }
        let trace = ruling.Of.Trace
        select new Violation(trace.Expect, trace.Clause, ruling.Of.File, ruling.Why);
}
