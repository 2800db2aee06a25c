namespace Xmpp.Federation.Model.Protocol;

/// <summary>STARTTLS (RFC 6120 5).</summary>
internal static class EncryptionRules
{
    /// <summary>RFC 6120 5.3.3, 5.3.4: between <c>starttls</c> and its answer there is nothing else.</summary>
    public static readonly Rule Alone = new(
        "R6120-5.3.4-1", "INV-32", "at most one of STARTTLS and SASL is under way", s => s.End.Exchange == Exchange.None);

    /// <summary>
    /// The texts leave open what becomes of a pair that dialback has proved when SASL replaces the stream. Explored, the
    /// answer is that its stanzas are lost: who answers does not know yet what is about to end.
    /// </summary>
    public static readonly Rule First = new(
        "R6120-4.3.3-1", "INV-12", "a stream is replaced before anything is asked on it by dialback",
        s => s.End.Asked.IsEmpty && s.End.MayWrite.IsEmpty && !s.HasAsked);

    public static readonly Rule[] OnStartTls =
    [
        Alone,
        First,
        new("R6120-5.4.2.1-1", "INV-20", "the initiator asks for STARTTLS, in clear", s =>
            s.IsInitiator && s.End is { Security: Security.Clear, IsDirect: false }),
        new("R6120-4.3.2-1", "INV-33", "it does so once it knows the features", s => s.End.FeaturesKnown),
        new("R7590-3.1-2", "INV-20", "it does so where STARTTLS is offered, or by its policy",
            s => s.End.Offered(Offers.StartTls) || s.Demands.TriesTlsUnasked),
    ];

    public static readonly Rule[] OnProceed =
    [
        new("R6120-5.4.2.1-1", "INV-9", "the receiver agrees to STARTTLS when it is asked", s =>
            !s.IsInitiator && s.End.Exchange == Exchange.StartTls),
        new("R6120-5.4.3.3-7", "INV-20", "it agrees to what it has offered, in clear", s =>
            s.End is { Security: Security.Clear, IsDirect: false } && s.End.Offered(Offers.StartTls)),
    ];

    public static readonly Rule[] OnFailure =
    [
        new("R6120-5.4.2.1-1", "INV-9", "the receiver refuses STARTTLS when it is asked", s =>
            !s.IsInitiator && s.End.Exchange == Exchange.StartTls),
    ];
}
