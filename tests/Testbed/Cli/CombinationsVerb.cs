using System.Globalization;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>combinations</c> was asked for.</summary>
/// <param name="Covering">The strength of the sample, or null for all.</param>
internal sealed record CombinationsOptions(int? Covering, int Schedules, string? Bug, string? SaveTo, Shard? Shard = null)
{
    /// <summary>What the executions depend on, beside the seed.</summary>
    public string Arguments => $"--covering {Covering?.ToString(CultureInfo.InvariantCulture) ?? "all"} --schedules {Schedules} "
        + $"--bug {Bug ?? "none"}";
}

/// <summary>Simulates every combination of two policies, or a sample that covers them.</summary>
internal sealed class CombinationsVerb(ICombinations combinations, Invocation invocation)
{
    public ExitStatus Run(CombinationsOptions options)
    {
        var report = combinations.Explore(new CombinationsRequest
        {
            Strength = options.Covering,
            Schedules = options.Schedules,
            Numbers = options.Shard?.Numbers ?? Stride.All,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Combined(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
