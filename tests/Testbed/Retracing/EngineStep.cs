using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// A step of the checker as a whole negotiator takes it: something happens around it, its tasks carry the news in, and its
/// core hears of it. What else runs in between is the engine's own affair.
/// </summary>
/// <param name="Words">The step in the checker's words.</param>
internal sealed record EngineStep(string Words)
{
    /// <summary>
    /// What the environment does, by any of these labels; one that ends in <c>#</c> stands for all that begin like it, as the
    /// checker does not know the whole past that numbers count. None where only tasks run.
    /// </summary>
    public Seq<string> Events { get; init; } = [];

    /// <summary>Whether the news may be in already: what is written at once arrives at once, several items or one.</summary>
    public bool MayBeIn { get; init; }

    /// <summary>Which way the environment takes, where it may choose; null for the plainest.</summary>
    public string? Choice { get; init; }

    /// <summary>The life of a server whose core hears of it; null where nobody does.</summary>
    public string? Hearer { get; init; }

    /// <summary>The input by which the core hears of it.</summary>
    public Predicate<Input> Hears { get; init; } = _ => false;

    /// <summary>The tasks of the hearer that may carry the news.</summary>
    public Seq<string> Carriers { get; init; } = [];

    /// <summary>What labels begin with that may have to happen first, and that the checker has no steps for; null for none.</summary>
    public string? Behind { get; init; }

    /// <summary>Whether more has arrived by the time at which it is heard.</summary>
    public bool AndMore { get; init; }

    /// <summary>Whether it happens only where nothing else can.</summary>
    public bool AtRest { get; init; }

    /// <summary>Tasks that are not to run yet: what they would tell their core, it hears in a later step.</summary>
    public Seq<string> Held { get; init; } = [];

    /// <summary>Whether a core hears of its writes before anything else happens.</summary>
    public bool WritesAreToldAtOnce { get; init; }

    public bool IsEvent(string label) =>
        Events.Any(e => e[^1] == '#' ? label.StartsWith(e, StringComparison.Ordinal) : label == e);
}
