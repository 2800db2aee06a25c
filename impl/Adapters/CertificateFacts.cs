using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>In which role of TLS the peer presented a certificate.</summary>
internal enum PeerRole
{
    Server,
    Client,
}

/// <summary>Which certificates are believed: of everybody, and of single domains.</summary>
internal sealed record Trust(CertificateTrust OfAll, IReadOnlyDictionary<Domain, CertificateTrust> Of);

/// <summary>Reads a certificate as facts (RFC 6120 13.7.2, RFC 5280 6); whom it proves, the core says.</summary>
internal static class CertificateFacts
{
    /// <param name="path">What the peer presented, and in which role.</param>
    /// <param name="trust">Which roots end a path.</param>
    public static PeerCertificate Of(CertificatePath path, Trust trust)
    {
        try
        {
            return Judge(path, trust);
        }
        catch (CryptographicException)
        {
            return new PeerCertificate(true, CertificateProblem.Other, []);
        }
    }

    private static PeerCertificate Judge(CertificatePath path, Trust trust)
    {
        var certificate = path.Certificate;
        var usual = Findings(path, trust.OfAll);
        var special = default(Map<Domain, CertificateFindings>);
        // As TLS server nobody knows yet which domain will be claimed. What names none of the special ones is judged once.
        foreach (var (domain, own) in trust.Of)
        {
            if (IsPinned(certificate, own))
            {
                special = special.With(domain, Pinned(path, domain));
            }
            else if (CertificateNames.In(certificate, own.AcceptCommonName) is var names && names.Any(n => n.Covers(domain)))
            {
                special = special.With(domain, Findings(path, own));
            }
            else
            {
                special = special.With(domain, usual with { Names = [] });
            }
        }

        return new PeerCertificate(true, usual.Problem, usual.Names) { For = special };
    }

    private static CertificateFindings Findings(CertificatePath path, CertificateTrust trust) =>
        new(
            IsPinned(path.Certificate, trust) ? path.ProblemOfTime() : path.ProblemUnder(trust),
            CertificateNames.In(path.Certificate, trust.AcceptCommonName));

    // RFC 6125 6.6.1: who pinned the certificate has matched its identity by hand.
    private static CertificateFindings Pinned(CertificatePath path, Domain domain) =>
        new(path.ProblemOfTime(), [new PresentedName(PresentedNameKind.DnsId, domain.Name)]);

    private static bool IsPinned(X509Certificate2 certificate, CertificateTrust trust) =>
        trust.Pinned.Any(p => p.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span));
}
