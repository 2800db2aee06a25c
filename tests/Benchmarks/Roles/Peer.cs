using System.Diagnostics;
using System.Globalization;
using System.Net;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>A process of this program that plays one role, so that its processor time is its own.</summary>
internal sealed class Peer : IAsyncDisposable
{
    private static readonly TimeSpan LongestAnswer = TimeSpan.FromMinutes(2);

    private readonly Process _process;

    private Peer(Process process) => _process = process;

    public int ProcessId => _process.Id;

    /// <summary>Where it listens, if it is a receiver.</summary>
    public IPEndPoint Address { get; private set; } = new(IPAddress.Loopback, 0);

    public static async Task<Peer> StartAsync(string role, Credentials credentials)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        if (Path.GetFileNameWithoutExtension(start.FileName) == "dotnet")
        {
            start.ArgumentList.Add(typeof(Peer).Assembly.Location);
        }

        Array.ForEach([Child.Command, role, credentials.Folder], start.ArgumentList.Add);
        var peer = new Peer(Process.Start(start)!);
        peer.Address.Port = int.Parse(await peer.AnswerAsync("ready "), CultureInfo.InvariantCulture);
        return peer;
    }

    /// <summary>Gives it a command and waits until it is done; what it has to say then.</summary>
    public async Task<string> DoAsync(string command)
    {
        await _process.StandardInput.WriteLineAsync(command);
        await _process.StandardInput.FlushAsync();
        return await AnswerAsync("done");
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private async Task<string> AnswerAsync(string expected)
    {
        var line = await _process.StandardOutput.ReadLineAsync().WaitAsync(LongestAnswer);
        return line?.StartsWith(expected, StringComparison.Ordinal) == true
            ? line[expected.Length..].Trim()
            : throw new IOException($"A peer was to say '{expected}', and said: {line}");
    }
}
