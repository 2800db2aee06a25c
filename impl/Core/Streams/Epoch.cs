using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// What protects one stream epoch: nothing (0), TLS (1), TLS and SASL (2). Everything else learnt belongs to
/// the state and is forgotten at a restart (RFC 6120 4.3.3, 5.4.3.3).
/// </summary>
/// <param name="Certificate">What the peer presented in TLS; null while the stream is in clear.</param>
/// <param name="Authenticated">Whether SASL has succeeded.</param>
internal sealed record Epoch(PeerCertificate? Certificate, bool Authenticated)
{
    public static Epoch Clear { get; } = new(null, false);

    /// <summary>
    /// Whether the initiator has enabled bidirectional stanzas in this epoch (XEP-0288 2.2). TLS begins without it; what
    /// was enabled before SASL stays.
    /// </summary>
    public bool Bidi { get; init; }

    public bool Encrypted => Certificate is not null;

    /// <summary>INV-22: without TLS no certificate counts.</summary>
    public CertificateVerdict VerdictFor(Domain domain) =>
        Certificate?.VerdictFor(domain) ?? CertificateVerdict.Missing;

    public override string ToString() =>
        (Authenticated ? "after SASL" : Encrypted ? "after TLS" : "clear") + (Bidi ? ", bidi" : "");
}
