using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>In which role of TLS the peer presented a certificate.</summary>
internal enum PeerRole
{
    Server,
    Client,
}

/// <summary>Which certificates are believed.</summary>
/// <param name="Roots">The only roots; null for those of the system.</param>
/// <param name="ServerPurposeSuffices">Whether TLS clients may present what was made for TLS servers only.</param>
internal sealed record Trust(X509Certificate2Collection? Roots, bool ServerPurposeSuffices);

/// <summary>Reads a certificate as facts (RFC 6120 13.7.2, RFC 5280 6); whom it proves, the core says.</summary>
internal static class CertificateFacts
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    /// <param name="certificate">What the peer presented.</param>
    /// <param name="sent">The issuers that it sent along: material for a path, not trusted.</param>
    /// <param name="role">In which role it presented them.</param>
    /// <param name="trust">Which roots end a path.</param>
    /// <param name="now">When the path must be valid.</param>
    public static PeerCertificate Of(
        X509Certificate2 certificate, X509Certificate2Collection sent, PeerRole role, Trust trust, DateTimeOffset now)
    {
        try
        {
            var problem = ProblemOf(certificate, sent, role, trust, now);
            if (problem == CertificateProblem.WrongPurpose && role == PeerRole.Client && trust.ServerPurposeSuffices)
            {
                problem = ProblemOf(certificate, sent, PeerRole.Server, trust, now);
            }

            return new PeerCertificate(true, problem, CertificateNames.In(certificate));
        }
        catch (CryptographicException)
        {
            return new PeerCertificate(true, CertificateProblem.Other, []);
        }
    }

    /// <summary>
    /// How a path is built: nothing is fetched from the network, neither revocation lists nor issuers. A
    /// certificate without the extension of purposes serves every purpose (RFC 5280 4.2.1.12).
    /// </summary>
    public static X509ChainPolicy PolicyFor(PeerRole role, Trust trust, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.ApplicationPolicy.Add(new Oid(role == PeerRole.Server ? ServerPurpose : ClientPurpose));
        if (trust.Roots is { } roots)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(roots);
        }

        return policy;
    }

    private static CertificateProblem ProblemOf(
        X509Certificate2 certificate, X509Certificate2Collection sent, PeerRole role, Trust trust, DateTimeOffset now)
    {
        using var chain = new X509Chain { ChainPolicy = PolicyFor(role, trust, now) };
        chain.ChainPolicy.ExtraStore.AddRange(sent);
        try
        {
            var sound = chain.Build(certificate);
            var status = chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);
            return sound && status == X509ChainStatusFlags.NoError
                ? OfItsOwn(certificate)
                : Worst(status, IsSelfIssued(certificate));
        }
        finally
        {
            foreach (var element in chain.ChainElements)
            {
                element.Certificate.Dispose();
            }
        }
    }

    // RFC 6120 13.7.1.1: an end entity certificate "MUST NOT" have basicConstraints with cA true.
    private static CertificateProblem OfItsOwn(X509Certificate2 certificate) =>
        certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(b => b.CertificateAuthority)
            ? CertificateProblem.Other
            : CertificateProblem.None;

    // Of several problems the one that says most: who does not vouch comes before what they vouch for.
    private static CertificateProblem Worst(X509ChainStatusFlags status, bool selfIssued) => status switch
    {
        _ when status.HasFlag(X509ChainStatusFlags.NotSignatureValid) => CertificateProblem.Other,
        _ when (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 =>
            selfIssued ? CertificateProblem.SelfSigned : CertificateProblem.UnknownAuthority,
        _ when status.HasFlag(X509ChainStatusFlags.Revoked) => CertificateProblem.Revoked,
        _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => CertificateProblem.Expired,
        _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) => CertificateProblem.WrongPurpose,
        _ => CertificateProblem.Other,
    };

    private static bool IsSelfIssued(X509Certificate2 certificate) =>
        certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);
}
