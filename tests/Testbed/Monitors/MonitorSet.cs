using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>Every monitor, in the order in which they are told.</summary>
internal static class MonitorSet
{
    public static List<PropertyMonitor> For(WorldDefinition world, Action<Breach> report) =>
    [
        new WrittenOnlyWhenAuthorised { Report = report },
        new DeliveredOnlyWhenAuthorised { Report = report },
        new OnlyRequestedPairsAreGranted { Report = report },
        new OnlyAskedKeysAreConfirmed { Report = report },
        new AnswersCountOnlyWhereAwaited { Report = report },
        new NothingOutlivesARestart { Report = report },
        new NothingIsProvedInClear((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new NoClearTextFollowsATlsFailure((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new NothingCrossesIntoTls { Report = report },
        new NothingIsProvedBehindABadCertificate((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new ExternalStandsOnACertificate { Report = report },
        new APublishedProofIsBinding(world) { Report = report },
        new OneHeaderAnEpoch { Report = report },
        new NothingFollowsTheEnd { Report = report },
        new FirstInFirstOut { Report = report },
        new OneFateEach { Report = report },
        new StaleTimersAreNothing { Report = report },
        new NothingIsLeft { Report = report },
        new EveryStanzaHasAFate { Report = report },
        new ExclusionIsSaid(EverybodyAnswers(world)) { Report = report },
    ];

    private static bool EverybodyAnswers(WorldDefinition world) =>
        (world.Faults with { Delay = false, Fragment = false }).IsFaultless
        && world.Servers.All(s => s.IsNegotiator && s.Dns.Srv is not SrvAnswer.Fail);

    // Null for a simulated peer: what it says is not ours to judge.
    private static Policy? PolicyOf(WorldDefinition world, string server, string peer)
    {
        foreach (var definition in world.Servers)
        {
            if (definition.Name.Name == server)
            {
                return definition.IsNegotiator ? definition.PolicyTowards(Domain.Parse(peer)) : null;
            }
        }

        return null;
    }
}
