using System.Collections.Immutable;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// A deviation in single elements: on one occasion a peer says something else than its profile would. On a special
/// occasion for which the profile has nothing of its own, the change is all that is said.
/// </summary>
/// <param name="At">The occasion.</param>
/// <param name="How">What becomes of what the profile would say.</param>
/// <param name="What">The <see cref="Extra"/> that comes with it; null where nothing does.</param>
internal sealed record Change(Occasion At, ChangeKind How, string? What)
{
    // Shorter than any deadline of a negotiation, and longer than all of them.
    private const int Short = 3;
    private const int Long = 600;

    /// <summary>Whether a change of this kind comes with an extra.</summary>
    public static bool Brings(ChangeKind how) => how is ChangeKind.Precede or ChangeKind.Follow or ChangeKind.Replace;

    /// <summary>The profile that deviates.</summary>
    public Profile Twist(Profile profile) => profile.On(At, Changed(profile.Says(At)));

    private ImmutableArray<Utterance> Changed(ImmutableArray<Utterance> said) => How switch
    {
        ChangeKind.Omit => [],
        // What it was given it can take only once.
        ChangeKind.Repeat => [.. said, .. said.Where(u => u is not Utterance.Take)],
        ChangeKind.Precede => [Brought, .. said],
        ChangeKind.Follow => [.. said, Brought],
        ChangeKind.Replace => [Brought],
        ChangeKind.Delay => [new Utterance.Wait(Short), .. said],
        ChangeKind.Belate => [new Utterance.Wait(Long), .. said],
        _ => throw new InvalidOperationException($"No change {How}."),
    };

    private Utterance Brought => Extra.Named(What!).Utterance;
}

/// <summary>What becomes of the elements that were due.</summary>
internal enum ChangeKind
{
    /// <summary>They are missing.</summary>
    Omit,

    /// <summary>They come twice.</summary>
    Repeat,

    /// <summary>An extra comes first.</summary>
    Precede,

    /// <summary>An extra comes behind them.</summary>
    Follow,

    /// <summary>An extra comes instead.</summary>
    Replace,

    /// <summary>They come after a while.</summary>
    Delay,

    /// <summary>They come when every deadline has passed.</summary>
    Belate,
}
