namespace Xmpp.Federation.Benchmarks.Negotiation;

/// <summary>The pairings of a run.</summary>
/// <param name="Bare">TCP and TLS on both sides.</param>
/// <param name="OursToOurs">This library on both sides.</param>
/// <param name="RawToOurs">A lean initiator and this library.</param>
/// <param name="Real">The same initiator and each real server that is installed.</param>
internal sealed record Pairings(Pairing Bare, Pairing OursToOurs, Pairing RawToOurs, IReadOnlyList<Pairing> Real)
{
    public IEnumerable<Pairing> All => [Bare, OursToOurs, RawToOurs, .. Real];
}
