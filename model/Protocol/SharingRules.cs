namespace Xmpp.Federation.Model.Protocol;

/// <summary>Several pairs, and both directions, on one stream (XEP-0220 2.7, XEP-0288, XEP-0344 2.4).</summary>
internal static class SharingRules
{
    public static readonly Rule[] OnBidi =
    [
        EncryptionRules.Alone,
        new("X0288-2.2-p1", "INV-9", "the initiator enables bidirectional stanzas where that is offered", s =>
            s.IsInitiator && s.End.Offered(Offers.Bidi) && !s.End.Bidi),
        new("X0288-2.2-1", "INV-12", "it does so before anybody is authenticated", s =>
            s.End.Security != Security.Sasl && s.End.MayWrite.IsEmpty && s.End.Asked.IsEmpty),
        new("X0288-2.1-2", "INV-17", "it does so behind TLS where TLS is to come", s =>
            s.End.Security != Security.Clear || (s.Demands.Tls != TlsUse.Required && !s.End.MustEncrypt)),
    ];

    public static readonly Rule[] OnRequest =
    [
        new("X0344-2.4-p2", "INV-10", "behind EXTERNAL a further pair is asked for by policy only",
            s => s.End.Security != Security.Sasl || s.Demands.SharesExternal),
        new("X0220-2.7.2-1", "INV-40", "a further target is asked for where errors of dialback are understood",
            s => !s.IsInitiator || s.Pair.Target == s.End.Remote || s.End.Offered(Offers.DialbackErrors)),
    ];
}
