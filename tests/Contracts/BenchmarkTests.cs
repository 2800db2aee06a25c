using System.Diagnostics;
using System.Reflection;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>
/// The benchmarks still run to their end and say all that they have to say, also where no real server is installed. What the
/// figures are is not the point.
/// </summary>
public sealed class BenchmarkTests
{
    private static readonly TimeSpan Longest = TimeSpan.FromMinutes(3);

    private static readonly string Program = Path.Combine(
        typeof(BenchmarkTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "BenchmarksDirectory").Value!,
        "Xmpp.Federation.Benchmarks.dll");

    [Fact]
    public Task The_cost_of_a_negotiation_is_measured_and_what_is_missing_is_named() => HasRows(
        "negotiation",
        @"negotiation as initiator, 1 at a time, against bare SslStream \| ≤ 1.25 × \| \d",
        @"negotiation as receiver, 1 at a time, against bare SslStream \| ≤ 1.25 × \| \d",
        @"negotiation as initiator, 10 at a time, against bare SslStream \| ≤ 1.25 × \| \d",
        @"negotiation as receiver, 10 at a time, against bare SslStream \| ≤ 1.25 × \| \d",
        @"negotiation as receiver, against Prosody \| ≤ 0.8 × \| not measured \| 'prosody' is not installed",
        @"negotiation as receiver, against Ejabberd \| ≤ 0.8 × \| not measured \| '\w+' is not installed");

    [Fact]
    public Task The_memory_of_an_idle_stream_is_measured() => HasRows(
        "memory",
        @"memory of an idle stream, incoming, beside TLS \| ≤ 16 KiB \| -?\d",
        @"memory of an idle stream, outgoing, beside TLS \| ≤ 16 KiB \| -?\d");

    [Fact]
    public Task The_reader_is_measured() => HasRows(
        "reader",
        @"reader, small stanzas, against XmlReader that delivers the same \| ≥ 3 × \| \d",
        @"reader, small stanzas, allocated per stanza \| ≤ 2 × its size \| \d",
        @"reader, larger stanzas, against XmlReader that delivers the same \| ≥ 3 × \| \d",
        @"reader, larger stanzas, allocated per stanza \| ≤ 2 × its size \| \d");

    private static async Task HasRows(string what, params string[] rows)
    {
        var (exit, said) = await RunAsync(what);
        Assert.True(exit == 0, said);
        var table = string.Join('\n', said.Split('\n').Select(l => string.Join(' ', l.Split(' ', StringSplitOptions.RemoveEmptyEntries))));
        foreach (var row in rows)
        {
            Assert.Matches(row, table);
        }
    }

    // Without a PATH no real server is found, whether it is installed or not.
    private static async Task<(int Exit, string Said)> RunAsync(string what)
    {
        var start = new ProcessStartInfo(Dotnet(), [Program, what, "--brief"])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["PATH"] = "" },
        };
        using var process = System.Diagnostics.Process.Start(start)!;
        var said = Task.WhenAll((Task<string>[])[process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync()]);
        try
        {
            var texts = await said.WaitAsync(Longest, TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            return (process.ExitCode, string.Concat(texts));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private static string Dotnet() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Append("/usr/share/dotnet").Append("/usr/lib/dotnet")
            .Select(folder => Path.Combine(folder, "dotnet")).First(File.Exists);
}
