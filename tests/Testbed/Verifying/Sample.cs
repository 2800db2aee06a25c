using System.Text.Json.Serialization;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>Some executions of one world, for another process to do.</summary>
/// <param name="Scenario">The scenario, or null where the world is a generated one.</param>
/// <param name="Case">The number of the generated world.</param>
/// <param name="Seed">The seed of the whole run.</param>
/// <param name="First">The number of the first schedule.</param>
/// <param name="Count">How many schedules.</param>
/// <param name="Plant">The planted nondeterminism, or null.</param>
/// <param name="Recalled">Instead of executing anything: the log of that execution of the sample before, counted from 0.</param>
internal sealed record Sample(string? Scenario, long Case, ulong Seed, int First, int Count, string? Plant, int? Recalled = null)
{
    /// <summary>How an execution of it is called.</summary>
    public string NameOf(int index) => Scenario is { } name ? $"{name}, schedule {First + index}" : $"generated world {Case}";
}

/// <summary>What came of it.</summary>
/// <param name="Probe">The hash code of one and the same string: no two processes have the same.</param>
/// <param name="Hashes">A hash of the event log of each execution.</param>
/// <param name="Steps">How many steps they took together.</param>
/// <param name="Escaped">The first execution, counted from 0, after which something had left the scheduler, and what; or null.</param>
/// <param name="Broken">The first violation, or null.</param>
/// <param name="Log">What was recalled.</param>
/// <param name="Failure">Why the answer is worthless, or null.</param>
internal sealed record Sampled(
    int Probe, string[] Hashes, long Steps, Escape? Escaped, BrokenProperty? Broken, string? Log, string? Failure);

/// <summary>Something ran outside the scheduler.</summary>
internal sealed record Escape(int Execution, string What);

/// <summary>A property that did not hold in an execution.</summary>
internal sealed record BrokenProperty(string Id, string Clause, string Detail);

/// <summary>Both as JSON, without reflection.</summary>
[JsonSerializable(typeof(Sample))]
[JsonSerializable(typeof(Sampled))]
internal sealed partial class SampleJson : JsonSerializerContext;
