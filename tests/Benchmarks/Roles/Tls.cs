using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>
/// TLS as the framework does it by itself: mutual, 1.3, the path validated up to the root of the run and the name of the
/// server compared, nobody asked over the network, no session resumed.
/// </summary>
internal sealed class Tls
{
    public Tls(Credentials credentials, string own)
    {
        var context = SslStreamCertificateContext.Create(credentials.Of(own), null, offline: true);
        Client = new SslClientAuthenticationOptions
        {
            TargetHost = Credentials.Receiver,
            ClientCertificateContext = context,
            CertificateChainPolicy = Policy(credentials),
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
        };
        Server = new SslServerAuthenticationOptions
        {
            ServerCertificateContext = context,
            ClientCertificateRequired = true,
            CertificateChainPolicy = Policy(credentials),
            EnabledSslProtocols = SslProtocols.Tls13,
            AllowTlsResume = false,
        };
    }

    public SslClientAuthenticationOptions Client { get; }

    public SslServerAuthenticationOptions Server { get; }

    private static X509ChainPolicy Policy(Credentials credentials)
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
