using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Running;

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
    string? SaveTo,
    Shard? Shard = null)
{
    /// <summary>What the executions depend on, beside the seed.</summary>
    public string Arguments => $"--scenario {Scenario ?? "all"} --engine {Words.Of(Engine)} --strategy {Strategy} "
        + $"--schedules {Schedules} --bug {Bug ?? "none"}";
}

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
            Numbers = options.Shard?.Numbers ?? Stride.All,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Explored(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
