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
        var trace = InputFile.Read(file).Then(content => TraceFile.Parse(file, content));
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

    private ExitStatus Status(string file, Trace trace, ReplayReport report)
    {
        switch (report)
        {
            case ReplayReport.Ended ended:
                return ended.Property == trace.Expect ? ExitStatus.Sound : ExitStatus.Violation;
            case ReplayReport.Stale stale:
                var possible = stale.Possible.IsEmpty ? "nothing" : string.Join(", ", stale.Possible);
                var wrong = $"not possible: {stale.Step}";
                invocation.Say(new InputProblem(file, stale.Line, null, wrong, $"possible: {possible}").ToString());
                return ExitStatus.Stale;
            case ReplayReport.Nondeterministic differing:
                invocation.Say($"{file}: two runs of one trace differ: {differing.Difference}");
                return ExitStatus.OwnFailure;
            default:
                throw new InvalidOperationException($"No such report: {report}.");
        }
    }
}
