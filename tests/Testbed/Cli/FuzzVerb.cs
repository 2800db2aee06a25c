using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>fuzz</c> was asked for.</summary>
/// <param name="Cases">Per engine.</param>
/// <param name="Schedules">Per case.</param>
internal sealed record FuzzOptions(
    int Cases, int Schedules, EngineChoice Engine, string? Bug, string? SaveTo, Shard? Shard = null)
{
    /// <summary>What the executions depend on, beside the seed.</summary>
    public string Arguments => $"--cases {Cases} --schedules {Schedules} --engine {Words.Of(Engine)} --bug {Bug ?? "none"}";
}

/// <summary>Generated peers and worlds under many schedules.</summary>
internal sealed class FuzzVerb(IFuzzer fuzzer, Invocation invocation)
{
    public ExitStatus Run(FuzzOptions options)
    {
        var report = fuzzer.Fuzz(new FuzzRequest
        {
            Cases = options.Cases,
            Schedules = options.Schedules,
            Numbers = options.Shard?.Numbers ?? Stride.All,
            Engine = options.Engine,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Fuzzed(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
