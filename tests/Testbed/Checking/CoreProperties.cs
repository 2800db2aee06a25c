using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What is to hold of the negotiators in every world that is checked, beside what an observer judges.</summary>
internal static class CoreProperties
{
    public const int Crash = 0;
    public const int Written = 1;
    public const int Delivered = 2;
    public const int OneFate = 3;
    public const int LiveRoutes = 4;
    public const int OneSearch = 5;
    public const int OneDeadline = 6;
    public const int TriedOnce = 7;
    public const int NoClearText = 8;
    public const int NothingBehind = 9;
    public const int InOrder = 10;
    public const int BoundedQueues = 11;
    public const int ErrorOfOne = 12;
    public const int SaidWhy = 13;
    public const int OwnRoutes = 14;
    public const int ExclusionIsSaid = 15;
    public const int TlsAgreed = 16;
    public const int ProofBinds = 17;
    public const int ErrorEnds = 18;

    /// <summary>How many there are; an observer's numbers begin here.</summary>
    public const int Count = 22;

    public static IReadOnlyList<PropertyOf<CoreState>> In(CoreWorld world, IStepObserver? observer) =>
    [
        new PropertyOf<CoreState>.Always("CRASH", "the core takes every input"),
        new PropertyOf<CoreState>.Always("INV-1", "a stanza is written to a stream on which its pair is proved"),
        new PropertyOf<CoreState>.Always("INV-2", "a stanza is delivered from a stream on which its pair is proved"),
        new PropertyOf<CoreState>.Always("INV-37", "a stanza has one fate, and the one that it is told"),
        new PropertyOf<CoreState>.Always("INV-42", "a route leads over a stream that is ready and carries its pair, or is sought"),
        new PropertyOf<CoreState>.Always("INV-44", "one search for a pair at a time"),
        new PropertyOf<CoreState>.Always("INV-45", "each state that waits has one live deadline, and a stale one changes nothing"),
        new PropertyOf<CoreState>.Always("INV-46", "nothing is tried twice in one search"),
        new PropertyOf<CoreState>.Always("INV-18", "behind a failure of TLS nothing is tried in clear, unless the policy says so"),
        new PropertyOf<CoreState>.Always("INV-19", "where bytes lie behind the last word in clear, TLS does not begin"),
        new PropertyOf<CoreState>.Always("INV-36", "the stanzas of a pair are written in the order in which they came"),
        new PropertyOf<CoreState>.Always("INV-39", "no more stanzas of a pair wait than the world allows"),
        new PropertyOf<CoreState>.Always("INV-40", "a dialback error about one pair leaves the others on its stream"),
        new PropertyOf<CoreState>.Always("INV-41", "a stanza is returned with the condition that fits what has happened"),
        new PropertyOf<CoreState>.Always("INV-43", "a stream that ends takes the routes over it along, and no others"),
        new PropertyOf<CoreState>.Always("LIV-3", "where nothing goes wrong, no deadline of a negotiation passes"),
        new PropertyOf<CoreState>.Always("INV-9", "TLS begins when it was asked for and agreed to"),
        new PropertyOf<CoreState>.Always("INV-24", "where a published proof disagrees, the stream ends"),
        new PropertyOf<CoreState>.Always("INV-29", "a stream error is followed by the closing tag at once"),
        new PropertyOf<CoreState>.EndsOnly("INV-47", "when nothing can happen any more, nothing is left", NothingIsLeft),
        new PropertyOf<CoreState>.EndsOnly("LIV-1", "every stanza that was handed over has a fate in the end", s => AllHaveFates(s)),
        new PropertyOf<CoreState>.EndsOnly(
            "INV-37 at rest", "what was sent is delivered, returned, or unconfirmed by a fault", s => IsBalanced(world, s)),
        .. observer?.Properties ?? [],
        .. world.Scope.Promises ? Promises : [],
    ];

    private static IEnumerable<PropertyOf<CoreState>> Promises =>
    [
        new PropertyOf<CoreState>.LeadsTo(
            "LIV-1 in time", "every stanza that waits has a fate in the end", AnyStanzaWaits, s => !AnyStanzaWaits(s)),
        new PropertyOf<CoreState>.LeadsTo(
            "LIV-6", "every request is answered in the end, or its stream dies", AnyRequestWaits, s => !AnyRequestWaits(s)),
    ];

    private static bool AnyStanzaWaits(CoreState state) => state.Servers.Any(s => s.Value.Fates.Contains(Fate.Waiting));

    private static bool AnyRequestWaits(CoreState state) => state.Servers.Any(
        s => s.Value.Core.Incoming.Values.Any(i => i.State is ReceivingState.Negotiating { Pending.IsEmpty: false }));


    private static bool NothingIsLeft(CoreState state) => state.Links.IsEmpty && state.Servers.All(s => IsEmpty(s.Value));

    private static bool IsEmpty(ServerPart part) =>
        part is { Alarms.Count: 0, Rung.IsEmpty: true, Resolving.IsEmpty: true, Phase: ServerPhase.Up or ServerPhase.Stopped }
        && part.Core is
        {
            Outgoing.Count: 0, Incoming.Count: 0, Searches.Count: 0, Verifications.Count: 0, Routes.Count: 0, BackOffs.Count: 0,
            Refrained.Count: 0, Timers.Count: 0, LastCall: null,
        };

    private static bool AllHaveFates(CoreState state) =>
        state.Servers.All(s => s.Value.Fates.All(f => f is not (Fate.Unsaid or Fate.Waiting)));

    private static bool IsBalanced(CoreWorld world, CoreState state)
    {
        var taken = 0UL;
        foreach (var server in state.Servers)
        {
            taken |= server.Value.Taken;
        }

        var mayLose = MayLose(world.Definition.Faults, state.World.Value.Left)
            || state.World.Value.AttacksLeft < world.Scope.Attacker.Actions;
        for (var server = 0; server < state.Servers.Count; server++)
        {
            var (number, _) = world.StanzasOf(server);
            foreach (var fate in state.Servers[server].Value.Fates)
            {
                var arrived = (taken & (1UL << number++)) != 0;
                var right = fate switch
                {
                    Fate.Written => arrived || mayLose,
                    Fate.Returned => !arrived,
                    Fate.Unconfirmed => mayLose,
                    _ => true,
                };
                if (!right)
                {
                    return false;
                }
            }
        }

        return true;
    }

    // Whether something has happened behind which a connection may have been lost with what was on it.
    private static bool MayLose(FaultBudget granted, FaultBudget left) =>
        (left with { DnsFailures = granted.DnsFailures, RefusedConnects = granted.RefusedConnects, Shutdowns = granted.Shutdowns })
        != granted;
}
