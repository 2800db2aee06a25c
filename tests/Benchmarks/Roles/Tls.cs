using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>
/// TLS as the framework does it by itself: mutual, 1.3, the path validated up to the root of the run and the name of the
/// server compared, nobody asked over the network, no session resumed.
/// </summary>
internal sealed class Tls(Credentials credentials, string own)
{
    private readonly SslStreamCertificateContext _own = SslStreamCertificateContext.Create(credentials.Of(own), null, offline: true);

    public SslClientAuthenticationOptions Client(string server) => new()
    {
        TargetHost = server,
        ClientCertificateContext = _own,
        CertificateChainPolicy = Policy(),
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
    };

    public SslServerAuthenticationOptions Server() => new()
    {
        ServerCertificateContext = _own,
        ClientCertificateRequired = true,
        CertificateChainPolicy = Policy(),
        EnabledSslProtocols = SslProtocols.Tls13,
        AllowTlsResume = false,
    };

    private X509ChainPolicy Policy()
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            TrustMode = X509ChainTrustMode.CustomRootTrust,
            DisableCertificateDownloads = true,
        };
        policy.CustomTrustStore.AddRange(credentials.Roots);
        return policy;
    }
}
