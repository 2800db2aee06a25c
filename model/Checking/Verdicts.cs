namespace Xmpp.Federation.Model.Checking;

/// <summary>What one step shows of the properties of its system, each named by its position in their list (at most 64).</summary>
internal struct Verdicts
{
    /// <summary>Bit n: the case that property n is about has come up.</summary>
    public ulong Witnessed { get; private set; }

    /// <summary>Bit n: property n was broken.</summary>
    public ulong Violated { get; private set; }

    /// <summary>The interesting case of a property has come up.</summary>
    public void Witness(int property) => Witnessed |= 1UL << property;

    /// <summary>A property does not hold.</summary>
    public void Violate(int property) => Violated |= 1UL << property;
}
