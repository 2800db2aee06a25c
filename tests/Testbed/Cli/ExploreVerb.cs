using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>explore</c> was asked for.</summary>
/// <param name="Scenario">One of them, or null for all.</param>
/// <param name="Bounds">How far the exhaustive strategy goes.</param>
/// <param name="Schedules">Per scenario and engine.</param>
internal sealed record ExploreOptions(
    string? Scenario,
    EngineChoice Engine,
    string Strategy,
    Bounds Bounds,
    int Schedules,
    string? Bug,
    string? SaveTo);

/// <summary>Systematic schedules of named scenarios.</summary>
internal sealed class ExploreVerb(IExplorer explorer, Invocation invocation)
{
    public ExitStatus Run(ExploreOptions options)
    {
        var report = explorer.Explore(new ExploreRequest
        {
            Scenarios = options.Scenario is { } one ? [one] : explorer.Scenarios.ToSeq(),
            Engine = options.Engine,
            Strategy = options.Strategy,
            Bounds = options.Bounds,
            Schedules = options.Schedules,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Explored(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
