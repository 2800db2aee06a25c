using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>
/// One process that runs the rewritten copy of this program and keeps to one processor. The shipped and the
/// rewritten assemblies bear the same identity and cannot share a process.
/// </summary>
internal sealed class CoyoteChild : IDisposable
{
    private static readonly TimeSpan TimeToLeave = TimeSpan.FromSeconds(10);

    private readonly Process _process;
    private readonly object _lock = new();
    private string _errors = "";

    /// <param name="core">The processor that it keeps to.</param>
    /// <exception cref="FileNotFoundException">There is no rewritten copy.</exception>
    public CoyoteChild(int core)
    {
        if (!File.Exists(Copy))
        {
            throw new FileNotFoundException($"The copy that Coyote has rewritten is not there: build the testbed. Missing: {Copy}");
        }

        var start = new ProcessStartInfo("dotnet")
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var argument in new[] { Copy, CoyoteRun.Verb, core.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["COYOTE_CLI_TELEMETRY_OPTOUT"] = "1";
        _process = Process.Start(start)!;
        // A thread of our own: asynchronous reading would use the pool, where nobody may be seen.
        new Thread(ReadErrors) { IsBackground = true }.Start();
    }

    /// <summary>The folder of the testbed, in which the copy stands.</summary>
    public static string Folder { get; set; } = AppContext.BaseDirectory;

    private static string Copy => Path.Combine(Folder, "coyote", "s2s.dll");

    /// <summary>Has it explore one world.</summary>
    /// <param name="request">Which, and how much.</param>
    /// <param name="patience">When it counts as hanging: long after it was due.</param>
    /// <exception cref="NondeterminismException">It hangs, died, or was not in control.</exception>
    public CoyoteResult Ask(CoyoteRequest request, TimeSpan patience)
    {
        // A hang is possible where Coyote cannot see a wait.
        using var watchdog = new Timer(_ => _process.Kill(), null, patience, Timeout.InfiniteTimeSpan);
        _process.StandardInput.WriteLine(JsonSerializer.Serialize(request, CoyoteJson.Default.CoyoteRequest));
        _process.StandardInput.Flush();
        var line = _process.StandardOutput.ReadLine()
            ?? throw new NondeterminismException(
                $"the Coyote engine hangs or died in {request.Scenario}, seed {request.Seed}: {Errors} {request.World}");
        var result = JsonSerializer.Deserialize(line, CoyoteJson.Default.CoyoteResult)!;
        return result.Failure is { } failure
            ? throw new NondeterminismException($"the Coyote engine is worthless in {request.Scenario}: {failure} {request.World}")
            : result;
    }

    public void Dispose()
    {
        _process.StandardInput.Close();
        _process.WaitForExit(TimeToLeave);
        _process.Dispose();
    }

    private string Errors
    {
        get
        {
            lock (_lock)
            {
                return _errors;
            }
        }
    }

    private void ReadErrors()
    {
        while (_process.StandardError.ReadLine() is { } line)
        {
            lock (_lock)
            {
                _errors += line;
            }
        }
    }
}
