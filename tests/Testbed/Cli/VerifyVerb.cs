using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>verify</c> was asked for.</summary>
/// <param name="Scenario">One of them, or null for all.</param>
/// <param name="Schedules">Per scenario.</param>
/// <param name="Cases">How many generated worlds.</param>
/// <param name="Plant">A planted nondeterminism, or null.</param>
internal sealed record VerifyOptions(string? Scenario, int Schedules, int Cases, string? Plant);

/// <summary>A sample of executions in two further processes, which must not differ.</summary>
internal sealed class VerifyVerb(IVerifier verifier, Invocation invocation)
{
    public ExitStatus Run(VerifyOptions options)
    {
        var report = verifier.Verify(new VerifyRequest
        {
            Scenarios = options.Scenario is { } one ? [one] : verifier.Scenarios.ToSeq(),
            Schedules = options.Schedules,
            Cases = options.Cases,
            Plant = options.Plant,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        foreach (var difference in report.Differences)
        {
            invocation.Say(difference.ToString());
        }

        invocation.Report.Verified(report);
        return !report.Differences.IsEmpty ? ExitStatus.OwnFailure
            : !report.Violations.IsEmpty ? ExitStatus.Violation
            : ExitStatus.Sound;
    }
}
