using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>What a server of a generated world is: both null for a negotiator.</summary>
internal sealed record PeerChoice(string? Profile, PeerDefinition? Peer)
{
    public static PeerChoice Negotiator { get; } = new(null, null);
}

/// <summary>Makes simulated peers: profile, refusals, changed elements, writing and calls.</summary>
internal static class PeerGenerator
{
    private const int SeedMax = 1_000;
    private const int CallsMax = 2;
    private const int StanzasMax = 2;

    private static readonly string[] Profiles = [.. Model.Peers.Profiles.All.Select(p => p.Name)];
    private static readonly string[] Extras = [.. Extra.All.Select(e => e.Name)];
    private static readonly Occasion[] Occasions = [.. Conforming.Profile.Rows.Keys];

    // The occasions of most conversations, and the extras that would grant what was not asked for.
    private static readonly Occasion[] Usual =
    [
        Occasion.ClearHeader, Occasion.SecureHeader, Occasion.FinalHeader, Occasion.StartTls, Occasion.External,
        Occasion.ResultRequest, Occasion.KeyIsValid, Occasion.Stanza,
    ];

    private static readonly string[] Grants = ["proceed", "success", "validResult", "validResultElsewhere", "validVerify"];

    /// <param name="theme">What the world is biased to come to.</param>
    /// <param name="own">The domain of the peer.</param>
    /// <param name="negotiator">Whom it may call.</param>
    /// <param name="mayLie">Whether it may say what it does not mean.</param>
    public static Gen<PeerChoice> Of(Theme theme, Domain own, Domain negotiator, bool mayLie) =>
        from isPeer in theme.NeedsFlavour ? Gen.Constant(true) : Either(Gen.Constant(true), 3, Gen.Constant(false), 2)
        from profile in Either(
            Gen.Constant<string?>(null), 1, Gen.Elements<string?>(theme.Profiles.Length > 0 ? theme.Profiles : Profiles), 1)
        from flavours in FlavoursOf(theme)
        from seed in Either(Gen.Constant(0), 2, Gen.Choose(1, SeedMax), 1)
        from changes in mayLie ? Some(Changes) : Gen.Constant<Change[]>([])
        from writing in Either(Gen.Constant(Writing.Elements), 2, Gen.Elements(Enum.GetValues<Writing>()), 1)
        from calls in Either(Gen.Constant(0), 2, Gen.Choose(1, CallsMax), 1).SelectMany(n => Calls(own, negotiator).ArrayOf(n))
        let refusals = flavours.Where(f => mayLie || f != "D5").Distinct().ToSeq()
        let peer = new PeerDefinition
        {
            Flavours = refusals,
            Seed = refusals.IsEmpty ? 0UL : (ulong)seed,
            Changes = changes.Distinct().ToSeq(),
            Writing = writing,
            Calls = calls.ToSeq(),
        }
        select !isPeer ? PeerChoice.Negotiator
            : peer == PeerDefinition.None && profile is not null ? new PeerChoice(profile, null)
            : new PeerChoice(profile, peer);

    private static Gen<string[]> FlavoursOf(Theme theme) => theme switch
    {
        { Flavours: [] } => Gen.Constant<string[]>([]),
        { NeedsFlavour: true } => Either(Gen.Constant(1), 4, Gen.Constant(2), 1).SelectMany(n => Gen.Elements(theme.Flavours).ArrayOf(n)),
        _ => Some(Gen.Elements(theme.Flavours)),
    };

    private static Gen<Change> Changes =>
        from at in Either(Gen.Elements(Usual), 2, Gen.Elements(Occasions), 1)
        from how in Gen.Elements(Enum.GetValues<ChangeKind>())
        from what in Either(Gen.Elements(Grants), 1, Gen.Elements(Extras), 3)
        select new Change(at, how, Change.Brings(how) ? what : null);

    private static Gen<Call> Calls(Domain own, Domain negotiator) =>
        from proof in Gen.Elements(Enum.GetValues<CallProof>())
        from stanzas in Gen.Choose(0, StanzasMax)
        select new Call(own.Name, negotiator.Name, proof, stanzas);

    // Mostly none, sometimes one, seldom two.
    private static Gen<T[]> Some<T>(Gen<T> one) =>
        Gen.Frequency((3, Gen.Constant(0)), (2, Gen.Constant(1)), (1, Gen.Constant(2))).SelectMany(n => one.ArrayOf(n));

    private static Gen<T> Either<T>(Gen<T> one, int weight, Gen<T> other, int otherWeight) =>
        Gen.Frequency((weight, one), (otherWeight, other));
}
