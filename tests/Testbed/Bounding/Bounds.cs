using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>How often an execution may leave the plainest way.</summary>
/// <param name="Delays">How many steps may be postponed.</param>
/// <param name="Faults">How much may go wrong: faults, and ways of the environment that are not the plainest.</param>
internal readonly record struct Bounds(int Delays, int Faults)
{
    /// <summary>What is left of them behind some deviations.</summary>
    public Bounds Behind(Seq<Deviation> deviations)
    {
        var delays = deviations.Count(d => d.Kind == DeviationKind.Postpone);
        return new Bounds(Delays - delays, Faults - (deviations.Count - delays));
    }

    /// <summary>Whether one more deviation of a kind is within them.</summary>
    public bool Allows(DeviationKind kind) => (kind == DeviationKind.Postpone ? Delays : Faults) > 0;

    /// <summary>Whether all that they allow is allowed by others too.</summary>
    public bool IsWithin(Bounds others) => Delays <= others.Delays && Faults <= others.Faults;
}
