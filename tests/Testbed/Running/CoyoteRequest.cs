using System.Text.Json.Serialization;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>What a child process that runs under Coyote is asked for: schedules of one world.</summary>
/// <param name="Scenario">The name of the world in traces.</param>
/// <param name="World">The world, as in a world file.</param>
/// <param name="FoundBy">Who asks, for the trace of what is found.</param>
/// <param name="Schedules">How many executions.</param>
/// <param name="Seed">The seed of the first.</param>
/// <param name="Step">From the seed of one to that of the next.</param>
/// <param name="Bug">The planted bug, or null.</param>
/// <param name="Seconds">How long it may take; null without limit.</param>
internal sealed record CoyoteRequest(
    string Scenario, string World, string FoundBy, long Schedules, ulong Seed, long Step, string? Bug, double? Seconds);

/// <summary>What came of it.</summary>
/// <param name="Exercised">How often each property's case came up.</param>
/// <param name="Strikes">In how many executions something of the simulated peers came into play.</param>
/// <param name="Found">The place among the schedules, from 0, of the first violation; null without one.</param>
/// <param name="Trace">The first violation as the text of a trace, or null.</param>
/// <param name="Schedule">Coyote's own schedule of it.</param>
/// <param name="Detail">What happened in it, in one sentence.</param>
/// <param name="CpuSeconds">What the process has used for it.</param>
/// <param name="Failure">Why the run itself is worthless: not rewritten, or not controlled; null when it is sound.</param>
internal sealed record CoyoteResult(
    long Schedules,
    long Steps,
    SortedDictionary<string, long> Exercised,
    SortedDictionary<string, long> Strikes,
    long? Found,
    string? Trace,
    string? Schedule,
    string? Detail,
    double CpuSeconds,
    string? Failure);

/// <summary>Both as JSON, without reflection.</summary>
[JsonSerializable(typeof(CoyoteRequest))]
[JsonSerializable(typeof(CoyoteResult))]
internal sealed partial class CoyoteJson : JsonSerializerContext;
