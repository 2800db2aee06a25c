using System.Diagnostics;
using System.Reflection;
using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.Coyote;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;
using EventLog = Xmpp.Federation.Testbed.Engines.EventLog;
using Trace = Xmpp.Federation.Testbed.Traces.Trace;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The child process: the rewritten copy of the testbed, exploring under Coyote.</summary>
internal static class CoyoteRun
{
    /// <summary>How the entry is told: the file of the request, then that of the result.</summary>
    public const string Verb = "--coyote";

    // An engine keeps what it has explored; a new one after so many keeps memory flat and the clock in sight.
    private const long SchedulesPerEngine = 50;
    private const long SchedulesPerLookAtTheClock = 8;
    private const int StepsMax = 50_000;
    private const uint DeadlockTimeoutMilliseconds = 120_000;

    private static Found? _found;
    private static Tallies _tallies = new();

    public static void Run(string requestFile, string resultFile)
    {
        var request = JsonSerializer.Deserialize(File.ReadAllText(requestFile), CoyoteJson.Default.CoyoteRequest)!;
        KeepTo(request.Core);
        var result = Explore(request);
        File.WriteAllText(resultFile, JsonSerializer.Serialize(result, CoyoteJson.Default.CoyoteResult));
    }

    // Coyote runs one thread at a time; on one core they need not travel.
    private static void KeepTo(int core)
    {
        if (OperatingSystem.IsLinux() || OperatingSystem.IsWindows())
        {
            using var self = Process.GetCurrentProcess();
            self.ProcessorAffinity = 1 << (core % Environment.ProcessorCount);
        }
    }

    private static CoyoteResult Explore(CoyoteRequest request)
    {
        var failure = NotRewritten();
        if (failure is not null)
        {
            return new CoyoteResult([], 0, failure);
        }

        var watch = Stopwatch.StartNew();
        var scenarios = new List<CoyoteScenario>();
        for (var i = 0; i < request.Scenarios.Length && failure is null; i++)
        {
            TimeSpan? left = request.Seconds is { } seconds
                ? TimeSpan.FromSeconds((seconds - watch.Elapsed.TotalSeconds) / (request.Scenarios.Length - i))
                : null;
            scenarios.Add(Explore(Scenario.Named(request.Scenarios[i]), request, left, out failure));
        }

        return new CoyoteResult([.. scenarios], Environment.CpuUsage.TotalTime.TotalSeconds, failure);
    }

    private static CoyoteScenario Explore(Scenario scenario, CoyoteRequest request, TimeSpan? left, out string? failure)
    {
        var (watch, bug) = (Stopwatch.StartNew(), request.Bug is null ? null : PlantedBug.Named(request.Bug));
        (_found, _tallies, failure) = (null, new Tallies(), null);
        var (schedules, steps, schedule) = (0L, 0L, (string?)null);
        while (schedules < request.Schedules && _found is null && failure is null
            && (schedules == 0 || left is null || watch.Elapsed < left))
        {
            var most = left is null ? SchedulesPerEngine : SchedulesPerLookAtTheClock;
            var batch = (uint)Math.Min(most, request.Schedules - schedules);
            var configuration = ConfigurationFor(request.Seed + (ulong)schedules, batch);
            using var engine = TestingEngine.Create(configuration, () => ExecuteAsync(scenario, bug));
            engine.Run();
            failure = Unsound(engine.TestReport);
            schedules += engine.TestReport.NumOfExploredFairPaths + engine.TestReport.NumOfExploredUnfairPaths;
            steps += engine.TestReport.TotalExploredFairSteps + engine.TestReport.TotalExploredUnfairSteps;
            schedule = engine.ReproducibleTrace;
        }

        return new CoyoteScenario(
            scenario.Name, schedules, steps, _tallies.ToMap(),
            _found is null ? null : TraceFile.Write(TraceOf(scenario, bug, request.Seed, _found)),
            _found is null ? null : schedule);
    }

    private static Configuration ConfigurationFor(ulong seed, uint schedules) => Configuration.Create()
        .WithRandomStrategy()
        .WithTestingIterations(schedules)
        .WithRandomGeneratorSeed((uint)seed)
        .WithMaxSchedulingSteps(StepsMax)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithPartiallyControlledDataNondeterminismAllowed(false)
        .WithSystematicFuzzingFallbackEnabled(false)
        .WithDeadlockTimeout(DeadlockTimeoutMilliseconds)
        .WithTelemetryEnabled(false);

    // Everything inside is a root of its own: what throws here must become a violation, not a deadlock elsewhere.
    private static Task ExecuteAsync(Scenario scenario, PlantedBug? bug)
    {
        var engine = new CoyoteEngine();
        var execution = new Execution(scenario.World, engine, bug);
        execution.Start();
        engine.Run(execution);
        execution.Finish(outOfSteps: false);
        _tallies.Add(execution);
        if (execution.Breach is { } breach)
        {
            _found ??= new Found(breach, engine.Steps);
            Specification.Assert(false, breach.ToString());
        }

        return Task.CompletedTask;
    }

    private static string? Unsound(TestReport report) => report switch
    {
        { UncontrolledInvocations.Count: > 0 } => $"uncontrolled: {string.Join(", ", report.UncontrolledInvocations)}",
        { InternalErrors.Count: > 0 } => $"Coyote failed: {report.InternalErrors.First()}",
        { NumOfFoundBugs: > 0 } when _found is null => $"Coyote reports: {report.BugReports.First()}",
        _ => null,
    };

    private static string? NotRewritten() =>
        new[] { typeof(CoyoteRun).Assembly, typeof(Shell.FederationHost).Assembly }
            .FirstOrDefault(a => !a.GetCustomAttributes().Any(IsSignature)) is { } plain
            ? $"{plain.GetName().Name} is not rewritten"
            : null;

    private static bool IsSignature(Attribute attribute) =>
        attribute.GetType().Name.StartsWith("RewritingSignature", StringComparison.Ordinal);

    private static Trace TraceOf(Scenario scenario, PlantedBug? bug, ulong seed, Found found) => new()
    {
        Expect = found.Breach.Property.Id,
        Property = found.Breach.Property.Statement,
        Clause = found.Breach.Property.Clause,
        Bug = bug?.Name,
        Lane = TraceHeader.Coyote,
        Scenario = scenario.Name,
        FoundBy = $"explore, engine coyote, seed {seed}, assemblies {Fingerprint()}",
        World = scenario.World,
        Steps = found.Steps,
        End = new EventLog().Hash(),
    };

    /// <summary>A schedule of Coyote's belongs to the assemblies that it was found with.</summary>
    private static string Fingerprint() => Convert.ToHexStringLower(SHA256.HashData(
    [
        .. File.ReadAllBytes(typeof(Shell.FederationHost).Assembly.Location),
        .. File.ReadAllBytes(typeof(CoyoteRun).Assembly.Location),
    ]))[..16];

    private sealed record Found(Monitors.Breach Breach, Core.Collections.Seq<TraceStep> Steps);
}
