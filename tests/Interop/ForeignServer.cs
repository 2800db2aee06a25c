using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// A real server of another make, as a process of its own with a folder and a name server of its own, which are gone
/// when this is disposed.
/// </summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    // A server that works needs three seconds to start; a starved machine gets more.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);

    // Nothing but the end of a killed process is awaited so long.
    private static readonly TimeSpan LongestEnd = TimeSpan.FromSeconds(10);

    // What may be wrong with the certificate of a domain that a server serves, and what that domain is called.
    private static readonly Dictionary<Flaw, Domain> Served = new()
    {
        [Flaw.None] = Domain.Parse("theirs.example"),
        [Flaw.Expired] = Domain.Parse("expired.example"),
        [Flaw.WrongName] = Domain.Parse("wrong-name.example"),
        [Flaw.SelfSigned] = Domain.Parse("self-signed.example"),
        [Flaw.UnknownAuthority] = Domain.Parse("unknown-authority.example"),
    };

    private static readonly Flaw[] Together = [Flaw.None, Flaw.Expired, Flaw.SelfSigned, Flaw.UnknownAuthority];

    private readonly ConcurrentQueue<string> _lines = new();
    private readonly string _folder = Directory.CreateTempSubdirectory("federation-").FullName;
    private readonly NameServer _names;
    private Process? _process;

    private ForeignServer(Demands demands, NameServer names)
    {
        Demands = demands;
        _names = names.Host($"{IPAddress.Loopback}", $"{IPAddress.Loopback}");
    }

    public Demands Demands { get; }

    /// <summary>Where it accepts other servers.</summary>
    public IPEndPoint Address { get; } = FreeAddress();

    /// <summary>The process that was started; others may be below it.</summary>
    public int ProcessId => _process!.Id;

    /// <summary>What it has said so far, for a test that fails.</summary>
    public IReadOnlyList<string> Lines => [.. _lines];

    /// <summary>The domain that it serves with such a certificate.</summary>
    public static Domain DomainWith(Flaw flaw) => Served[flaw];

    /// <summary>Makes the certificates, lets the recipe write its configuration, and starts what it says.</summary>
    /// <param name="make">What to start.</param>
    /// <param name="demands">What it is to demand of other servers.</param>
    /// <param name="flaw">
    /// What is wrong with its only certificate; <see cref="Flaw.None"/> lets it serve a domain with each, if it can.
    /// </param>
    /// <param name="quiet">Whether it runs as in production, to be measured.</param>
    public static async Task<ForeignServer> StartAsync(Make make, Demands demands, Flaw flaw, bool quiet = false)
    {
        var server = new ForeignServer(demands, make == Make.Jabberd2 ? Port53.NameServer() : new NameServer());
        try
        {
            Flaw[] flaws = make == Make.Jabberd2 || flaw != Flaw.None ? [flaw] : Together;
            var domains = flaws.Select(DomainWith).ToList();
            var place = new Place(server._folder, domains, server.Address, FreeAddress(), server._names.Address, demands)
            {
                Quiet = quiet,
            };
            Array.ForEach(flaws, f => WriteCertificate(place, f));
            File.WriteAllText(place.Roots, Authority.Ours.Certificate.ExportCertificatePem() + "\n");
            server.Run(RecipeOf(make)(place));
            await server.AcceptsAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Tells it where a domain accepts other servers.</summary>
    public void Learn(Domain domain, ListenEndpoint there)
    {
        // The host is an address, so that nobody asks the resolver of the machine for it.
        var service = there.DirectTls ? "_xmpps-server" : "_xmpp-server";
        _names.Service($"{service}._tcp.{domain}", 0, 0, (ushort)there.Address.Port, $"{there.Address.Address}");
    }

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(CancellationToken.None).WaitAsync(LongestEnd);
            process.Dispose();
        }

        _names.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static Recipe RecipeOf(Make make) => make switch
    {
        Make.Prosody => Prosody.Recipe,
        Make.Ejabberd => Ejabberd.Recipe,
        _ => Jabberd2.Recipe,
    };

    private static void WriteCertificate(Place place, Flaw flaw)
    {
        var domain = DomainWith(flaw);
        using var issued = flaw.CertificateFor(domain)!;
        using var key = issued.GetECDsaPrivateKey()!;
        File.WriteAllText(place.CertificateOf(domain), issued.ExportCertificatePem() + "\n");
        File.WriteAllText(place.KeyOf(domain), key.ExportPkcs8PrivateKeyPem() + "\n");
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

    private async Task AcceptsAsync()
    {
        var since = Stopwatch.StartNew();
        while (!await IsAcceptingAsync())
        {
            var said = string.Join('\n', _lines);
            Assert.False(since.Elapsed > LongestStart, $"It does not accept connections, but says:\n{said}");
            Assert.False(_process!.HasExited, $"It has ended before it accepted connections, and said:\n{said}");
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
