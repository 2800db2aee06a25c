namespace Xmpp.Federation.Model.Protocol;

/// <summary>Headers, features, errors and the end of streams (RFC 6120 4).</summary>
internal static class StreamRules
{
    public static readonly Rule[] OnEverything =
    [
        new("R6120-4.4-2", "INV-29", "behind the closing tag nothing is said", s => !s.End.CloseSaid),
        new("R6120-5.4.3.1-2", "INV-29", "no XML is said until TLS is complete", s => s.End.Exchange != Exchange.Handshake),
        new("R6120-4.9.1.1-1", "INV-29", "behind a stream error comes the closing tag",
            s => !s.End.ErrorSaid || s.Message.Kind == MessageKind.Close),
        new("R6120-5.4.2.2-1", "INV-29", "who refuses STARTTLS closes the stream",
            s => !s.End.IsRefused || s.Message.Kind == MessageKind.Close),
    ];

    public static readonly Rule[] BehindHeader =
    [
        new("R6120-4.9.1.2-1", "INV-28", "our header comes before everything else", s => s.End.HeaderSaid),
    ];

    public static readonly Rule[] BeforeTheEnd =
    [
        new("R6120-4.9.1.1-2", "INV-30", "who hears a stream error closes the stream too", s => !s.End.ErrorHeard),
    ];

    public static readonly Rule[] OnHeader =
    [
        new("R6120-4.3.3-5", "INV-28", "an epoch of a stream has one header each way", s => !s.End.HeaderSaid),
        new("R6120-5.4.1-1", "INV-28", "the receiver answers the header of the initiator",
            s => s.IsInitiator || s.End.HeaderHeard || s.End.NonsenseHeard),
        new("R6120-4.7.2-1", "INV-28", "the initiator says to whom it speaks", s => !s.IsInitiator || !s.Pair.Target.IsNone),
        new("R6120-4.7.1-1", "INV-11", "on a protected stream the initiator says who it is",
            s => !s.IsInitiator || s.End.Security == Security.Clear || !s.Pair.Sender.IsNone),
        new("R6120-4.7.1-2", "INV-13", "a server speaks as one of its own domains", s => s.Pair.Sender.IsNone || s.Serves(s.Pair.Sender)),
        new("R6120-10.5-3", "INV-13", "a server does not call itself", s => !s.IsInitiator || !s.Serves(s.Pair.Target)),
        new("R6120-4.7.2-2", "INV-28", "the receiver answers whom the initiator says it is",
            s => s.IsInitiator || s.End.Remote.IsNone || s.Pair.Target == s.End.Remote),
        new("R6120-4.7.3-3", "INV-26", "the receiver gives a fresh id", s => s.IsInitiator || s.IsFresh(s.Message.Id)),
        new("R6120-4.7.3-4", "INV-26", "the initiator gives no id", s => !s.IsInitiator || s.Message.Id.IsNone),
        new("R6120-4.3.3-1", "INV-12", "who has authenticated by SASL stays who it is",
            s => !s.IsInitiator || s.End.Security != Security.Sasl || s.Pair == new Pair(s.End.Local, s.End.Remote)),
    ];

    public static readonly Rule[] OnFeatures =
    [
        new("R6120-4.3.2-1", "INV-33", "features are the receiver's, behind its header, for who speaks version 1.0",
            s => !s.IsInitiator && s.End.HeaderHeard && s.End.HasVersion),
        new("R6120-4.3.5-1", "INV-33", "they come once in an epoch, or empty",
            s => !s.End.FeaturesKnown || s.Message.Offers == Offers.None),
        new("R6120-5.4.3.3-7", "INV-20", "STARTTLS is offered in clear only, by who has a certificate",
            s => !Says(s, Offers.StartTls) || (s.End is { Security: Security.Clear, IsDirect: false } && s.Facts.HasCertificate)),
        new("R6120-5.4.1-4", "INV-17", "where TLS is required it is offered as required",
            s => !Says(s, Offers.StartTls) || s.Demands.Tls != TlsUse.Required || Says(s, Offers.TlsRequired)),
        new("R6120-5.3.1-2", "INV-17", "beside required TLS nothing is offered",
            s => !Says(s, Offers.TlsRequired) || s.Message.Offers == (Offers.StartTls | Offers.TlsRequired)),
        new("R6120-6.3.4-1", "INV-22", "EXTERNAL is offered behind TLS only",
            s => !Says(s, Offers.External) || s.End.Security != Security.Clear),
        new("R6120-4.3.5-1", "INV-12", "behind SASL no more mechanisms are offered",
            s => s.End.Security != Security.Sasl || !Says(s, Offers.External)),
        new("X0178-3-2", "INV-22", "EXTERNAL is offered to who presents a certificate",
            s => !Says(s, Offers.External) || s.End.Certificate.IsPresented),
        new("X0178-3-2", "INV-21", "it is not offered where the certificate is no proof",
            s => !Says(s, Offers.External) || s.End.Certificate.Kind == CertificateKind.Good),
    ];

    public static readonly Rule[] OnError =
    [
        new("R6120-4.9.1.1-2", "INV-38", "an error is not answered by an error", s => !s.End.ErrorHeard && !s.End.ErrorSaid),
    ];

    private static bool Says(Situation s, Offers offers) => (s.Message.Offers & offers) != 0;
}
