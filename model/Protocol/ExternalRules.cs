namespace Xmpp.Federation.Model.Protocol;

/// <summary>SASL EXTERNAL (RFC 6120 6, XEP-0178 3).</summary>
internal static class ExternalRules
{
    public static readonly Rule[] OnAuth =
    [
        EncryptionRules.Alone,
        EncryptionRules.First,
        new("R6120-6.3.4-1", "INV-22", "the initiator authenticates by EXTERNAL behind TLS", s =>
            s.IsInitiator && s.End.Security == Security.Tls),
        new("R6120-6.3.3-3", "INV-9", "it does so where EXTERNAL is offered", s => s.End.Offered(Offers.External)),
        new("R6120-5.4.3.1-7", "INV-21", "it does so with nobody whose certificate is bad, if it is strict",
            s => !s.Demands.StrictCertificates || s.End.Certificate.Proves(s.End.Remote)),
        new("R6120-6.3.8-3", "INV-11", "it names no other identity than its own",
            s => s.Pair.Sender.IsNone || s.Pair.Sender == s.End.Local),
        new("R6120-6.3.3-3", "INV-22", "its policy allows EXTERNAL, and it has a certificate",
            s => s.Demands.External && s.Facts.HasCertificate),
    ];

    public static readonly Rule[] OnResponse =
    [
        new("R6120-6.4.3-1", "INV-9", "the initiator goes on with what it has begun",
            s => s.IsInitiator && s.End.Exchange == Exchange.Auth),
    ];

    public static readonly Rule[] OnChallenge =
    [
        new("R6120-6.4.5-1", "INV-9", "the receiver answers an attempt to authenticate",
            s => !s.IsInitiator && s.End.Exchange == Exchange.Auth),
    ];

    public static readonly Rule[] OnSuccess =
    [
        .. OnChallenge,
        new("R6120-6.3.4-1", "INV-22", "EXTERNAL succeeds behind TLS, once", s => s.End.Security == Security.Tls),
        new("R6120-6.4.2-1", "INV-22", "it succeeds where it is offered, by the policy",
            s => s.End.Offered(Offers.External) && s.Demands.External),
        new("X0178-3-p7", "INV-11", "it succeeds if the certificate proves the domain of the header",
            s => s.End.Certificate.Proves(s.End.Remote)),
        new("R6120-6.4.6-1", "INV-11", "it succeeds if no other identity is claimed",
            s => s.End.Identity.IsNone || s.End.Identity == s.End.Remote),
    ];
}
