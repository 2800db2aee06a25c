namespace Xmpp.Federation.Model.Protocol;

/// <summary>What travels on a stream once its pair is authorised (RFC 6120 4.3.5, 8; XEP-0220 2.1.1).</summary>
internal static class StanzaRules
{
    public static readonly Rule[] OnWriting =
    [
        new("X0220-2.1.1-6", "INV-1", "a stanza is sent only where its pair is authorised", s => s.End.MayWrite.Contains(s.Pair)),
        new("R6120-4.3.5-2", "INV-31", "no stanza is sent before negotiation is complete",
            s => s.End.HeaderHeard && (s.End.Security != Security.Sasl || s.End.IsPastFeatures)),
        new("R6120-4.4-2", "INV-42", "no stanza is sent on a stream that the peer has closed", s => !s.End.CloseHeard && !s.End.IsGone),
        new("R6120-8.1.2.2-3", "INV-13", "a server sends for its own domains", s => s.Serves(s.Pair.Sender)),
    ];

    /// <summary>Handing a stanza to the application; the message is the stanza that was just heard.</summary>
    public static readonly Rule[] OnDelivering =
    [
        new("R6120-8.1.2.2-4", "INV-2", "a stanza is delivered only if its pair is authorised on the stream that brought it",
            s => s.End.MayDeliver.Contains(s.Pair)),
        new("R6120-8-1", "INV-37", "a stanza is delivered once, as it was heard", s => s.End.JustHeard == s.Pair),
        new("R6120-10.4-2", "INV-13", "a stanza is delivered for the server's own domains only", s => s.Serves(s.Pair.Target)),
        new("R6120-4.9.1.1-1", "INV-30", "behind our stream error nothing is delivered", s => !s.End.ErrorSaid),
    ];
}
