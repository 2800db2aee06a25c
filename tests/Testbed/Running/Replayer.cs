using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;
using EventLog = Xmpp.Federation.Testbed.Engines.EventLog;
using Trace = Xmpp.Federation.Testbed.Traces.Trace;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Executes a trace again, step by step, on the cooperative engine.</summary>
internal sealed class Replayer : IReplayer
{
    /// <summary>How the entry is told to write the event log of a trace: the file of the trace, then that of the log.</summary>
    public const string LogVerb = "--event-log";

    private const int SchedulesAcross = 5_000;

    /// <inheritdoc/>
    public Parsed<ReplayReport> Replay(string file, Trace trace, bool verify, Effort effort)
    {
        if (UnknownBug(file, trace) is { } problem)
        {
            return problem;
        }

        try
        {
            if (trace.Lane == TraceHeader.Coyote)
            {
                return RunAcross(trace, effort);
            }

            var report = Run(trace, out var log);
            return verify && DifferenceBetweenProcesses(file, log) is { } difference
                ? new ReplayReport.Nondeterministic(difference)
                : report;
        }
        catch (StaleTraceException stale)
        {
            return StaleAt(trace, stale) with { OnlyLabelsMoved = Relabeller.Search(trace).Trace is not null };
        }
    }

    /// <summary>What is wrong with a trace of a bug that nobody can plant; null where somebody can.</summary>
    public static InputProblem? UnknownBug(string file, Trace trace)
    {
        if (trace.Bug is null || PlantedBug.Known.Any(b => b.Name == trace.Bug))
        {
            return null;
        }

        var known = string.Join(", ", PlantedBug.Known.Select(b => b.Name));
        return new InputProblem(file, 0, TraceHeader.Bug, $"there is no planted bug {trace.Bug}", $"known: {known}");
    }

    /// <summary>Where a trace is stale.</summary>
    public static ReplayReport.Stale StaleAt(Trace trace, StaleTraceException stale) => new(
        stale.Step?.Line ?? Trace.HeaderLines + trace.Steps.Count + 1, stale.Step?.Label ?? "end", stale.Possible);

    /// <summary>Executes a trace in this process and writes its event log.</summary>
    public static void WriteLog(string traceFile, string logFile)
    {
        var trace = TraceFile.Parse(traceFile, File.ReadAllBytes(traceFile)).Value
            ?? throw new InvalidDataException($"{traceFile} is no trace.");
        _ = Run(trace, out var log);
        File.WriteAllText(logFile, log.Text);
    }

    private static ReplayReport.Ended Run(Trace trace, out EventLog log)
    {
        log = new EventLog();
        var strategy = new ReplayStrategy(trace.Steps);
        var bug = PlantedBug.Maybe(trace.Bug);
        var (execution, steps) = CooperativeRun.Execute(trace.World, strategy, bug, log, acts: Stranger.ActsIn(trace.Steps));
        var asRecorded = strategy.IsComplete && log.Hash() == trace.End;
        return execution.Breach is { Property: var property }
            ? new ReplayReport.Ended(property.Id, property.Clause, steps, asRecorded)
            : new ReplayReport.Ended(Trace.None, trace.Clause, steps, asRecorded);
    }

    // Found by the other engine: its environment is imposed, the rest is explored, and the verdict must be the same.
    private static ReplayReport.Ended RunAcross(Trace trace, Effort effort)
    {
        var bug = PlantedBug.Maybe(trace.Bug);
        long steps = 0;
        for (var i = 0; i < SchedulesAcross && !effort.Deadline.Passed; i++)
        {
            var strategy = new ImposingStrategy(trace.Steps, Chance.SeedOf(effort.Seed, i));
            var (execution, taken) = CooperativeRun.Execute(trace.World, strategy, bug);
            steps += taken;
            if (execution.Breach is { Property: var property } && property.Id == trace.Expect)
            {
                return new ReplayReport.Ended(property.Id, property.Clause, steps, AsRecorded: false);
            }
        }

        return new ReplayReport.Ended(Trace.None, trace.Clause, steps, AsRecorded: false);
    }

    // Two more processes, each with hash seeds of its own; all three logs must be the same, byte by byte.
    private static string? DifferenceBetweenProcesses(string file, EventLog log)
    {
        using var first = new ReplayProcess(file);
        using var second = new ReplayProcess(file);
        foreach (var process in new[] { first, second })
        {
            var other = process.Log();
            if (other == log.Text)
            {
                continue;
            }

            var theirs = other.Split('\n');
            var differing = Enumerable.Range(0, theirs.Length)
                .FirstOrDefault(n => n >= log.Lines.Count || theirs[n] != log.Lines[n]);
            return $"event {differing + 1}: '{log.Lines.ElementAtOrDefault(differing)}' against '{theirs[differing]}'";
        }

        return null;
    }
}
