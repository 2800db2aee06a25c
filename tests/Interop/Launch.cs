using System.Collections.Concurrent;
using System.Diagnostics;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>How a server is started.</summary>
/// <param name="Start">Its program, arguments and environment.</param>
/// <param name="Ready">What it says when it serves: a port that accepts may belong to a server that does not yet.</param>
internal sealed record Launch(ProcessStartInfo Start, string Ready);

/// <summary>
/// A process and all that it starts, which end with this, or with the process of the tests, however that ends.
/// </summary>
internal sealed class Program : IAsyncDisposable
{
    // Nothing but the end of a killed process is awaited so long.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(20);

    // The pipe of the standard input is closed by whoever holds its other end, or by the system when that dies; then
    // everybody in this session is killed. The program itself keeps the number of the process.
    private const string Leash = """
        exec 3<&0 </dev/null
        { cat <&3; kill -KILL 0; } >/dev/null 2>&1 &
        exec "$@" 3<&-
        """;

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;
    private readonly string _phrase;

    /// <summary>The number of the process; those that it has started are below it.</summary>
    public int Id => _process.Id;

    public Program(Launch launch, string folder)
    {
        _phrase = launch.Ready;
        var start = launch.Start;
        var leashed = new ProcessStartInfo("setsid", ["sh", "-c", Leash, "sh", start.FileName, .. start.ArgumentList])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            RedirectStandardInput = true,
            WorkingDirectory = folder,
        };
        foreach (var (name, value) in start.Environment)
        {
            leashed.Environment[name] = value;
        }

        _process = Process.Start(leashed)!;
        _process.OutputDataReceived += (_, said) => Keep(said.Data);
        _process.ErrorDataReceived += (_, said) => Keep(said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said so far, for a test that fails.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Waits until it says that it serves.</summary>
    /// <returns>Null, or why it does not.</returns>
    public async Task<string?> ReadyAsync(TimeSpan longest)
    {
        var exit = _process.WaitForExitAsync();
        await Task.WhenAny(_ready.Task, exit, Task.Delay(longest));
        return _ready.Task.IsCompleted ? null
            : exit.IsCompleted ? $"It has ended with code {_process.ExitCode} before it served."
            : $"It does not serve after {longest.TotalSeconds} s.";
    }

    /// <summary>Asks it to end in its own way, and waits until it has.</summary>
    public async Task StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnd);
    }

    public async ValueTask DisposeAsync()
    {
        using (_process)
        {
            _process.StandardInput.Close();
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnd);
        }
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
            if (line.Contains(_phrase, StringComparison.Ordinal))
            {
                _ready.TrySetResult();
            }
        }
    }
}
