using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>Why two runs of one execution may differ.</summary>
internal enum Nondeterminism
{
    Chance,
    Clock,
    HashOrder,
    Thread,
}

/// <summary>The first execution that was not the same in two processes.</summary>
/// <param name="Execution">Which.</param>
/// <param name="Event">The first event of its log that differs, from 1; null where it is something beside the log.</param>
/// <param name="One">That event in one process; null behind the end of its log.</param>
/// <param name="Other">The same in the other.</param>
/// <param name="Kind">What it most likely is.</param>
/// <param name="Why">How that is known, in one sentence.</param>
internal sealed record Difference(string Execution, int? Event, string? One, string? Other, Nondeterminism Kind, string Why)
{
    public override string ToString() => Event is null
        ? $"{Execution}: {Why}"
        : $"{Execution}: two processes differ at event {Event}: '{One}' against '{Other}'; {Why}";
}

/// <summary>What running executions in two processes showed.</summary>
/// <param name="Complete">False when the time was over first.</param>
/// <param name="Executions">How many, each in both processes.</param>
/// <param name="Steps">How many steps they took in one of them.</param>
/// <param name="Differences">The first one, if there is any.</param>
internal sealed record VerifyReport(
    bool Complete, Seq<Violation> Violations, long Executions, long Steps, Seq<Difference> Differences);
