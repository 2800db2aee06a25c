using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>How often an execution may leave the plainest way.</summary>
/// <param name="Delays">How many steps may be postponed.</param>
/// <param name="Faults">How much may go wrong: faults, and ways of the environment that are not the plainest.</param>
/// <param name="Together">How many of both.</param>
internal readonly record struct Bounds(int Delays, int Faults, int Together)
{
    /// <summary>As much of both together as of the larger, where nothing else is said.</summary>
    public static Bounds Of(int delays, int faults, int? together) => new(delays, faults, together ?? Math.Max(delays, faults));

    /// <summary>What is left of them behind some deviations.</summary>
    public Bounds Behind(Seq<Deviation> deviations)
    {
        var delays = deviations.Count(d => d.Kind == DeviationKind.Postpone);
        return new Bounds(Delays - delays, Faults - (deviations.Count - delays), Together - deviations.Count);
    }

    /// <summary>Whether one more step may be postponed.</summary>
    public bool AllowDelay => Delays > 0 && Together > 0;

    /// <summary>Whether one more thing may go wrong.</summary>
    public bool AllowFault => Faults > 0 && Together > 0;

    /// <summary>Whether all that they allow is allowed by others too.</summary>
    public bool IsWithin(Bounds others) =>
        Delays <= others.Delays && Faults <= others.Faults && Together <= others.Together;

    /// <inheritdoc/>
    public override string ToString() => Together < Delays + Faults
        ? $"delays <= {Delays}, faults <= {Faults}, together <= {Together}"
        : $"delays <= {Delays}, faults <= {Faults}";
}
