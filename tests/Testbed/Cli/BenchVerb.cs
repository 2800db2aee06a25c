using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>bench</c> was asked for.</summary>
/// <param name="Bugs">Whether to look for planted bugs, and not to measure the engines.</param>
/// <param name="Full">Whether every strategy looks for them.</param>
/// <param name="Bug">One of them, or null for all.</param>
internal sealed record BenchOptions(bool Bugs, bool Full, string? Bug, string? SaveTo)
{
    /// <summary>Why this cannot be meant, or null.</summary>
    public string? Mistake => this switch
    {
        { Bugs: false, Full: true } => "--full: is of the search for bugs; add --bugs",
        { Bugs: false, Bug: not null } => "--bug: is of the search for bugs; add --bugs",
        { Bugs: false, SaveTo: not null } => "--save: is of the search for bugs; add --bugs",
        { Full: true, SaveTo: null } => "--full: takes hours, and must be able to go on where it ended; add --save DIR",
        _ => null,
    };
}

/// <summary>The project's own figures.</summary>
internal sealed class BenchVerb(IBench bench, Invocation invocation)
{
    public ExitStatus Run(BenchOptions options)
    {
        if (options.Mistake is { } mistake)
        {
            invocation.Say(mistake);
            return ExitStatus.Unusable;
        }

        return options.Bugs ? Hunt(options) : Measure();
    }

    private ExitStatus Measure()
    {
        var report = bench.Measure(invocation.Effort);
        invocation.Effort.Progress.Clear();
        invocation.Report.Measured(report);
        return ExitStatus.Sound;
    }

    private ExitStatus Hunt(BenchOptions options)
    {
        var found = bench.FindBugs(new BugsRequest
        {
            Bugs = options.Bug is { } one ? [one] : bench.Bugs.ToSeq(),
            Full = options.Full,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        return found.Value is { } report ? Tell(report) : invocation.Unusable(found.Problems);
    }

    private ExitStatus Tell(BugsReport report)
    {
        var wrong = report.Misbehaviour.ToList();
        wrong.ForEach(invocation.Say);
        invocation.Report.Hunted(report);
        return wrong.Count > 0 ? ExitStatus.OwnFailure
            : !report.Violations.IsEmpty ? ExitStatus.Violation
            : ExitStatus.Sound;
    }
}
