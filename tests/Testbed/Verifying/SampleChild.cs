using System.Diagnostics;
using System.Text.Json;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>A further process of this program. The runtime draws the seed of its string hash codes anew in each.</summary>
internal sealed class SampleChild : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    public SampleChild()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardInput = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(SampleChild).Assembly.Location);
        start.ArgumentList.Add(SampleRun.Verb);
        _process = Process.Start(start)!;
    }

    /// <summary>Sets it to work; <see cref="Answer"/> waits for what comes of it.</summary>
    public void Ask(Sample sample)
    {
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(sample, SampleJson.Default.Sample));
        _process.StandardInput.Flush();
    }

    /// <exception cref="NondeterminismException">It hangs, died, or failed.</exception>
    public Sampled Answer()
    {
        using var watchdog = new Timer(_ => _process.Kill(), null, Patience, Timeout.InfiniteTimeSpan);
        var line = _process.StandardOutput.ReadLine() ?? throw new NondeterminismException("a further process hangs or died");
        var answer = JsonSerializer.Deserialize(line, SampleJson.Default.Sampled)!;
        return answer.Failure is { } failure ? throw new NondeterminismException($"a further process failed: {failure}") : answer;
    }

    /// <summary>Does all of it at once.</summary>
    public Sampled Do(Sample sample)
    {
        Ask(sample);
        return Answer();
    }

    /// <summary>The event log of an execution of the last sample, by line.</summary>
    public string[] Recall(Sample sample, int index) => Do(sample with { Recalled = index }).Log!.Split('\n');

    /// <inheritdoc/>
    public void Dispose()
    {
        // It holds nothing that is worth waiting for.
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
    }
}
