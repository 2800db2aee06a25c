using FsCheck;
using FsCheck.Xunit;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>
/// Whatever happens, in whatever order: the core decides, says nothing illegal and leaves nothing behind.
/// </summary>
public sealed class FederationProperties
{
    private const int StepsMax = 10_000;

    private static readonly Policy[] Policies =
    [
        Policy.Default,
        Policy.Default with { StrictCertificates = false, ExternalToDialback = ExternalFallback.NewStream },
        new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always, PlainAfterTlsFailure = true },
        new Policy { Tls = TlsPolicy.Disabled, Dialback = DialbackPolicy.Always, Sasl = SaslPolicy.Disabled },
        new Policy { Sasl = SaslPolicy.Required },
        new Policy { Sasl = SaslPolicy.Disabled, StrictCertificates = false, OfferBidi = true },
        new Policy { AllowMultiplexingOnSasl = true, StrictCertificates = false, OfferBidi = true },
    ];

    /// <summary>So little room that every limit is met soon.</summary>
    private static readonly Limits Narrow = Limits.Default with
    {
        StreamsMax = 4,
        StreamsPerAddressMax = 3,
        HalfOpenMax = 3,
        HalfOpenPerAddressMax = 2,
        AttemptsPerMinuteMax = 6,
        AddressesMax = 2,
        StrangerElementsMax = 6,
        QuestionsMax = 2,
        QuestionsPerAuthorityMax = 1,
        RoutesMax = 1,
        BackOffsMax = 1,
        RefrainedMax = 1,
        PairsPerStreamMax = 2,
        StanzasInFlightMax = 1,
        QueueStanzasMax = 2,
    };

    // INV-28, INV-29 and INV-37 are asserted by the world at every step; an exception anywhere is a fault of ours.
    [Property(MaxTest = 1_000)]
    public void Whatever_can_happen_is_decided_and_the_end_leaves_nothing(byte policy, bool shutDown, DoNotSize<uint>[] choices) =>
        Live(Limits.Default with { StanzasInFlightMax = 2, QueueStanzasMax = 3 }, policy, shutDown, choices);

    // What grows, and how far, is asserted by the world at every step.
    [Property(MaxTest = 500)]
    public void Nothing_grows_beyond_its_limit(byte policy, bool shutDown, DoNotSize<uint>[] choices) =>
        Live(Narrow, policy, shutDown, choices);

    private static void Live(Limits limits, byte policy, bool shutDown, DoNotSize<uint>[] choices)
    {
        var world = new PossibleWorld(new ServerContext
        {
            Domains = [Local],
            Keys = Keys,
            Limits = limits,
            Policy = Policies[policy % Policies.Length],
        });
        foreach (var choice in choices)
        {
            world.Go(choice.Item);
        }

        if (shutDown)
        {
            world.Tell(new Input.ShutDown());
        }

        // INV-47: "no traffic + all timers fired ⇒ 0 sockets, 0 timers, 0 pending verifies, empty queues".
        for (var i = 0u; world.HasMore; i++)
        {
            Assert.True(i < StepsMax, "no end in sight");
            world.Rest(i * 2_654_435_761);
        }

        Assert.Equal(world.Emptied, world.State);
        Assert.Empty(world.Unsettled);
        Assert.True(world.IsComplete || !world.State.ShuttingDown);
    }
}
