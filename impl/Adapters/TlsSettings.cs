using System.Collections.Frozen;
using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// What this server presents in TLS and whom it trusts; the same for STARTTLS and direct TLS (XEP-0368 6).
/// </summary>
/// <remarks>
/// TLS 1.2 and 1.3 (RFC 7590 3.2). No missing issuer is downloaded, and no revocation list unless a trust asks for it:
/// both are requests to addresses of the peer's choice in the middle of a handshake. Sessions are not resumed, though RFC
/// 6120 3.3 recommends it: a resumed session carries the peer's certificate without its issuers, and a verdict
/// older than this connection. Renegotiation is refused: one handshake, one verdict.
/// </remarks>
internal sealed class TlsSettings
{
    private const SslProtocols Versions = SslProtocols.Tls12 | SslProtocols.Tls13;

    // XEP-0368 3: where ALPN is used for _xmpps-server, the protocol is this one.
    private static readonly SslApplicationProtocol Alpn = new("xmpp-server");

    private readonly FrozenDictionary<Domain, SslStreamCertificateContext> _ownOf;
    private readonly SslStreamCertificateContext? _own;
    private readonly Trust _trust;
    private readonly ProofBook _proofs;
    private readonly TimeProvider _time;

    public TlsSettings(FederationOptions options, ProofBook proofs, TimeProvider time)
    {
        _ownOf = options.Certificates.ToFrozenDictionary(c => c.Key, c => ContextOf(c.Value, options));
        _own = options.Certificate is { } one ? ContextOf(one, options) : null;
        _trust = new Trust(options.Trust, options.TrustFor);
        _proofs = proofs;
        _time = time;
    }

    /// <param name="local">Whose certificate to present, if there is one.</param>
    /// <param name="remote">The server name to ask for. XEP-0368 3: the domain of the JID, not the SRV target.</param>
    /// <param name="directTls">Whether TLS begins with the first byte.</param>
    /// <param name="found">Takes the facts of the peer's certificate.</param>
    public SslClientAuthenticationOptions ForClient(
        Domain local, Domain remote, bool directTls, Action<PeerCertificate> found) => new()
        {
            TargetHost = remote.Name,
            ClientCertificateContext = OwnFor(local),
            ApplicationProtocols = directTls ? [Alpn] : null,
            RemoteCertificateValidationCallback = Recording(PeerRole.Server, remote, found),
            CertificateChainPolicy = ChainPolicy(PeerRole.Server),
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            AllowTlsResume = false,
        };

    /// <param name="local">Whose certificate to present if the peer does not say whom it wants.</param>
    /// <param name="serverName">What the peer asked for by SNI; empty if it did not.</param>
    /// <param name="directTls">Whether TLS begins with the first byte.</param>
    /// <param name="found">Takes the facts of the peer's certificate.</param>
    public SslServerAuthenticationOptions ForServer(
        Domain local, string? serverName, bool directTls, Action<PeerCertificate> found) => new()
        {
            ServerCertificateContext =
                (Domain.TryParse(serverName, out var asked) ? OwnFor(asked) : null) ?? OwnFor(local),
            // RFC 6120 13.9.5: asked for; whoever has none is not authenticated by it, and goes on.
            ClientCertificateRequired = true,
            ApplicationProtocols = directTls ? [Alpn] : null,
            RemoteCertificateValidationCallback = Recording(PeerRole.Client, null, found),
            CertificateChainPolicy = ChainPolicy(PeerRole.Client),
            EnabledSslProtocols = Versions,
            AllowRenegotiation = false,
            AllowTlsResume = false,
        };

    private SslStreamCertificateContext? OwnFor(Domain domain) => _ownOf.GetValueOrDefault(domain) ?? _own;

    private RemoteCertificateValidationCallback Recording(PeerRole role, Domain? remote, Action<PeerCertificate> found) =>
        (_, presented, chain, _) =>
        {
            found(FactsOf(presented, chain, role, remote));
            return true;
        };

    private PeerCertificate FactsOf(X509Certificate? presented, X509Chain? chain, PeerRole role, Domain? remote)
    {
        if (presented is null)
        {
            return PeerCertificate.Missing;
        }

        using var copy = presented as X509Certificate2 is null
            ? X509CertificateLoader.LoadCertificate(presented.GetRawCertData())
            : null;
        var certificate = copy ?? (X509Certificate2)presented;
        var path = new CertificatePath(certificate, chain?.ChainPolicy.ExtraStore ?? [], role, _time.GetUtcNow())
        {
            Known = JudgedBy(chain),
        };
        var facts = CertificateFacts.Of(path, _trust);
        return remote is { } dialled ? facts with { Further = _proofs.Of(dialled, certificate) } : facts;
    }

    // The stream has built the path under the trust of all; its judgement is that of this trust, unless revocation counts.
    private (CertificateTrust Trust, X509ChainStatusFlags Status)? JudgedBy(X509Chain? chain) =>
        chain is { ChainElements.Count: > 0 } && _trust.OfAll.Revocation == RevocationChecks.None
            ? (_trust.OfAll, CertificatePath.StatusOf(chain))
            : null;

    // Nobody is asked for revoked certificates before it is known what else is wrong with the path.
    private X509ChainPolicy ChainPolicy(PeerRole role) => CertificatePath.PolicyFor(
        role, _trust.OfAll with { Revocation = RevocationChecks.None }, _time.GetUtcNow());

    // Offline: issuers come from the configuration and from the stores of the system, never from the network.
    private static SslStreamCertificateContext ContextOf(X509Certificate2 certificate, FederationOptions options) =>
        SslStreamCertificateContext.Create(certificate, options.IntermediateCertificates, offline: true);
}
