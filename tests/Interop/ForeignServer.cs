using System.Net;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>What is to be started.</summary>
/// <param name="Make">Whose server.</param>
/// <param name="Demands">What it demands of others.</param>
internal sealed record Variant(Make Make, Demands Demands)
{
    /// <summary>
    /// What is wrong with its only certificate; <see cref="Flaw.None"/> lets it serve a domain with each, if it can.
    /// </summary>
    public Flaw Flaw { get; init; }

    /// <summary>Whether it gives up soon on who says nothing. Where that is not the point, it has all the time.</summary>
    public bool Impatient { get; init; }

    /// <summary>Whether it runs as in production, to be measured.</summary>
    public bool Quiet { get; init; }

    /// <summary>Whether it carries stanzas both ways on one stream (XEP-0288), if it can.</summary>
    public bool Bidi { get; init; }
}

/// <summary>
/// A real server of another make, as a process of its own with a folder, an address and a name server of its own,
/// which are gone when this is disposed.
/// </summary>
internal sealed class ForeignServer : IAsyncDisposable
{
    // A server that works needs three seconds to start; a starved machine gets more.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(120);

    private const int LastLines = 60;

    // What may be wrong with the certificate of a domain that a server serves, and what that domain is called.
    private static readonly Dictionary<Flaw, Domain> Served = new()
    {
        [Flaw.None] = Domain.Parse("theirs.example"),
        [Flaw.Expired] = Domain.Parse("expired.example"),
        [Flaw.WrongName] = Domain.Parse("wrong-name.example"),
        [Flaw.SelfSigned] = Domain.Parse("self-signed.example"),
        [Flaw.UnknownAuthority] = Domain.Parse("unknown-authority.example"),
    };

    /// <summary>A second domain of a server whose certificates are good.</summary>
    public static readonly Domain Second = Domain.Parse("second.example");

    /// <summary>What Prosody makes its dialback keys of (XEP-0185); the others do not let anybody choose.</summary>
    public const string DialbackSecret = "not much of a secret";

    private static readonly Flaw[] Together = [Flaw.None, Flaw.Expired, Flaw.SelfSigned, Flaw.UnknownAuthority];

    private readonly string _folder = Directory.CreateTempSubdirectory("federation-").FullName;
    private readonly NameServer _names;
    private Program? _program;

    private ForeignServer(Variant variant)
    {
        _names = OwnAddress.NameServer(wellKnown: variant.Make == Make.Jabberd2);
        Address = new IPEndPoint(_names.Address.Address, OwnAddress.Service);

        // The target of a service record here is an address in words, which some ask for like any other name.
        _names.Host($"{IPAddress.Loopback}", $"{IPAddress.Loopback}");
    }

    /// <summary>Where it accepts other servers.</summary>
    public IPEndPoint Address { get; }

    /// <summary>The process that was started; others may be below it.</summary>
    public int ProcessId => _program!.Id;

    /// <summary>What it has said so far, for a test that fails.</summary>
    public IReadOnlyList<string> Lines => _program?.Lines ?? [];

    /// <summary>The domain that it serves with such a certificate.</summary>
    public static Domain DomainWith(Flaw flaw) => Served[flaw];

    /// <summary>Makes the certificates, lets the recipe write its configuration, and starts what it says.</summary>
    public static async Task<ForeignServer> StartAsync(Variant variant)
    {
        var server = new ForeignServer(variant);
        try
        {
            Flaw[] flaws = variant.Make == Make.Jabberd2 || variant.Flaw != Flaw.None ? [variant.Flaw] : Together;
            var domains = flaws.Select(f => (Name: DomainWith(f), Flaw: f)).ToList();
            if (variant.Flaw == Flaw.None)
            {
                domains.Add((Second, Flaw.None));
            }

            var place = new Place(server._folder, [.. domains.Select(d => d.Name)], server._names.Address, variant);
            domains.ForEach(d => WriteCertificate(place, d.Name, d.Flaw));
            File.WriteAllText(place.Roots, Authority.Ours.Certificate.ExportCertificatePem() + "\n");
            server._program = new Program(RecipeOf(variant.Make)(place), server._folder);
            var problem = await server._program.ReadyAsync(LongestStart);
            Assert.True(problem is null, $"{variant}: {problem}\n{server.Report()}");
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

    /// <summary>Asks it to end in its own way, and waits until it has.</summary>
    public Task StopAsync() => _program!.StopAsync();

    public async ValueTask DisposeAsync()
    {
        try
        {
            if (_program is { } program)
            {
                await program.DisposeAsync();
            }
        }
        finally
        {
            _names.Dispose();
            Directory.Delete(_folder, recursive: true);
        }
    }

    private static Recipe RecipeOf(Make make) => make switch
    {
        Make.Prosody => Prosody.Recipe,
        Make.Ejabberd => Ejabberd.Recipe,
        _ => Jabberd2.Recipe,
    };

    private static void WriteCertificate(Place place, Domain domain, Flaw flaw)
    {
        using var issued = flaw.CertificateFor(domain)!;
        using var key = issued.GetECDsaPrivateKey()!;
        File.WriteAllText(place.CertificateOf(domain), issued.ExportCertificatePem() + "\n");
        File.WriteAllText(place.KeyOf(domain), key.ExportPkcs8PrivateKeyPem() + "\n");
    }

    // What it has said, and what those of its parts have said that have a log of their own.
    private string Report() => string.Join('\n', Directory.GetFiles(_folder, "*.log")
        .Select(log => (Title: Path.GetFileName(log), Lines: (IReadOnlyList<string>)File.ReadAllLines(log)))
        .Append((Title: "said", Lines))
        .SelectMany(part => part.Lines.TakeLast(LastLines).Prepend($"--- {part.Title}")));
}
