namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>check</c> was asked for.</summary>
internal sealed record CheckVerbOptions(string Scope, string? Bug, bool HashCompact, string? SaveTo);

/// <summary>Explores every state of small worlds: of the model, and of the production core.</summary>
internal sealed class CheckVerb(IScopeChecker checker, Invocation invocation)
{
    public ExitStatus Run(CheckVerbOptions options)
    {
        var report = checker.Check(new CheckRequest
        {
            Scope = options.Scope,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            HashCompact = options.HashCompact,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        // With a bug the first thing that it breaks ends the search.
        foreach (var property in options.Bug is null ? report.Unwitnessed : [])
        {
            invocation.Say($"{property} never came up: what it says was not tested");
        }

        invocation.Report.Checked(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
