namespace Xmpp.Federation.Core;

/// <summary>The id of one stream epoch, chosen by its receiver (RFC 6120 4.7.3). Dialback keys bind to it.</summary>
internal readonly record struct StreamId(string Value) : IComparable<StreamId>
{
    public int CompareTo(StreamId other) => string.CompareOrdinal(Value, other.Value);

    public override string ToString() => Value;
}
