using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Evidence;

/// <summary>What the peer presented in the TLS handshake, as facts; whom it proves is decided per domain.</summary>
/// <param name="Presented">Whether there was a certificate at all.</param>
/// <param name="Problem">Why its path does not validate for the role in which it was presented.</param>
/// <param name="Names">The names in it (RFC 6125 6.4, RFC 6120 13.7.1).</param>
internal sealed record PeerCertificate(bool Presented, CertificateProblem Problem, Seq<PresentedName> Names)
{
    public static PeerCertificate Missing { get; } = new(false, CertificateProblem.None, []);

    /// <summary>What was found under the trust of single domains, which counts for them instead.</summary>
    public Map<Domain, CertificateFindings> For { get; init; }

    /// <summary>Whether a further proof of the domain that was dialled is there, and agrees (INV-24).</summary>
    public FurtherProof Further { get; init; }

    /// <summary>
    /// RFC 6120 13.7.2.1: the reference identifier is the domain of the peer as its header or our own <c>to</c>
    /// names it, never the host that SRV led to.
    /// </summary>
    public CertificateVerdict VerdictFor(Domain domain) => (Presented, Further) switch
    {
        (false, _) => CertificateVerdict.Missing,
        (_, FurtherProof.Disagrees) => CertificateVerdict.Mismatched,
        (_, FurtherProof.Agrees) => CertificateVerdict.Valid,
        _ => (For.TryGetValue(domain, out var special) ? special : new CertificateFindings(Problem, Names)).VerdictFor(domain),
    };
}

/// <summary>What is wrong with a certificate under one trust, and which names it then carries.</summary>
internal sealed record CertificateFindings(CertificateProblem Problem, Seq<PresentedName> Names)
{
    public CertificateVerdict VerdictFor(Domain domain) => Problem switch
    {
        CertificateProblem.None => Proves(domain) ? CertificateVerdict.Valid : CertificateVerdict.WrongName,
        CertificateProblem.Expired => CertificateVerdict.Expired,
        CertificateProblem.SelfSigned => CertificateVerdict.SelfSigned,
        CertificateProblem.UnknownAuthority => CertificateVerdict.UnknownAuthority,
        CertificateProblem.WrongPurpose => CertificateVerdict.WrongPurpose,
        CertificateProblem.Revoked => CertificateVerdict.Revoked,
        CertificateProblem.RevocationUnknown => CertificateVerdict.RevocationUnknown,
        _ => CertificateVerdict.Untrusted,
    };

    private bool Proves(Domain domain)
    {
        foreach (var name in Names)
        {
            if (name.Covers(domain))
            {
                return true;
            }
        }

        return false;
    }
}

/// <summary>
/// What a further proof says of a certificate. RFC 7673 3.4, RFC 7711 3.3: once found it is binding, so that a
/// certificate which disagrees ends the attempt whatever its path.
/// </summary>
internal enum FurtherProof
{
    None,
    Agrees,
    Disagrees,
}

/// <summary>Why a certificate path does not validate (RFC 6120 13.7.2, RFC 5280 6).</summary>
internal enum CertificateProblem
{
    None,
    Expired,
    SelfSigned,
    UnknownAuthority,
    WrongPurpose,
    Revoked,
    RevocationUnknown,
    Other,
}

/// <summary>The verdict on a certificate for one domain. Only <see cref="Valid"/> proves anything.</summary>
internal enum CertificateVerdict
{
    Valid,
    Missing,
    Expired,
    SelfSigned,
    UnknownAuthority,
    WrongPurpose,
    WrongName,
    Revoked,
    RevocationUnknown,
    Untrusted,

    /// <summary>A further proof says that it is another server's.</summary>
    Mismatched,
}

/// <summary>
/// A name in a certificate: a DNS-ID, an SRV-ID of <c>_xmpp-server</c>, or an XmppAddr (RFC 6120 13.7.1.2).
/// </summary>
/// <param name="Kind">Which of them.</param>
/// <param name="Pattern">The domain, in a DNS-ID possibly with the wildcard <c>*</c> as its whole first label.</param>
internal readonly record struct PresentedName(PresentedNameKind Kind, string Pattern)
{
    /// <summary>
    /// RFC 6125 6.4.1: every label matches; 6.4.3: a wildcard is the complete left-most label and stands for one
    /// label only. Never a suffix, never a substring (INV-15).
    /// </summary>
    public bool Covers(Domain domain)
    {
        if (Kind == PresentedNameKind.DnsId && Pattern.StartsWith("*.", StringComparison.Ordinal))
        {
            var dot = domain.Name.IndexOf('.', StringComparison.Ordinal);
            return dot > 0
                && Domain.TryParse(Pattern[2..], out var parent)
                && string.Equals(domain.Name[(dot + 1)..], parent.Name, StringComparison.Ordinal);
        }

        return Domain.TryParse(Pattern, out var name) && name == domain;
    }
}

/// <summary>The identifier types that name an XMPP server (RFC 6120 13.7.1.2.1, 13.7.1.4).</summary>
internal enum PresentedNameKind
{
    DnsId,
    SrvId,
    XmppAddr,
}
