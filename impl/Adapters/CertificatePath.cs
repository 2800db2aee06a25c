using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>The path from a certificate to a root, as it is found under one trust or another (RFC 5280 6).</summary>
/// <param name="Certificate">What the peer presented.</param>
/// <param name="Sent">The issuers that it sent along: material for a path, not trusted.</param>
/// <param name="Role">In which role it presented them.</param>
/// <param name="Now">When the path must be valid.</param>
internal sealed record CertificatePath(
    X509Certificate2 Certificate, X509Certificate2Collection Sent, PeerRole Role, DateTimeOffset Now)
{
    private const string ServerPurpose = "1.3.6.1.5.5.7.3.1";
    private const string ClientPurpose = "1.3.6.1.5.5.7.3.2";

    private const X509ChainStatusFlags Unknown =
        X509ChainStatusFlags.RevocationStatusUnknown | X509ChainStatusFlags.OfflineRevocation;

    // A list that does not come soon is one that cannot be had; the handshake waits meanwhile.
    private static readonly TimeSpan RetrievalTimeout = TimeSpan.FromSeconds(5);

    /// <summary>
    /// The judgement of the framework's own path, which the handshake has built under a trust by <see cref="PolicyFor"/>; null
    /// if there is none. To build the same path again would cost a quarter of the handshake.
    /// </summary>
    public (CertificateTrust Trust, X509ChainStatusFlags Status)? Known { get; init; }

    /// <summary>
    /// How a path is built. No issuer is fetched from the network, and no list of revoked certificates unless the trust
    /// says so. A certificate without the extension of purposes serves every purpose (RFC 5280 4.2.1.12).
    /// </summary>
    public static X509ChainPolicy PolicyFor(PeerRole role, CertificateTrust trust, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = trust.Revocation == RevocationChecks.None ? X509RevocationMode.NoCheck : X509RevocationMode.Online,
            RevocationFlag = X509RevocationFlag.ExcludeRoot,
            UrlRetrievalTimeout = RetrievalTimeout,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.ApplicationPolicy.Add(new Oid(role == PeerRole.Server ? ServerPurpose : ClientPurpose));
        // Where certificates are pinned and no roots are named, no root is trusted.
        if (trust.Roots is not null || trust.Pinned.Count > 0)
        {
            policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
            policy.CustomTrustStore.AddRange(trust.Roots ?? []);
        }

        return policy;
    }

    /// <summary>Why the path does not validate under this trust.</summary>
    public CertificateProblem ProblemUnder(CertificateTrust trust)
    {
        var problem = ProblemIn(Role, trust);
        return problem == CertificateProblem.WrongPurpose && Role == PeerRole.Client && trust.AcceptServerPurposeFromClients
            ? ProblemIn(PeerRole.Server, trust)
            : problem;
    }

    /// <summary>Whether the certificate by itself has expired or is not valid yet.</summary>
    public CertificateProblem ProblemOfTime() =>
        Now < Certificate.NotBefore.ToUniversalTime() || Now > Certificate.NotAfter.ToUniversalTime()
            ? CertificateProblem.Expired
            : CertificateProblem.None;

    /// <summary>Everything that is wrong with a path.</summary>
    public static X509ChainStatusFlags StatusOf(X509Chain chain) =>
        chain.ChainStatus.Aggregate(X509ChainStatusFlags.NoError, (all, one) => all | one.Status);

    private CertificateProblem ProblemIn(PeerRole role, CertificateTrust trust)
    {
        var status = role == Role && Known is { } known && ReferenceEquals(known.Trust, trust) ? known.Status : Build(role, trust);
        if (trust.Revocation == RevocationChecks.WhereKnown)
        {
            status &= ~Unknown;
        }

        return status == X509ChainStatusFlags.NoError ? OfItsOwn() : Worst(status);
    }

    private X509ChainStatusFlags Build(PeerRole role, CertificateTrust trust)
    {
        using var chain = new X509Chain { ChainPolicy = PolicyFor(role, trust, Now) };
        chain.ChainPolicy.ExtraStore.AddRange(Sent);
        try
        {
            chain.Build(Certificate);
            return StatusOf(chain);
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
    private CertificateProblem OfItsOwn() =>
        Certificate.Extensions.OfType<X509BasicConstraintsExtension>().Any(b => b.CertificateAuthority)
            ? CertificateProblem.Other
            : CertificateProblem.None;

    // Of several problems the one that says most: who does not vouch comes before what they vouch for.
    private CertificateProblem Worst(X509ChainStatusFlags status) => status switch
    {
        _ when status.HasFlag(X509ChainStatusFlags.NotSignatureValid) => CertificateProblem.Other,
        _ when (status & (X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain)) != 0 =>
            IsSelfIssued ? CertificateProblem.SelfSigned : CertificateProblem.UnknownAuthority,
        _ when status.HasFlag(X509ChainStatusFlags.Revoked) => CertificateProblem.Revoked,
        _ when status.HasFlag(X509ChainStatusFlags.NotTimeValid) => CertificateProblem.Expired,
        _ when status.HasFlag(X509ChainStatusFlags.NotValidForUsage) => CertificateProblem.WrongPurpose,
        _ when (status & ~Unknown) == X509ChainStatusFlags.NoError => CertificateProblem.RevocationUnknown,
        _ => CertificateProblem.Other,
    };

    private bool IsSelfIssued => Certificate.SubjectName.RawData.AsSpan().SequenceEqual(Certificate.IssuerName.RawData);
}
