using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Evidence;

/// <summary>
/// The proof that one pair may use one stream. Sending and delivering stanzas require one (INV-1, INV-2). It can
/// be had from the six factories below only; each takes the evidence and refuses what does not prove the pair.
/// </summary>
internal sealed class Verified : IEquatable<Verified>
{
    private Verified(DomainPair pair, ProofMeans means)
    {
        Pair = pair;
        Means = means;
    }

    public DomainPair Pair { get; }

    public ProofMeans Means { get; }

    /// <summary>The peer accepted our EXTERNAL (RFC 6120 6.4.6): it sent <c>&lt;success/&gt;</c> when asked.</summary>
    public static Verified ByAcceptedExternal(DomainPair asked, Heard.Success answer)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return new Verified(asked, ProofMeans.External);
    }

    /// <summary>The peer's certificate proves the domain it claims (XEP-0178 3, step 11a; INV-11, INV-22).</summary>
    public static Verified ByCertificate(DomainPair claimed, PeerCertificate certificate) =>
        certificate.VerdictFor(claimed.Sender) == CertificateVerdict.Valid
            ? new Verified(claimed, ProofMeans.External)
            : throw Forged(claimed, certificate);

    /// <summary>
    /// XEP-0220 2.1.1: an answer's <c>from</c> and <c>to</c> MUST match a request sent over the same stream
    /// (INV-4).
    /// </summary>
    public static Verified ByAcceptedKey(DomainPair requested, Heard.ResultAnswer answer) =>
        answer.Pair == requested && answer.Verdict is Verdict.Valid
            ? new Verified(requested, ProofMeans.Dialback)
            : throw Forged(requested, answer);

    /// <summary>XEP-0220 2.1.2: the authority of the sender called the key of this very request valid (INV-5).</summary>
    public static Verified ByAuthority(KeyQuestion asked, Verdict verdict) =>
        verdict is Verdict.Valid
            ? new Verified(asked.Pair, ProofMeans.Dialback)
            : throw Forged(asked.Pair, verdict);

    /// <summary>
    /// XEP-0344 2.4: the certificate alone proves the sender that this request names (INV-16), without dialling back.
    /// </summary>
    public static Verified WithoutDiallingBack(DomainPair requested, PeerCertificate certificate) =>
        certificate.VerdictFor(requested.Sender) == CertificateVerdict.Valid
            ? new Verified(requested, ProofMeans.Dialback)
            : throw Forged(requested, certificate);

    /// <summary>
    /// XEP-0288 2.2: on a bidirectional stream the receiver sends for "the inverse of any domain pair" that is proved
    /// on it, and the initiator takes that.
    /// </summary>
    public static Verified ByBidi(Verified proof, Epoch epoch) =>
        epoch.Bidi ? new Verified(proof.Pair.Inverse, proof.Means) : throw Forged(proof.Pair.Inverse, epoch);

    public bool Equals(Verified? other) => other is not null && Pair == other.Pair && Means == other.Means;

    public override bool Equals(object? obj) => Equals(obj as Verified);

    public override int GetHashCode() => HashCode.Combine(Pair, Means);

    public override string ToString() => $"{Pair} by {Means}";

    private static InvalidOperationException Forged(DomainPair pair, object evidence) =>
        new($"{evidence} does not prove {pair}.");
}

/// <summary>By what a pair was authenticated.</summary>
internal enum ProofMeans
{
    /// <summary>TLS certificates and SASL EXTERNAL (XEP-0178).</summary>
    External,

    /// <summary>Server dialback (XEP-0220).</summary>
    Dialback,
}

/// <summary>What a receiving server asks the authority of the sender (XEP-0220 2.1.2).</summary>
/// <param name="Pair">The pair to be proved.</param>
/// <param name="Id">The id of the response header that the initiator of the pair got.</param>
/// <param name="Key">The key that the initiator presented.</param>
internal readonly record struct KeyQuestion(DomainPair Pair, StreamId Id, string Key) : IComparable<KeyQuestion>
{
    public int CompareTo(KeyQuestion other) =>
        Pair.CompareTo(other.Pair) is var byPair and not 0 ? byPair
        : Id.CompareTo(other.Id) is var byId and not 0 ? byId
        : string.CompareOrdinal(Key, other.Key);

    public override string ToString() => $"{Pair} id {Id}";
}
