using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What became of a trace file; without a report where it could not be read.</summary>
internal readonly record struct Judged(ExitStatus Status, Trace? Trace, ReplayReport? Report);

/// <summary>Replays one trace and says whether it still shows what it was kept for.</summary>
internal sealed class TraceJudge(IReplayer replayer, Invocation invocation)
{
    public Judged Judge(string file, bool verify)
    {
        var trace = Read(file);
        if (trace.Value is null)
        {
            return new(invocation.Unusable(trace.Problems), null, null);
        }

        var report = replayer.Replay(file, trace.Value, verify, invocation.Effort);
        invocation.Effort.Progress.Clear();
        return report.Value is null
            ? new(invocation.Unusable(report.Problems), null, null)
            : new(Status(file, trace.Value, report.Value), trace.Value, report.Value);
    }

    /// <summary>Reads a trace file.</summary>
    public static Parsed<Trace> Read(string file) => InputFile.Read(file).Then(content => TraceFile.Parse(file, content));

    /// <summary>Says which step was not possible, and what was.</summary>
    public ExitStatus Tell(string file, ReplayReport.Stale stale)
    {
        var possible = stale.Possible.IsEmpty ? "nothing" : string.Join(", ", stale.Possible);
        var remedy = stale.OnlyLabelsMoved ? "; only labels have moved: s2s corpus --write writes it anew" : "";
        invocation.Say(new InputProblem(file, stale.Line, null, $"not possible: {stale.Step}", $"possible: {possible}{remedy}").ToString());
        return ExitStatus.Stale;
    }

    private ExitStatus Status(string file, Trace trace, ReplayReport report)
    {
        switch (report)
        {
            case ReplayReport.Ended ended:
                return ended.Property == trace.Expect ? ExitStatus.Sound : ExitStatus.Violation;
            case ReplayReport.Stale stale:
                return Tell(file, stale);
            case ReplayReport.Nondeterministic differing:
                invocation.Say($"{file}: two runs of one trace differ: {differing.Difference}");
                return ExitStatus.OwnFailure;
            default:
                throw new InvalidOperationException($"No such report: {report}.");
        }
    }
}
