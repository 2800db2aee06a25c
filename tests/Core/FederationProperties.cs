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
    ];

    // INV-28, INV-29 and INV-37 are asserted by the world at every step; an exception anywhere is a fault of ours.
    [Property(MaxTest = 1_000)]
    public void Whatever_can_happen_is_decided_and_the_end_leaves_nothing(byte policy, bool shutDown, DoNotSize<uint>[] choices)
    {
        var limits = Limits.Default with { StanzasInFlightMax = 2, QueueStanzasMax = 3 };
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
