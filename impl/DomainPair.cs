namespace Xmpp.Federation;

/// <summary>
/// An ordered pair of domains. Everything is authorised per pair, per stream and per direction (XEP-0220 1.2).
/// </summary>
/// <param name="Sender">The domain that stanzas come from.</param>
/// <param name="Target">The domain that stanzas go to.</param>
public readonly record struct DomainPair(Domain Sender, Domain Target) : IComparable<DomainPair>
{
    /// <summary>The same two domains in the other direction.</summary>
    public DomainPair Inverse => new(Target, Sender);

    /// <inheritdoc/>
    public int CompareTo(DomainPair other) =>
        Sender.CompareTo(other.Sender) is var bySender and not 0 ? bySender : Target.CompareTo(other.Target);

    /// <summary>Sender and target with an arrow between them.</summary>
    /// <returns>For example <c>a.example→b.example</c>.</returns>
    public override string ToString() => $"{Sender}→{Target}";

    /// <summary>Orders by sender, then by target.</summary>
    public static bool operator <(DomainPair left, DomainPair right) => left.CompareTo(right) < 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >(DomainPair left, DomainPair right) => left.CompareTo(right) > 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator <=(DomainPair left, DomainPair right) => left.CompareTo(right) <= 0;

    /// <inheritdoc cref="op_LessThan"/>
    public static bool operator >=(DomainPair left, DomainPair right) => left.CompareTo(right) >= 0;
}
