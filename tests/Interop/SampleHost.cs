using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;
using System.Text.RegularExpressions;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>The built sample host as a process of its own, with a folder that is gone when this is disposed.</summary>
internal sealed partial class SampleHost : IAsyncDisposable
{
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(30);

    private static readonly string Program = Path.Combine(
        typeof(SampleHost).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "SampleDirectory").Value!,
        "Xmpp.Federation.Sample.dll");

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("sample-").FullName;
    private readonly TaskCompletionSource<IPEndPoint> _listening = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly Process _process;

    private SampleHost(Domain domain, Domain theirs, IPEndPoint there)
    {
        var certificate = Write("sample.crt", Issue(domain, out var key));
        var start = new ProcessStartInfo(
            Environment.ProcessPath is { } path && Path.GetFileNameWithoutExtension(path) == "dotnet" ? path : "dotnet",
            [
                Program, "--Xmpp:Domains:0", $"{domain}", "--Xmpp:Listen:0", "127.0.0.1:0",
                "--Xmpp:CertificateFile", certificate, "--Xmpp:KeyFile", Write("sample.key", key),
                "--Xmpp:RootsFile", Write("roots.pem", Authority.Ours.Certificate.ExportCertificatePem()),
                $"--Xmpp:Targets:{theirs}", $"{there}",
            ])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = _folder,
        };
        _process = Process.Start(start)!;
        _process.OutputDataReceived += (_, said) => Keep(said.Data);
        _process.ErrorDataReceived += (_, said) => Keep(said.Data);
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>What it has said so far.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>Starts it for a domain, and tells it where another one is.</summary>
    public static async Task<(SampleHost Host, ListenEndpoint Endpoint)> StartAsync(Domain domain, Domain theirs, IPEndPoint there)
    {
        var host = new SampleHost(domain, theirs, there);
        await Task.WhenAny(host._listening.Task, host._process.WaitForExitAsync(), Task.Delay(LongestStart));
        if (host._listening.Task is { IsCompletedSuccessfully: true } listening)
        {
            return (host, new ListenEndpoint(await listening));
        }

        await host.DisposeAsync();
        Assert.Fail($"The sample host does not listen, but says:\n{string.Join('\n', host._lines)}");
        throw new UnreachableException();
    }

    /// <summary>Asks it to stop, as the system does (SIGTERM), and waits for its end.</summary>
    /// <returns>Its exit status.</returns>
    public async Task<int> StopAsync()
    {
        using var asking = Process.Start("kill", ["-TERM", $"{_process.Id}"]);
        await asking.WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(LongestEnd);
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnd);
        }

        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static string Issue(Domain domain, out string key)
    {
        using var issued = Authority.Ours.Issue($"{domain}");
        using var own = issued.GetECDsaPrivateKey()!;
        key = own.ExportPkcs8PrivateKeyPem();
        return issued.ExportCertificatePem();
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text + "\n");
        return file;
    }

    private void Keep(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (Listening().Match(line) is { Success: true } found)
        {
            _listening.TrySetResult(IPEndPoint.Parse(found.Groups[1].Value));
        }
    }

    [GeneratedRegex(@"Listening on ([0-9.]+:[0-9]+) ")]
    private static partial Regex Listening();
}
