using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>Single parts of a world as they are in another one.</summary>
internal static class WorldParts
{
    /// <summary>Policies that differ from a given one in one field at most, in which they are as another one.</summary>
    public static IEnumerable<Policy> Toward(Policy policy, Policy other) =>
    [
        policy with { Tls = other.Tls },
        policy with { Sasl = other.Sasl },
        policy with { Dialback = other.Dialback },
        policy with { ExternalToDialback = other.ExternalToDialback },
        policy with { StrictCertificates = other.StrictCertificates },
        policy with { PlainAfterTlsFailure = other.PlainAfterTlsFailure },
        policy with { TryTlsUnadvertised = other.TryTlsUnadvertised },
        policy with { AcceptMissingFrom = other.AcceptMissingFrom },
        policy with { AcceptLegacy = other.AcceptLegacy },
        policy with { RequireDialbackNamespace = other.RequireDialbackNamespace },
        policy with { AllowTargetMultiplexing = other.AllowTargetMultiplexing },
        policy with { AllowMultiplexingOnSasl = other.AllowMultiplexingOnSasl },
        policy with { OfferBidi = other.OfferBidi },
    ];

    /// <summary>What may go wrong, but for one kind of it, of which as much as in another world.</summary>
    public static IEnumerable<FaultBudget> Toward(FaultBudget faults, FaultBudget other) =>
    [
        faults with { Cuts = other.Cuts },
        faults with { Resets = other.Resets },
        faults with { RefusedConnects = other.RefusedConnects },
        faults with { DnsFailures = other.DnsFailures },
        faults with { TlsFailures = other.TlsFailures },
        faults with { EarlyTimers = other.EarlyTimers },
        faults with { Restarts = other.Restarts },
        faults with { Shutdowns = other.Shutdowns },
        faults with { FailedWrites = other.FailedWrites },
        faults with { SlowReaders = other.SlowReaders },
        faults with { HalfCloses = other.HalfCloses },
        faults with { LateAlerts = other.LateAlerts },
        faults with { ClockJumps = other.ClockJumps },
        faults with { SlowConnects = other.SlowConnects },
        faults with { Fragment = other.Fragment },
        faults with { Delay = other.Delay },
    ];

    /// <summary>Simulated peers that differ from a given one in one respect at most, in which they are as another one.</summary>
    public static IEnumerable<PeerDefinition> Toward(PeerDefinition peer, PeerDefinition other) =>
    [
        peer with { Flavours = other.Flavours },
        peer with { Seed = other.Seed },
        peer with { Changes = other.Changes },
        peer with { Writing = other.Writing },
        peer with { Calls = other.Calls },
    ];
}
