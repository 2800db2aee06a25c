using System.Diagnostics;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Coyote;
using Microsoft.Coyote.Specifications;
using Microsoft.Coyote.SystematicTesting;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;
using EventLog = Xmpp.Federation.Testbed.Engines.EventLog;
using Trace = Xmpp.Federation.Testbed.Traces.Trace;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>The child process: the rewritten copy of the testbed, exploring under Coyote. A request a line, an answer a line.</summary>
internal static class CoyoteRun
{
    /// <summary>How the entry is told; behind it stands the processor to keep to.</summary>
    public const string Verb = "--coyote";

    private const int StepsMax = 50_000;
    private const uint DeadlockTimeoutMilliseconds = 120_000;

    private static Found? _found;
    private static Tallies _tallies = new();
    private static long _executions;

    /// <summary>Answers until there are no more requests.</summary>
    public static void Run(string core)
    {
        KeepTo(int.Parse(core, CultureInfo.InvariantCulture));
        using var answers = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false));
        // Coyote talks on the console; the answers must be all that is heard there.
        Console.SetOut(TextWriter.Null);
        while (Console.In.ReadLine() is { } line)
        {
            answers.WriteLine(Answer(line));
            answers.Flush();
        }
    }

    /// <summary>Answers one request.</summary>
    public static string Answer(string line)
    {
        var request = JsonSerializer.Deserialize(line, CoyoteJson.Default.CoyoteRequest)!;
        var before = Environment.CpuUsage.TotalTime;
        var result = NotRewritten() is { } failure ? new CoyoteResult(0, 0, [], [], null, null, null, null, 0, failure) : Explore(request);
        var used = (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        return JsonSerializer.Serialize(result with { CpuSeconds = used }, CoyoteJson.Default.CoyoteResult);
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
        var (watch, cpu, bug) = (Stopwatch.StartNew(), Environment.CpuUsage.TotalTime, PlantedBug.Maybe(request.Bug));
        var world = WorldFile.Parse(request.Scenario, Encoding.UTF8.GetBytes(request.World)).Value
            ?? throw new InvalidDataException($"The world of {request.Scenario} cannot be read.");
        (_found, _tallies, _executions) = (null, new Tallies(), 0);
        var points = request.CountPoints ? new CallSites() : null;
        var (engines, steps, schedule, failure) = (0L, 0L, (string?)null, (string?)null);
        while (_executions < request.Schedules && _found is null && failure is null && (engines == 0 || HasTime()))
        {
            // An engine of its own for each: what is executed depends on its seed alone, whoever executes it and in which order,
            // memory stays flat, and the clock is in sight.
            var configuration = ConfigurationFor(request, SeedOf(request, engines));
            using var engine = TestingEngine.Create(configuration, () => ExecuteAsync(world, bug, request.Sought));
            engine.Run();
            failure = Unsound(engine.TestReport);
            engines++;
            steps += engine.TestReport.TotalExploredFairSteps + engine.TestReport.TotalExploredUnfairSteps;
            schedule = engine.ReproducibleTrace;
            points?.Add(engine.TestReport.CoverageInfo);
        }

        return new CoyoteResult(
            _executions, steps, _tallies.ToMap(), _tallies.StrikesToMap(),
            _found is null ? null : _executions - 1,
            _found is null ? null : TraceFile.Write(TraceOf(request, SeedOf(request, engines - 1), world, _found)),
            _found is null ? null : schedule,
            _found?.Breach.Detail,
            0, failure)
        {
            Points = points?.ToMap(),
        };

        bool HasTime() => (request.Seconds is null || watch.Elapsed.TotalSeconds < request.Seconds)
            && (request.CpuSecondsMax is null || (Environment.CpuUsage.TotalTime - cpu).TotalSeconds < request.CpuSecondsMax);
    }

    private static ulong SeedOf(CoyoteRequest request, long place) => request.Seed + (ulong)(request.Step * place);

    private static Configuration ConfigurationFor(CoyoteRequest request, ulong seed) => Configuration.Create()
        .With(request.Strategy)
        .WithTestingIterations((uint)CoyoteStrategies.RoundOf(request.Strategy))
        .WithScheduleCoverageReported(request.CountPoints)
        .WithRandomGeneratorSeed((uint)seed)
        .WithMaxSchedulingSteps(StepsMax)
        .WithPartiallyControlledConcurrencyAllowed(false)
        .WithPartiallyControlledDataNondeterminismAllowed(false)
        .WithSystematicFuzzingFallbackEnabled(false)
        .WithDeadlockTimeout(DeadlockTimeoutMilliseconds)
        .WithTelemetryEnabled(false);

    // Everything inside is a root of its own: what throws here must become a violation, not a deadlock elsewhere.
    private static Task ExecuteAsync(WorldDefinition world, PlantedBug? bug, string[]? sought)
    {
        _executions++;
        var engine = new CoyoteEngine();
        var execution = new Execution(world, engine, bug);
        execution.Start();
        engine.Run(execution);
        execution.Finish(outOfSteps: false);
        _tallies.Add(execution);
        if (execution.Breach is { } breach && (sought is null || sought.Contains(breach.Property.Id)))
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

    private static Trace TraceOf(CoyoteRequest request, ulong seed, WorldDefinition world, Found found) => new()
    {
        Expect = found.Breach.Property.Id,
        Property = found.Breach.Property.Statement,
        Clause = found.Breach.Property.Clause,
        Bug = request.Bug,
        Lane = TraceHeader.Coyote,
        Scenario = request.Scenario,
        FoundBy = $"{request.FoundBy}, engine coyote, seed {seed}, assemblies {Fingerprint()}",
        World = world,
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
