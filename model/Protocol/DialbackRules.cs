namespace Xmpp.Federation.Model.Protocol;

/// <summary>Server dialback (XEP-0220).</summary>
internal static class DialbackRules
{
    /// <summary>Step 1, by the initiating server.</summary>
    public static readonly Rule[] OnRequest =
    [
        EncryptionRules.Alone,
        new("X0220-2.2-1", "INV-8", "only the initiator asks, unless the stream is bidirectional", s => s.MayAsk),
        new("X0220-2.1.1-1", "INV-13", "a server asks for its own domains, and for others' targets",
            s => s.Serves(s.Pair.Sender) && !s.Serves(s.Pair.Target)),
        new("R6120-4.3.2-2", "INV-33", "it asks once it knows the features, where there are any", s => s.End.IsPastFeatures),
        new("R6120-5.3.1-1", "INV-17", "it asks behind TLS where TLS is mandatory for the peer", s => !s.End.MustEncrypt),
        new("R6120-5.2-2", "INV-17", "it asks as its policy allows", s => Allowed(s)),
        new("R6120-5.4.3.1-7", "INV-21", "it asks nobody whose certificate is bad, if it is strict", s => Trusts(s)),
        new("X0220-2.1.1-p2", "INV-32", "it asks for a pair once on a stream",
            s => !s.End.Asked.Contains(s.Pair) && !s.End.MayWrite.Contains(s.Pair)),
        new("X0185-2-1", "INV-25", "the key is its own, for this pair and the id of this stream",
            s => !s.End.Id.IsNone && s.Message.Key == s.OwnKey(s.Pair, s.End.Id)),
    ];

    /// <summary>Step 4, by the receiving server.</summary>
    public static readonly Rule[] OnAnswer =
    [
        new("X0220-2.2-1", "INV-8", "only the receiver answers, unless the stream is bidirectional", s => s.MayAnswer),
        new("X0220-2.2.1-5", "INV-4", "it answers what it was asked",
            s => s.End.Pending.Contains(s.Pair) || s.End.MayDeliver.Contains(s.Pair) || !s.Pair.IsWhole),
        new("X0220-2.2.1-1", "INV-6", "it says valid if the authority has said so of this key, or the certificate proves the sender",
            s => !Grants(s) || s.Claim is { Type: AnswerType.Valid } || s.End.Certificate.Proves(s.Pair.Sender)),
        new("X0220-2.2.1-4", "INV-13", "it says valid for its own domains, and for others' senders",
            s => !Grants(s) || (s.Serves(s.Pair.Target) && !s.Serves(s.Pair.Sender))),
        new("R6120-5.2-2", "INV-17", "it says valid as its policy allows", s => !Grants(s) || Allowed(s)),
        new("R6120-5.4.3.1-8", "INV-21", "it says valid to nobody whose certificate is bad, if it is strict",
            s => !Grants(s) || Trusts(s)),
    ];

    /// <summary>Step 2, by the receiving server.</summary>
    public static readonly Rule[] OnQuestion =
    [
        EncryptionRules.Alone,
        new("X0220-2.2-1", "INV-8", "only the initiator asks, unless the stream is bidirectional", s => s.MayAsk),
        new("X0220-2.1.2-1", "INV-13", "a server asks for its own targets", s => s.Serves(s.Pair.Target)),
        new("X0288-2.2-3", "INV-14", "it asks about a key that was presented on another connection, by its pair and id",
            s => s.IsClaimedElsewhere),
        new("R6120-4.3.2-2", "INV-33", "it asks once it knows the features, where there are any", s => s.End.IsPastFeatures),
        new("R6120-5.3.1-1", "INV-17", "it asks behind TLS where TLS is mandatory for the authority", s => !s.End.MustEncrypt),
        new("R6120-5.2-2", "INV-17", "it asks in clear only if its policy has no need of TLS",
            s => s.End.Security != Security.Clear || s.Demands.Tls != TlsUse.Required),
    ];

    /// <summary>Step 3, by the authoritative server.</summary>
    public static readonly Rule[] OnVerdict =
    [
        new("X0220-2.2-1", "INV-8", "only the receiver answers, unless the stream is bidirectional", s => s.MayAnswer),
        new("X0220-2.2.2-2", "INV-27", "it answers what it was asked, with the id of the question", s => s.Inquiry is not null),
        new("X0220-2.2.2-1", "INV-27", "it vouches for its own domains only",
            s => s.Message.Type == AnswerType.Error || s.Serves(s.Pair.Sender)),
        new("X0220-2.2.2-p1", "INV-25", "it calls valid what it has made itself",
            s => s.Message.Type != AnswerType.Valid || s.Inquiry?.Key == s.OwnKey(s.Pair, s.Message.Id)),
    ];

    // Who has a pair and asks again is told what it knows.
    private static bool Grants(Situation s) => s.Message.Type == AnswerType.Valid && !s.End.MayDeliver.Contains(s.Pair);

    private static bool Allowed(Situation s) =>
        s.Demands.AllowsDialback(s.End.Security, s.End.Certificate.Proves(s.Other));

    private static bool Trusts(Situation s) =>
        !s.Demands.StrictCertificates || !s.End.Certificate.IsPresented || s.End.Certificate.Proves(s.Other);
}
