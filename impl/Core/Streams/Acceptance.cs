using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>Which proofs a policy accepts on a stream, in either role. Each method is one rule.</summary>
internal static class Acceptance
{
    /// <summary>INV-17: where TLS is required, nothing is authenticated in clear, on verify-only streams either.</summary>
    public static bool AllowsClear(this Policy policy) => policy.Tls is TlsPolicy.Disabled or TlsPolicy.Optional;

    /// <summary>
    /// INV-21: a presented certificate that does not validate ends a strict negotiation; INV-24: one that a binding proof
    /// speaks against ends any.
    /// </summary>
    public static bool Abhors(this Policy policy, CertificateVerdict verdict) => verdict switch
    {
        CertificateVerdict.Valid or CertificateVerdict.Missing => false,
        CertificateVerdict.Mismatched => true,
        _ => policy.StrictCertificates,
    };

    /// <summary>Whether dialback is an acceptable proof here; null if it is, else the policy field that forbids it.</summary>
    public static string? ForbidsDialback(this Policy policy, Epoch epoch, Domain peer) => policy switch
    {
        { Sasl: SaslPolicy.Required } => nameof(Policy.Sasl),
        { Dialback: DialbackPolicy.Never } => nameof(Policy.Dialback),
        { Dialback: DialbackPolicy.TlsOnly or DialbackPolicy.TlsValidCertOnly } when !epoch.Encrypted =>
            nameof(Policy.Dialback),
        { Dialback: DialbackPolicy.TlsValidCertOnly } when epoch.VerdictFor(peer) != CertificateVerdict.Valid =>
            nameof(Policy.Dialback),
        _ when !epoch.Encrypted && !policy.AllowsClear() => nameof(Policy.Tls),
        _ => null,
    };

    /// <summary>INV-22: EXTERNAL needs TLS and a certificate that proves the peer.</summary>
    public static bool AllowsExternal(this Policy policy, Epoch epoch, Domain peer) =>
        policy.Sasl != SaslPolicy.Disabled
        && epoch is { Encrypted: true, Authenticated: false }
        && epoch.VerdictFor(peer) == CertificateVerdict.Valid;

    /// <summary>
    /// Whether a <c>db:verify</c> may be asked or answered here. XEP-0220 2.1.2 leaves TLS on such streams to
    /// policy; ours asks of them what it asks of every stream (INV-17).
    /// </summary>
    public static bool AllowsVerify(this Policy policy, Epoch epoch) =>
        policy.Dialback != DialbackPolicy.Never && (epoch.Encrypted || policy.AllowsClear());
}
