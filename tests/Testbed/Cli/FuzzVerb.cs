using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>fuzz</c> was asked for.</summary>
/// <param name="Cases">Per engine.</param>
/// <param name="Schedules">Per case.</param>
/// <param name="Corpus">Where the guided strategy keeps what is worth varying, or null.</param>
internal sealed record FuzzOptions(
    int Cases, int Schedules, EngineChoice Engine, string Strategy, string? Corpus, string? Bug, string? SaveTo, Shard? Shard = null)
{
    /// <summary>What the executions depend on, beside the seed. One strategy alone can be dealt out.</summary>
    public string Arguments => $"--cases {Cases} --schedules {Schedules} --engine {Words.Of(Engine)} --bug {Bug ?? "none"}";
}

/// <summary>Generated peers and worlds under many schedules.</summary>
internal sealed class FuzzVerb(IFuzzer fuzzer, Invocation invocation)
{
    public ExitStatus Run(FuzzOptions options)
    {
        if (options.Corpus is { } folder && GuidedFuzzer.ProblemsIn(folder) is { IsEmpty: false } problems)
        {
            return invocation.Unusable(problems);
        }

        var report = fuzzer.Fuzz(new FuzzRequest
        {
            Cases = options.Cases,
            Schedules = options.Schedules,
            Numbers = options.Shard?.Numbers ?? Stride.All,
            Engine = options.Engine,
            Strategy = options.Strategy,
            Corpus = options.Corpus,
            Bug = options.Bug,
            SaveTo = options.SaveTo,
            Effort = invocation.Effort,
        });
        invocation.Effort.Progress.Clear();
        invocation.Report.Fuzzed(report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
