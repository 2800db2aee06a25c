using System.Diagnostics;
using System.Text;
using System.Text.Json;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// Explores under Coyote: starts the rewritten copy of this program, one process a core, and adds up what they
/// report. The shipped and the rewritten assemblies bear the same identity and cannot share a process.
/// </summary>
internal static class CoyoteProcess
{
    private const string Name = "coyote";

    // A hang is possible where Coyote cannot see a wait; the children are given up long after they were due.
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Longest = TimeSpan.FromHours(12);

    /// <summary>The folder of the testbed, in which the copy stands.</summary>
    public static string Folder { get; set; } = AppContext.BaseDirectory;

    private static string Copy => Path.Combine(Folder, "coyote", "s2s.dll");

    public static EngineRun Explore(ExploreRequest request)
    {
        if (!File.Exists(Copy))
        {
            throw new FileNotFoundException($"The copy that Coyote has rewritten is not there: build the testbed. Missing: {Copy}");
        }

        var folder = Directory.CreateTempSubdirectory("s2s-coyote-");
        try
        {
            var children = Requests(request).Select((r, i) => new Child(folder.FullName, i, r)).ToArray();
            var deadline = (request.Effort.Deadline.Left ?? Longest) + Grace;
            return Sum(request, [.. children.Select(c => c.Result(deadline, request.Effort.Progress))]);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    // The schedules are dealt out: process i takes those from its own offset of the seed on.
    private static IEnumerable<CoyoteRequest> Requests(ExploreRequest request)
    {
        var processes = Math.Min(Environment.ProcessorCount, request.Schedules);
        for (var i = 0; i < processes; i++)
        {
            var from = (long)request.Schedules * i / processes;
            var to = (long)request.Schedules * (i + 1) / processes;
            yield return new CoyoteRequest(
                [.. request.Scenarios], (int)(to - from), request.Effort.Seed + (ulong)from, request.Bug,
                request.Effort.Deadline.Left?.TotalSeconds, i);
        }
    }

    private static EngineRun Sum(ExploreRequest request, CoyoteResult[] results)
    {
        if (results.FirstOrDefault(r => r.Failure is not null) is { Failure: var failure })
        {
            throw new NondeterminismException($"the Coyote engine is worthless: {failure}");
        }

        var tallies = new Tallies();
        var violations = new SortedDictionary<string, Violation>(StringComparer.Ordinal);
        var scenarios = results.SelectMany(r => r.Scenarios).ToArray();
        foreach (var scenario in scenarios)
        {
            tallies.Add(scenario.Exercised);
            if (scenario.Trace is { } text)
            {
                violations.TryAdd(scenario.Name, Save(text, scenario.Schedule, request.SaveTo));
            }
        }

        var schedules = scenarios.Sum(s => s.Schedules);
        var report = new EngineReport(
            Name, scenarios.Select(s => s.Name).Distinct().Count(), schedules, scenarios.Sum(s => s.Steps),
            results.Sum(r => r.CpuSeconds));
        return new EngineRun(
            report, tallies, violations.Values.ToSeq(),
            violations.Count > 0 || schedules >= (long)request.Schedules * request.Scenarios.Count);
    }

    // Coyote's schedule stands beside the trace: it repeats the run with these very assemblies only.
    private static Violation Save(string text, string? schedule, string? folder)
    {
        var trace = TraceFile.Parse(Name, Encoding.UTF8.GetBytes(text)).Value
            ?? throw new InvalidDataException("The copy wrote a trace that cannot be read.");
        var file = FoundTraces.Save(trace, folder);
        if (file is not null && schedule is not null)
        {
            File.WriteAllText(Path.ChangeExtension(file, ".schedule"), schedule);
        }

        return new Violation(trace.Expect, trace.Clause, file);
    }

    /// <summary>One process.</summary>
    private sealed class Child
    {
        private readonly string _resultFile;
        private readonly Process _process;

        public Child(string folder, int number, CoyoteRequest request)
        {
            var requestFile = Path.Combine(folder, $"request-{number}.json");
            _resultFile = Path.Combine(folder, $"result-{number}.json");
            File.WriteAllText(requestFile, JsonSerializer.Serialize(request, CoyoteJson.Default.CoyoteRequest));
            var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
            foreach (var argument in new[] { Copy, CoyoteRun.Verb, requestFile, _resultFile })
            {
                start.ArgumentList.Add(argument);
            }

            start.Environment["COYOTE_CLI_TELEMETRY_OPTOUT"] = "1";
            _process = Process.Start(start)!;
            _process.OutputDataReceived += (_, _) => { };
            _process.ErrorDataReceived += (_, line) => Errors += line.Data;
            _process.BeginOutputReadLine();
            _process.BeginErrorReadLine();
        }

        private string Errors { get; set; } = "";

        public CoyoteResult Result(TimeSpan deadline, IProgressLine progress)
        {
            var watch = Stopwatch.StartNew();
            while (!_process.WaitForExit(TimeSpan.FromMilliseconds(250)))
            {
                progress.Show($"coyote: {watch.Elapsed.TotalSeconds:0} s");
                if (watch.Elapsed > deadline)
                {
                    _process.Kill();
                    throw new NondeterminismException("the Coyote engine hangs: a wait that it does not control");
                }
            }

            return File.Exists(_resultFile)
                ? JsonSerializer.Deserialize(File.ReadAllText(_resultFile), CoyoteJson.Default.CoyoteResult)!
                : throw new NondeterminismException($"the Coyote engine died: {Errors}");
        }
    }
}
