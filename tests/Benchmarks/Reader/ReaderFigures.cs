using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using Perfolizer.Horology;
using Xmpp.Federation.Benchmarks.Report;

namespace Xmpp.Federation.Benchmarks.Reader;

/// <summary>Runs <see cref="ReaderBenchmark"/> and puts its figures beside the aims.</summary>
internal static class ReaderFigures
{
    /// <param name="iterations">How many times a quarter of a second is measured; 1 only shows that it works.</param>
    public static IReadOnlyList<Figure> Measure(int iterations)
    {
        // In this process: there is nothing to build, and all of them run under the same circumstances.
        var job = Job.Default.WithToolchain(InProcessEmitToolchain.Instance)
            .WithWarmupCount(iterations).WithIterationCount(iterations).WithIterationTime(TimeInterval.FromMilliseconds(250));
        var config = ManualConfig.CreateEmpty().AddJob(job).AddColumnProvider(DefaultColumnProviders.Instance)
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "BenchmarkDotNet"));
        var summary = BenchmarkRunner.Run<ReaderBenchmark>(config);
        MarkdownExporter.Console.ExportToLog(summary, ConsoleLogger.Default);
        return [.. FiguresOf(summary, "small", Traffic.Small), .. FiguresOf(summary, "larger", Traffic.Larger)];
    }

    private static IEnumerable<Figure> FiguresOf(Summary summary, string stanzas, Traffic traffic)
    {
        var (ours, allocated) = Cost(summary, stanzas, nameof(ReaderBenchmark.Ours));
        var (theirs, _) = Cost(summary, stanzas, nameof(ReaderBenchmark.ElementsOfTheFramework));
        var (strings, _) = Cost(summary, stanzas, nameof(ReaderBenchmark.StringsOfTheFramework));
        var (trees, _) = Cost(summary, stanzas, nameof(ReaderBenchmark.TreesOfTheFramework));
        var how = $"BenchmarkDotNet; {stanzas} stanzas, {traffic.StanzaBytes:0} bytes on average";
        yield return new Figure(
            $"reader, {stanzas} stanzas, against XmlReader that delivers the same", "≥ 3 ×",
            $"{theirs / ours:0.0} × ({ours:0} ns against {theirs:0})", how);
        yield return new Figure(
            $"reader, {stanzas} stanzas, against XmlReader to strings only, and to XElement", "",
            $"{strings / ours:0.0} ×, and {trees / ours:0.0} ×", how);
        yield return new Figure(
            $"reader, {stanzas} stanzas, allocated per stanza", "≤ 2 × its size",
            $"{allocated / traffic.StanzaBytes:0.0} × ({allocated:0} bytes)", how);
    }

    private static (double Nanoseconds, double Bytes) Cost(Summary summary, string stanzas, string method)
    {
        var report = summary.Reports.Single(r =>
            r.BenchmarkCase.Descriptor.WorkloadMethod.Name == method
            && (string)r.BenchmarkCase.Parameters[nameof(ReaderBenchmark.Stanzas)] == stanzas);
        return (report.ResultStatistics!.Median, report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? 0);
    }
}
