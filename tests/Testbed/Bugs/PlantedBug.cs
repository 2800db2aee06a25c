using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Cli;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>
/// A known fault, to prove that the testbed finds it: a wrapper of the core's pure function. The shipped assembly
/// knows nothing of it.
/// </summary>
/// <param name="Name">Its name on the command line and in traces.</param>
/// <param name="Wrong">What goes wrong, in one sentence.</param>
/// <param name="Property">The property that it violates.</param>
/// <param name="Scenario">The scenario in which it shows.</param>
/// <param name="Plant">Wraps the function of one server in one execution.</param>
internal sealed record PlantedBug(
    string Name, string Wrong, string Property, string Scenario, Func<StepFunction, StepFunction> Plant)
{
    /// <summary>What the server is told, where that is what is wrong.</summary>
    public Func<ServerContext, ServerContext> Tell { get; init; } = context => context;

    /// <summary>How the application answers a stanza for nobody, where that is what is wrong; null answers nothing.</summary>
    public Func<Stanza, Stanza?>? Reply { get; init; }

    /// <summary>Where the loop of a server takes its inputs from, where that is what is wrong.</summary>
    public Func<IMailbox<Arrival>>? Inbox { get; init; }

    private static string[] WithMemory =>
    [
        "unsolicited-result", "stale-timer", "id-kept", "connection-revived", "written-resent", "lost-for-good",
        "closing-stream-used", "attempt-repeated", "question-held-back", "raw-digest",
    ];

    /// <summary>Other properties that it violates, in other worlds than its scenario.</summary>
    public IReadOnlyList<string> ViolatesElsewhere { get; init; } = [];

    /// <summary>
    /// Which engines can see it. Most do harm in whatever order a loop takes its inputs, and both can. Where a task has to be
    /// interrupted between two statements, the cooperative engine cannot: it runs each of them to its next wait.
    /// </summary>
    public EngineChoice SeenBy { get; init; } = EngineChoice.Both;

    public bool IsSeenBy(EngineChoice engine) => SeenBy == EngineChoice.Both || SeenBy == engine;

    /// <summary>Whether breaking this property is its doing.</summary>
    public bool Violates(string property) => Property == property || ViolatesElsewhere.Contains(property);

    /// <summary>Those that the cooperative engine can see.</summary>
    public static IReadOnlyList<PlantedBug> All { get; } =
    [
        UnsolicitedResult.Bug, QueueOvertaken.Bug, StaleTimer.Bug, IgnoredPolicy.Tls, IgnoredPolicy.PlainAfterFailure,
        IgnoredPolicy.Strictness, VerdictIgnored.Bug, SilentRefusal.Bug, ProofIgnored.Bug,
        GrantBugs.Astray, GrantBugs.AnyStream, GrantBugs.AnySender, GrantBugs.Piggyback, GrantBugs.OwnName, GrantBugs.Forgotten,
        DialbackBugs.AnyVerdict, DialbackBugs.VerdictByPair, DialbackBugs.LateVerdict, DialbackBugs.BackwardQuestion,
        DialbackBugs.OnTheSpot, DialbackBugs.RawDigest, DialbackBugs.IdNotCopied, DialbackBugs.RequestTwice,
        EncryptionBugs.UnaskedProceed, EncryptionBugs.AnyIdentity, EncryptionBugs.Renamed, EncryptionBugs.NameByPart,
        EncryptionBugs.BytesBehind, EncryptionBugs.OfferedAgain, EncryptionBugs.VerdictNotAwaited,
        StreamBugs.IdKept, StreamBugs.HeaderTwice, StreamBugs.EndOmitted, StreamBugs.ErrorSurvived, StreamBugs.FeaturesNotAwaited,
        SharingBugs.CertificateOfTheHeader, SharingBugs.ErrorEndsAll, SharingBugs.NotAlone, SharingBugs.BidiInClear,
        SharingBugs.RouteOfAnother,
        StreamBugs.VersionNotRead, StreamBugs.LimitForgotten, StreamBugs.Revived,
        DeliveryBugs.Resent, DeliveryBugs.ErrorsAnswered, DeliveryBugs.QueueUnbounded, DeliveryBugs.OneCondition,
        DeliveryBugs.UnsureReturned, DeliveryBugs.GivenUpForGood, RouteBugs.ClosingUsed, RouteBugs.NewerRemoved,
        RouteBugs.SearchDoubled, RouteBugs.AttemptRepeated, RouteBugs.SocketForgotten, RouteBugs.MutualWait, RouteBugs.DeadlineLetPass,
    ];

    /// <summary>
    /// Those whose step depends on nothing but the state and the input, so that every state can be explored with them. The
    /// others remember something beside, or need keys that are no symbols.
    /// </summary>
    public static IReadOnlyList<PlantedBug> Pure { get; } = [.. All.Where(b => !WithMemory.Contains(b.Name))];

    /// <summary>Every one, also those that only Coyote can see.</summary>
    public static IReadOnlyList<PlantedBug> Known { get; } = [.. All, LostWakeUp.Bug];

    /// <summary>The bug of that name; a canary of <see cref="Canaries"/> has one too.</summary>
    public static PlantedBug Named(string name) => Known.Concat(Canaries.All).First(b => b.Name == name);

    /// <summary>The bug of that name, or none for null.</summary>
    public static PlantedBug? Maybe(string? name) => name is null ? null : Named(name);
}
