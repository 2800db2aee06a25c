using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What a bidirectional stream gives beside what is authorised on it (XEP-0288 2.2).</summary>
internal static class Bidirectional
{
    /// <summary>"The inverse of any domain pair" that is authorised on the stream; none where stanzas go one way.</summary>
    public static Seq<Verified> Inverses(Epoch epoch, Seq<Verified> proofs) =>
        epoch.Bidi ? proofs.Select(p => Verified.ByBidi(p, epoch)).ToSeq() : [];

    /// <summary>Admits the inverse of a pair that has just been authorised.</summary>
    public static Seq<Act> Admit(Epoch epoch, Verified proof) =>
        Inverses(epoch, [proof]).Select(p => (Act)new Act.Admit(p)).ToSeq();
}
