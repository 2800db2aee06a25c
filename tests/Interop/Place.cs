using System.Diagnostics;
using System.Net;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>Writes the configuration of a server, and says how it is started with it.</summary>
internal delegate ProcessStartInfo Recipe(Place place);

/// <summary>What a server demands of others, and with what it begins.</summary>
internal enum Demands
{
    /// <summary>Nothing but dialback; TLS is switched off.</summary>
    NoTls,

    /// <summary>TLS by STARTTLS; whoever has no valid certificate may dial back.</summary>
    StartTls,

    /// <summary>TLS by STARTTLS, and a valid certificate.</summary>
    StartTlsAndCertificate,

    /// <summary>TLS from the first byte (XEP-0368).</summary>
    DirectTls,
}

/// <summary>What the configuration of a server is made of.</summary>
/// <param name="Folder">A folder of its own.</param>
/// <param name="Domain">The one domain that it serves.</param>
/// <param name="Address">Where it is to accept other servers.</param>
/// <param name="NameServer">The name server that knows the other servers.</param>
/// <param name="Demands">What it demands of them.</param>
internal sealed record Place(string Folder, Domain Domain, IPEndPoint Address, IPEndPoint NameServer, Demands Demands)
{
    public bool Tls => Demands != Demands.NoTls;

    // Prosody finds certificates for direct TLS by these names only.
    public string Certificate => Path($"{Domain}.crt");

    public string Key => Path($"{Domain}.key");

    public string Roots => Path("roots.pem");

    public string Path(string name) => System.IO.Path.Combine(Folder, name);

    public string Write(string name, string text)
    {
        File.WriteAllText(Path(name), text);
        return Path(name);
    }
}
