namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>combinations</c> was asked for.</summary>
/// <param name="Covering">The strength of the sample, or null for all.</param>
internal sealed record CombinationsOptions(int? Covering, int Schedules, string? Bug, string? SaveTo);

/// <summary>Simulates every combination of two policies, or a sample that covers them.</summary>
internal sealed class CombinationsVerb(ICombinations combinations, Invocation invocation)
{
    public ExitStatus Run(CombinationsOptions options)
    {
        var report = combinations.Explore(new CombinationsRequest
        {
            Strength = options.Covering,
            Schedules = options.Schedules,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Combined(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
