using System.Text.Json.Serialization;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>What the child process that runs under Coyote is asked for.</summary>
/// <param name="Scenarios">Their names, in their order.</param>
/// <param name="Schedules">How many executions of each.</param>
/// <param name="Seed">The seed of the first.</param>
/// <param name="Bug">The planted bug, or null.</param>
/// <param name="Seconds">How long it may take; null without limit.</param>
/// <param name="Core">The processor that it keeps to.</param>
internal sealed record CoyoteRequest(string[] Scenarios, int Schedules, ulong Seed, string? Bug, double? Seconds, int Core);

/// <summary>What came of it.</summary>
/// <param name="Scenarios">One for each that was begun.</param>
/// <param name="CpuSeconds">What the process has used.</param>
/// <param name="Failure">Why the run itself is worthless: not rewritten, or not controlled; null when it is sound.</param>
internal sealed record CoyoteResult(CoyoteScenario[] Scenarios, double CpuSeconds, string? Failure);

/// <summary>One scenario under Coyote.</summary>
/// <param name="Trace">The first violation as the text of a trace, or null.</param>
/// <param name="Schedule">Coyote's own schedule of it.</param>
internal sealed record CoyoteScenario(
    string Name, long Schedules, long Steps, SortedDictionary<string, long> Exercised, string? Trace, string? Schedule);

/// <summary>Both as JSON, without reflection.</summary>
[JsonSerializable(typeof(CoyoteRequest))]
[JsonSerializable(typeof(CoyoteResult))]
internal sealed partial class CoyoteJson : JsonSerializerContext;
