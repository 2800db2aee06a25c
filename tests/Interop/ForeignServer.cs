using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// A real server of another make, as a process of its own with a folder of its own, which is gone when this is
/// disposed. What it says is shown with a test that fails.
/// </summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    // Nothing but the end of a killed process is awaited so long.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(10);

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _folder;
    private Process? _process;

    private ForeignServer(string folder, Domain domain, IPEndPoint address)
    {
        _folder = folder;
        Domain = domain;
        Address = address;
    }

    public Domain Domain { get; }

    /// <summary>Where it accepts other servers.</summary>
    public IPEndPoint Address { get; }

    /// <summary>Makes the certificates, lets the recipe write its configuration, and starts what it says.</summary>
    /// <param name="domain">The one domain that it serves.</param>
    /// <param name="nameServer">Where it is to look for other servers.</param>
    /// <param name="demands">What it demands of other servers.</param>
    /// <param name="recipe">How a server of this make is configured and started.</param>
    /// <param name="late">Ends the wait for it.</param>
    public static async Task<ForeignServer> StartAsync(
        Domain domain, IPEndPoint nameServer, Demands demands, Recipe recipe, CancellationToken late)
    {
        var folder = Directory.CreateTempSubdirectory("federation-").FullName;
        var server = new ForeignServer(folder, domain, FreeAddress());
        try
        {
            var place = new Place(folder, domain, server.Address, nameServer, demands);
            WriteCertificates(place);
            server.Run(recipe(place));
            await server.AcceptsAsync(late);
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(Longest);
            process.Dispose();
        }

        foreach (var line in _lines)
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{Domain}: {line}");
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static void WriteCertificates(Place place)
    {
        using var issued = Authority.Ours.Issue(place.Domain.Name);
        using var key = issued.GetECDsaPrivateKey()!;
        File.WriteAllText(place.Certificate, issued.ExportCertificatePem() + "\n");
        File.WriteAllText(place.Key, key.ExportPkcs8PrivateKeyPem() + "\n");
        File.WriteAllText(place.Roots, Authority.Ours.Certificate.ExportCertificatePem() + "\n");
    }

    // An address that no outgoing connection uses by itself, so that nobody takes the port in between.
    private static IPEndPoint FreeAddress()
    {
        using var listener = new TcpListener(IPAddress.Parse("127.0.0.2"), 0);
        listener.Start();
        return (IPEndPoint)listener.LocalEndpoint;
    }

    private void Run(ProcessStartInfo start)
    {
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.RedirectStandardInput = true;
        start.WorkingDirectory = _folder;
        var process = Process.Start(start)!;
        _process = process;
        process.OutputDataReceived += (_, said) => Keep(said.Data);
        process.ErrorDataReceived += (_, said) => Keep(said.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    private void Keep(string? line)
    {
        if (line is not null)
        {
            _lines.Enqueue(line);
        }
    }

    private async Task AcceptsAsync(CancellationToken late)
    {
        while (!await IsAcceptingAsync())
        {
            Assert.False(late.IsCancellationRequested, $"{Domain} does not accept connections.");
            Assert.False(_process!.HasExited, $"{Domain} has ended before it accepted connections.");
            await Task.Delay(50, CancellationToken.None);
        }
    }

    private async Task<bool> IsAcceptingAsync()
    {
        using var probe = new TcpClient();
        try
        {
            await probe.ConnectAsync(Address);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
