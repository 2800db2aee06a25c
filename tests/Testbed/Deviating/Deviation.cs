namespace Xmpp.Federation.Testbed.Deviating;

/// <summary>
/// Where an execution leaves the plainest way: see <see cref="PlainOrder"/>. All else that is chosen in it is the plainest
/// there is, so that its deviations are the whole of it.
/// </summary>
/// <param name="Kind">How it deviates.</param>
/// <param name="At">Where.</param>
/// <param name="What">The fault that strikes, or what the environment chooses; nothing where something is postponed.</param>
internal readonly record struct Deviation(DeviationKind Kind, Moment At, string What)
{
    public static Deviation Postpone(Moment at) => new(DeviationKind.Postpone, at, "");

    public static Deviation Strike(Moment at, string fault) => new(DeviationKind.Strike, at, fault);

    public static Deviation Take(Moment at, string way) => new(DeviationKind.Take, at, way);

    /// <inheritdoc/>
    public override string ToString() => Kind switch
    {
        DeviationKind.Postpone => $"postpone {At}",
        DeviationKind.Strike => $"{What} before {At}",
        DeviationKind.Take => $"{What} instead of {At}",
        _ => throw new InvalidOperationException($"No words for {Kind}."),
    };
}

/// <summary>The ways to deviate.</summary>
internal enum DeviationKind
{
    /// <summary>What would happen next happens when nothing else can.</summary>
    Postpone,

    /// <summary>Something goes wrong before what would happen next.</summary>
    Strike,

    /// <summary>The environment does otherwise than is plainest.</summary>
    Take,
}

/// <summary>A moment of an execution, told by what would happen then: it stays the same when others come or go elsewhere.</summary>
/// <param name="Label">The name of what would happen next.</param>
/// <param name="Times">How often that has happened before.</param>
internal readonly record struct Moment(string Label, int Times)
{
    /// <inheritdoc/>
    public override string ToString() => Times == 0 ? Label : $"{Label} (after {Times})";
}
