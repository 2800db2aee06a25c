using System.Diagnostics;
using System.Net;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>Writes the configuration of a server, and says how it is started with it.</summary>
internal delegate ProcessStartInfo Recipe(Place place);

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
/// <param name="Address">Where it is to accept other servers.</param>
/// <param name="Inside">Where the parts of a server of several processes may meet.</param>
/// <param name="NameServer">The name server that knows the other servers.</param>
/// <param name="Demands">What it demands of them.</param>
internal sealed record Place(
    string Folder, IReadOnlyList<Domain> Domains, IPEndPoint Address, IPEndPoint Inside, IPEndPoint NameServer, Demands Demands)
{
    /// <summary>
    /// After how many seconds a server gives up on who says nothing: less than a test may take, and more than an
    /// answer takes on a busy machine.
    /// </summary>
    public const int Patience = 4;

    /// <summary>Whether it keeps its log short and its sockets prompt, as in production; for who measures it.</summary>
    public bool Quiet { get; init; }

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
