using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>One search for a planted bug.</summary>
/// <param name="Found">Whether a property that the bug violates was violated within the processor time allowed.</param>
/// <param name="CpuSeconds">The processor time used.</param>
/// <param name="Schedules">How many executions there were, the finding one included.</param>
internal sealed record BugRun(bool Found, double CpuSeconds, long Schedules);

/// <summary>How long it takes somebody to find a planted bug.</summary>
/// <param name="Name">The bug.</param>
/// <param name="Engine">Who looks: the engine.</param>
/// <param name="Strategy">And how.</param>
/// <param name="Runs">None where the time was over before all of them were done.</param>
internal sealed record BugTime(string Name, string Engine, string Strategy, Seq<BugRun> Runs)
{
    public bool IsReached => !Runs.IsEmpty;

    /// <summary>In how many runs it was found.</summary>
    public int Found => Runs.Count(r => r.Found);

    /// <summary>
    /// Processor time in the median run; null where that run found nothing. Of an even number the slower of the middle two.
    /// </summary>
    public double? MedianCpuSeconds => Median?.CpuSeconds;

    public double? WorstCpuSeconds => IsReached ? Runs.Max(r => r.CpuSeconds) : null;

    /// <summary>Executions in the run that is the median by executions; null where the bug is not found in half of the runs.</summary>
    public long? MedianSchedules => Median is null ? null
        : Runs.Where(r => r.Found).OrderBy(r => r.Schedules).ElementAt(Runs.Count / 2).Schedules;

    // A run that found nothing took longer than any that did.
    private BugRun? Median =>
        Runs.OrderBy(r => !r.Found).ThenBy(r => r.CpuSeconds).ElementAtOrDefault(Runs.Count / 2) is { Found: true } run ? run : null;
}

/// <summary>How long it takes to find each planted bug.</summary>
/// <param name="Complete">False when the time was over first.</param>
/// <param name="Violations">The bugs that were not found within their time.</param>
/// <param name="Bugs">All that was asked for, also what was not reached.</param>
/// <param name="Canaries">What must never and what must at once be found.</param>
internal sealed record BugsReport(bool Complete, Seq<Violation> Violations, Seq<BugTime> Bugs, Seq<BugTime> Canaries)
{
    /// <summary>Whether every strategy was measured, and not only the usual one.</summary>
    public bool IsFull { get; init; }

    /// <summary>How the canaries misbehave, one sentence each. Then nothing here is to be believed.</summary>
    public IEnumerable<string> Misbehaviour => Canaries.Where(c => c.IsReached).Select(Wrong).OfType<string>();

    /// <summary>All bugs in one sentence.</summary>
    public string Summary
    {
        get
        {
            var bugs = Bugs.Select(b => b.Name).Distinct().Count();
            var found = Bugs.Where(b => b.MedianCpuSeconds is not null).ToList();
            var medians = found.OrderBy(b => b.MedianCpuSeconds).ToList();
            var head = $"{Figures.Of(found.Select(b => b.Name).Distinct().Count())} of {Figures.Of(bugs)} bugs";
            return medians is []
                ? head
                : $"{head}, median of medians {Figures.OfSeconds(medians[medians.Count / 2].MedianCpuSeconds!.Value)}, "
                    + $"worst median {Figures.OfSeconds(medians[^1].MedianCpuSeconds!.Value)} ({medians[^1].Name})";
        }
    }

    private static string? Wrong(BugTime canary)
    {
        var (must, does) = canary.Name == Testbed.Bugs.Canaries.Nothing.Name
            ? ("never", canary.Found == 0)
            : ("in the first schedule of every run", canary.Runs.All(r => r is { Found: true, Schedules: 1 }));
        return does ? null
            : $"{canary.Name} must be found {must}, and was in {canary.Found} of {canary.Runs.Count} runs "
                + $"({canary.Engine}, {canary.Strategy})";
    }
}

/// <summary>One of the project's own figures.</summary>
/// <param name="Value">Null where the time was over before it was measured.</param>
/// <param name="Aim">What it must reach, or null.</param>
internal sealed record Figure(string Name, double? Value, string Unit, string? Aim);

/// <summary>The figures of the engines.</summary>
/// <param name="Complete">False when the time was over first.</param>
/// <param name="Notes">How they were measured, one sentence each.</param>
internal sealed record FiguresReport(bool Complete, Seq<Figure> Figures, Seq<string> Notes);
