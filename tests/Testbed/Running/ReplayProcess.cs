using System.Diagnostics;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Another process that replays a trace, from now on, and writes its event log.</summary>
internal sealed class ReplayProcess : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private readonly string _file;
    private readonly string _log = Path.GetTempFileName();
    private readonly Process _process;

    public ReplayProcess(string file)
    {
        _file = file;
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true, RedirectStandardOutput = true };
        start.ArgumentList.Add(typeof(Replayer).Assembly.Location);
        start.ArgumentList.Add(Replayer.LogVerb);
        start.ArgumentList.Add(Path.GetFullPath(file));
        start.ArgumentList.Add(_log);
        _process = Process.Start(start)!;
    }

    /// <summary>Waits until it has ended.</summary>
    /// <exception cref="NondeterminismException">It did not come to the end.</exception>
    public string Log() => _process.WaitForExit(Patience) && _process.ExitCode == 0
        ? File.ReadAllText(_log)
        : throw new NondeterminismException($"a second process did not replay {_file}");

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.Dispose();
        File.Delete(_log);
    }
}
