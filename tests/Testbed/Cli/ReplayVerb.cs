using System.Globalization;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>replay</c> was asked for.</summary>
/// <param name="Verify">Each in two processes, logs compared.</param>
/// <param name="Explain">Say why it ends so.</param>
internal sealed record ReplayOptions(Seq<string> Files, bool Verify, bool Explain)
{
    /// <summary>The file that a page is written to; null writes none.</summary>
    public string? Html { get; init; }

    /// <summary>After how many steps to stop; null goes to the end.</summary>
    public int? ToStep { get; init; }

    /// <summary>What does not go together, in one line; null where all of it does.</summary>
    public string? Contradiction => this switch
    {
        { Html: not null, Files.Count: > 1 } =>
            string.Create(CultureInfo.InvariantCulture, $"--html shows one trace, not {Files.Count}; allowed: one TRACE"),
        { ToStep: not null, Verify: true } => "--to-step and --verify do not go together: who stops has no end to compare",
        { ToStep: not null, Explain: true } => "--to-step and --explain do not go together: who stops has no end to explain",
        { ToStep: not null, Html: not null } => "--to-step and --html do not go together: who stops has no end to explain",
        _ => null,
    };
}

/// <summary>Executes recorded traces again.</summary>
internal sealed class ReplayVerb(IReplayer replayer, IExplainer explainer, Invocation invocation)
{
    private readonly TraceJudge _judge = new(replayer, invocation);

    public ExitStatus Run(ReplayOptions options)
    {
        if (options.Contradiction is { } contradiction)
        {
            invocation.Say($"replay: {contradiction}");
            return ExitStatus.Unusable;
        }

        return invocation.Each(options.Files, file => options.ToStep is { } step ? Stop(file, step) : Replay(file, options));
    }

    private ExitStatus Replay(string file, ReplayOptions options)
    {
        var (status, trace, report) = _judge.Judge(file, options.Verify);
        if (trace is null || report is null)
        {
            return status;
        }

        if (report is not ReplayReport.Ended || !(options.Explain || options.Html is not null))
        {
            invocation.Report.Replayed(file, trace, report, null);
            return status;
        }

        var explanation = explainer.Explain(file, trace);
        if (explanation.Value is null)
        {
            return status.Or(invocation.Unusable(explanation.Problems));
        }

        invocation.Report.Replayed(file, trace, report, options.Explain ? explanation.Value : null);
        return options.Html is { } page ? status.Or(Write(page, file, trace, explanation.Value)) : status;
    }

    private ExitStatus Stop(string file, int step)
    {
        var trace = TraceJudge.Read(file);
        if (trace.Value is null)
        {
            return invocation.Unusable(trace.Problems);
        }

        try
        {
            var standstill = explainer.StopAt(file, trace.Value, step);
            if (standstill.Value is null)
            {
                return invocation.Unusable(standstill.Problems);
            }

            invocation.Report.Stopped(file, trace.Value, standstill.Value);
            return ExitStatus.Sound;
        }
        catch (StaleTraceException stale)
        {
            return _judge.Tell(file, Replayer.StaleAt(trace.Value, stale));
        }
    }

    private ExitStatus Write(string page, string file, Trace trace, Explanation explanation)
    {
        try
        {
            File.WriteAllText(page, HtmlPage.Of(file, trace, explanation));
            return ExitStatus.Sound;
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return invocation.Unusable([new InputProblem(page, 0, "--html", "cannot be written", failure.Message)]);
        }
    }
}
