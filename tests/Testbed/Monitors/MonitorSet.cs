using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>Every monitor, in the order in which they are told.</summary>
internal static class MonitorSet
{
    public static List<PropertyMonitor> For(WorldDefinition world, Action<Breach> report) =>
    [
        // Authorisation: the particular case before the general rule, so that what is told is what went wrong.
        new ExternalProvesOnePair { Report = report },
        new GrantsAreOfPairs { Report = report },
        new WrittenOnlyWhenAuthorised { Report = report },
        new DeliveredOnlyWhenAuthorised { Report = report },
        new OnlyRequestedPairsAreGranted { Report = report },
        new CertificatesSpeakForTheRequest { Report = report },
        new VerdictsCountForTheirStream { Report = report },
        new OnlyAskedKeysAreConfirmed { Report = report },
        new AnswersCountOnce { Report = report },
        new DialbackHasItsDirection { Report = report },
        new AnswersCountOnlyWhereAwaited { Report = report },
        new IdentityIsThatOfTheHeader { Report = report },
        new NothingOutlivesARestart { Report = report },
        new NobodyMeetsHimself((server, domain) => Serves(world, server, domain)) { Report = report },
        new KeysAreVerifiedElsewhere { Report = report },
        new NamesAreEqualOrNothing { Report = report },

        // Confidentiality and downgrade.
        new NothingIsProvedInClear((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new NoClearTextFollowsATlsFailure((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new NothingCrossesIntoTls { Report = report },
        new TlsBeginsOnce { Report = report },
        new NothingIsProvedBehindABadCertificate((server, peer) => PolicyOf(world, server, peer)) { Report = report },
        new ExternalStandsOnACertificate { Report = report },
        new APublishedProofIsBinding(world) { Report = report },
        new TheVerdictComesFirst { Report = report },

        // Keys and ids.
        new KeysAreMadeByTheBook { Report = report },
        new StreamIdsAreFresh { Report = report },
        new AuthoritiesAnswerAndForget((server, domain) => Serves(world, server, domain)) { Report = report },

        // The grammar of streams.
        new OneHeaderAnEpoch { Report = report },
        new NothingFollowsTheEnd { Report = report },
        new ErrorsAreFinal { Report = report },
        new StanzasAwaitTheFeatures { Report = report },
        new OneThingIsInFlight { Report = report },
        new VersionsDecideAboutFeatures { Report = report },
        new StrangersAreKeptShort { Report = report },
        new WhatIsGoneStaysGone { Report = report },

        // Delivery, life cycle, liveness.
        new FirstInFirstOut { Report = report },
        new OneFateEach { Report = report },
        new ErrorsAreNotAnswered { Report = report },
        new QueuesAreBounded(world) { Report = report },
        new WhoIsRefusedAPlaceGoesAlone { Report = report },
        new ReturnsSayWhy { Report = report },
        new StanzasTravelOnLiveStreams { Report = report },
        new OneSearchAPair { Report = report },
        new StreamsEndForThemselves { Report = report },
        new StaleTimersAreNothing { Report = report },
        new NothingIsTriedTwice { Report = report },
        new NothingIsLeft { Report = report },
        new EveryStanzaHasAFate { Report = report },
        new ErrorsConcernOnePair { Report = report },
        new BothDiallersArrive(EverybodyAnswers(world) ? BothDiallersArrive.MutualIn(world) : []) { Report = report },
        new ExclusionIsSaid(EverybodyAnswers(world)) { Report = report },
        new WhoComesBackIsReached(OnlyRestarts(world) ? WhoComesBackIsReached.FittingIn(world) : []) { Report = report },
        new RequestsAreAnswered { Report = report },

        // All of them again, from the model.
        new WhatIsSaidIsAllowed(world.Servers.SelectMany(s => s.Serves)) { Report = report },
    ];

    private static bool EverybodyAnswers(WorldDefinition world) =>
        (world.Faults with { Delay = false, Fragment = false }).IsFaultless
        && world.Servers.All(s => s.IsNegotiator && s.Dns.Srv is not SrvAnswer.Fail);

    private static bool OnlyRestarts(WorldDefinition world) => world.Faults.Restarts > 0
        && EverybodyAnswers(world with { Faults = world.Faults with { Restarts = 0 } });

    private static bool Serves(WorldDefinition world, string server, Domain domain) =>
        world.Servers.First(s => s.Name.Name == server).Serves.Contains(domain);

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
