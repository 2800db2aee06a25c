namespace Xmpp.Federation.Core.Admitting;

/// <summary>
/// Where a peer connects from, as far as one peer is told from another by it: what belongs to one customer of a network
/// is one address. Only equality and order mean anything; <c>default</c> is an address that nobody knows.
/// </summary>
internal readonly record struct PeerAddress(string Text) : IComparable<PeerAddress>
{
    public int CompareTo(PeerAddress other) => string.CompareOrdinal(Text, other.Text);

    public override string ToString() => Text ?? "an unknown address";
}
