using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation;

/// <summary>Whether it is asked if a certificate was revoked (RFC 5280 6.3, RFC 6960).</summary>
public enum RevocationChecks
{
    /// <summary>
    /// Nobody is asked. Asking is a request to an address that stands in the peer's certificate, in the middle of a
    /// handshake.
    /// </summary>
    None,

    /// <summary>The issuers of a path are asked; one that cannot be asked is taken to have nothing against it.</summary>
    WhereKnown,

    /// <summary>The issuers of a path are asked; a certificate of which none can be told does not validate.</summary>
    Required,
}

/// <summary>
/// Which certificates are believed, for all peers or for one (RFC 6120 13.7.2): by public roots, by a private authority,
/// or because they are the very ones that were agreed on.
/// </summary>
public sealed record CertificateTrust
{
    /// <summary>The roots of the system, and nothing else.</summary>
    public static CertificateTrust OfTheSystem { get; } = new();

    /// <summary>
    /// The only roots that end a path; null stands for those of the system, or for none where <see cref="Pinned"/>
    /// names certificates.
    /// </summary>
    public X509Certificate2Collection? Roots { get; init; }

    /// <summary>
    /// Certificates that are believed as they are, whoever issued them and whatever they name (RFC 6125 6.6.1: a pinned
    /// certificate), as long as they have not expired. Of use for one peer, in <see cref="FederationOptions.TrustFor"/>.
    /// </summary>
    public X509Certificate2Collection Pinned { get; init; } = [];

    /// <summary>Whether issuers are asked for revoked certificates.</summary>
    public RevocationChecks Revocation { get; init; }

    /// <summary>
    /// Whether the Common Name counts in a certificate that carries no other name of a server (RFC 6125 6.4.4: "as a last
    /// resort"). Public authorities have issued no such certificate for many years.
    /// </summary>
    public bool AcceptCommonName { get; init; }

    /// <summary>
    /// Whether a peer that dials may present a certificate made for TLS servers only (RFC 5280 4.2.1.12, purpose
    /// serverAuth without clientAuth). Public authorities have ceased to issue others; without this such a peer
    /// has a certificate of the wrong purpose and, under <see cref="Policy.StrictCertificates"/>, is refused.
    /// </summary>
    public bool AcceptServerPurposeFromClients { get; init; }
}
