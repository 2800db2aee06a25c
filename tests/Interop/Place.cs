using System.Net;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>Writes the configuration of a server, and says how it is started with it.</summary>
internal delegate Launch Recipe(Place place);

/// <summary>What a server demands of others, and with what it begins.</summary>
public enum Demands
{
    /// <summary>Nothing but dialback; TLS is switched off.</summary>
    NoTls,

    /// <summary>TLS by STARTTLS; whoever has no valid certificate may dial back.</summary>
    StartTls,

    /// <summary>TLS by STARTTLS, and a valid certificate.</summary>
    StartTlsAndCertificate,

    /// <summary>TLS by STARTTLS, and EXTERNAL: dialback is switched off.</summary>
    NoDialback,

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    DirectTls,
}

/// <summary>What the configuration of a server is made of.</summary>
/// <param name="Folder">A folder of its own.</param>
/// <param name="Domains">The domains that it serves, the one with a good certificate first.</param>
/// <param name="NameServer">The name server that knows the other servers; its address is that of the server.</param>
/// <param name="Variant">What it is to be like.</param>
internal sealed record Place(string Folder, IReadOnlyList<Domain> Domains, IPEndPoint NameServer, Variant Variant)
{
    /// <summary>Where it is to accept other servers.</summary>
    public IPEndPoint Address => new(NameServer.Address, OwnAddress.Service);

    /// <summary>Where the parts of a server of several processes may meet.</summary>
    public IPEndPoint Inside => new(NameServer.Address, OwnAddress.Inside);

    /// <summary>
    /// After how many seconds it gives up on who says nothing: either less than a test may take and more than an
    /// answer takes on a busy machine, or more than any test waits.
    /// </summary>
    public int Patience => Variant.Impatient ? 4 : 90;

    public Demands Demands => Variant.Demands;

    /// <summary>Whether it keeps its log short and its sockets prompt, as in production; for who measures it.</summary>
    public bool Quiet => Variant.Quiet;

    public bool Tls => Demands != Demands.NoTls;

    public string Roots => Path("roots.pem");

    // Prosody finds certificates for direct TLS by these names only.
    public string CertificateOf(Domain domain) => Path($"{domain}.crt");

    public string KeyOf(Domain domain) => Path($"{domain}.key");

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }
}
