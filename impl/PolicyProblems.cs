namespace Xmpp.Federation;

/// <summary>Which policies can never authenticate anybody, and why. A pure function of the policy.</summary>
internal static class PolicyProblems
{
    /// <summary>
    /// The first problem as one sentence; null if there is none. A policy that lets this server only dial, or
    /// only be dialled, is no problem.
    /// </summary>
    /// <param name="policy">The policy.</param>
    /// <param name="hasCertificate">Whether this server has a certificate to present.</param>
    public static string? In(Policy policy, bool hasCertificate) => policy switch
    {
        { Tls: TlsPolicy.Disabled, Sasl: SaslPolicy.Required } =>
            "Sasl is Required and Tls is Disabled, but EXTERNAL needs TLS (XEP-0178 3).",
        { Sasl: SaslPolicy.Required } when !hasCertificate =>
            "Sasl is Required, but without a certificate EXTERNAL can never succeed (XEP-0178 3).",
        { Sasl: SaslPolicy.Disabled, Dialback: DialbackPolicy.Never } =>
            "Sasl is Disabled and Dialback is Never, which leaves no way to authenticate.",
        { Tls: TlsPolicy.Disabled, Dialback: not DialbackPolicy.Always } =>
            $"Tls is Disabled and Dialback is {policy.Dialback}, but in clear only Dialback Always can authenticate.",
        { Dialback: DialbackPolicy.Never } when !hasCertificate =>
            "Dialback is Never, but without a certificate nothing else can authenticate.",
        _ => null,
    };
}
