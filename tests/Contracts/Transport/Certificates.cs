using System.Collections.Concurrent;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>Real certificates for the states in which the simulation knows them.</summary>
internal static class Certificates
{
    private static readonly ConcurrentDictionary<(Domain, CertificateState), X509Certificate2?> Made = new();

    public static TlsSettings SettingsOf(Domain domain, CertificateState state) => new(
        new FederationOptions
        {
            Domains = [domain],
            Certificate = Of(domain, state),
            Trust = new CertificateTrust { Roots = Authority.Ours.Roots },
        }, new ProofBook(), TimeProvider.System);

    public static X509Certificate2? Of(Domain domain, CertificateState state) =>
        Made.GetOrAdd((domain, state), _ => Make(domain.Name, state));

    private static X509Certificate2? Make(string domain, CertificateState state) => state switch
    {
        CertificateState.Missing => null,
        CertificateState.Expired => Authority.Ours.Issue(domain, until: Authority.Now.AddDays(-1)),
        CertificateState.SelfSigned => Authority.SelfSigned(domain),
        CertificateState.WrongName => Authority.Ours.Issue("wrong.example"),
        CertificateState.UnknownCa => Authority.Theirs.Issue(domain),
        CertificateState.NoClientPurpose => Authority.Ours.Issue(domain, purposes: Authority.ServerPurpose),
        _ => Authority.Ours.Issue(domain),
    };
}
