using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>A world that FsCheck has made; public, because the arguments of a property are.</summary>
public sealed class GeneratedWorld
{
    internal GeneratedWorld(WorldDefinition world) => World = world;

    internal WorldDefinition World { get; }

    /// <inheritdoc/>
    public override string ToString() => WorldFile.Write(World);
}

/// <summary>
/// Makes two servers with any policies, certificates and names, one of them perhaps a peer that refuses, and any
/// faults. Shrinks toward the conforming peer, the default policy, and no fault.
/// </summary>
public static class Worlds
{
    private static readonly Domain[] Names = [Domain.Parse("a.example"), Domain.Parse("b.example")];
    private static readonly string[] Flavours = [.. Model.Peers.Flavours.All.Select(f => f.Name)];

    /// <summary>
    /// Worlds in which nothing goes wrong but what the servers want. D5 is left out: such a peer draws by itself
    /// what it says, so that its outcome may differ.
    /// </summary>
    public static Arbitrary<GeneratedWorld> Faultless() =>
        Of(Gen.Constant(FaultBudget.None), [.. Flavours.Where(f => f != "D5")]);

    /// <summary>Worlds in which anything goes wrong.</summary>
    public static Arbitrary<GeneratedWorld> Faulty() => Of(Faults(), Flavours);

    private static Gen<bool> Flag => Gen.Elements(true, false);

    private static Arbitrary<GeneratedWorld> Of(Gen<FaultBudget> faults, string[] flavours) => Arb.From(
        from a in Server(Names[0], [])
        from b in Server(Names[1], flavours)
        from stanzas in Gen.Choose(1, 3)
        from back in Flag
        from budget in faults
        select new GeneratedWorld(new WorldDefinition
        {
            Servers = [a, b],
            Send = b.IsNegotiator && back
                ? [new Sending(Names[0], Names[1], stanzas), new Sending(Names[1], Names[0], 1)]
                : [new Sending(Names[0], Names[1], stanzas)],
            Faults = budget,
        }),
        Shrink);

    private static Gen<ServerDefinition> Server(Domain name, string[] flavours) =>
        from policy in Policies()
        from certificate in Gen.Frequency(
            (4, Gen.Constant(CertificateState.Valid)), (3, Gen.Elements(Enum.GetValues<CertificateState>())))
        from srv in Gen.Frequency((8, Gen.Constant(SrvAnswer.Ok)), (2, Gen.Elements(Enum.GetValues<SrvAnswer>())))
        from direct in Flag
        from count in Gen.Choose(0, flavours.Length > 0 ? 2 : 0)
        from refusals in count == 0 ? Gen.Constant<string[]>([]) : Gen.Elements(flavours).ArrayOf(count)
        select new ServerDefinition(name)
        {
            Policy = policy,
            Certificate = certificate,
            Dns = new DnsDefinition(srv, direct),
            Peer = count > 0 ? new PeerDefinition { Flavours = refusals.Distinct().ToSeq() } : null,
        };

    private static Gen<Policy> Policies() =>
        from tls in Gen.Elements(Enum.GetValues<TlsPolicy>())
        from sasl in Gen.Elements(Enum.GetValues<SaslPolicy>())
        from dialback in Gen.Elements(Enum.GetValues<DialbackPolicy>())
        from fallback in Gen.Elements(Enum.GetValues<ExternalFallback>())
        from bits in Flag.ArrayOf(6)
        from usual in Gen.Choose(0, 3)
        select usual == 0 ? Policy.Default : new Policy
        {
            Tls = tls,
            Sasl = sasl,
            Dialback = dialback,
            ExternalToDialback = fallback,
            StrictCertificates = bits[0],
            PlainAfterTlsFailure = bits[1],
            TryTlsUnadvertised = bits[2],
            AcceptMissingFrom = bits[3],
            AcceptLegacy = bits[4],
            RequireDialbackNamespace = bits[5],
        };

    private static Gen<FaultBudget> Faults() =>
        from numbers in Gen.Choose(0, 1).ArrayOf(5)
        from early in Gen.Choose(0, 3)
        from delay in Flag
        from fragment in Flag
        select new FaultBudget
        {
            Cuts = numbers[0],
            Resets = numbers[1],
            RefusedConnects = numbers[2],
            DnsFailures = numbers[3],
            TlsFailures = numbers[4],
            EarlyTimers = early,
            Delay = delay,
            Fragment = fragment,
        };

    private static IEnumerable<GeneratedWorld> Shrink(GeneratedWorld generated)
    {
        var world = generated.World;
        IEnumerable<WorldDefinition> smaller =
        [
            world with { Faults = FaultBudget.None },
            world with { Send = [world.Send[0] with { Stanzas = 1 }] },
            .. Enumerable.Range(0, world.Servers.Count).SelectMany(i => Plainer(world.Servers[i]).Select(s => world with
            {
                Servers = world.Servers.Select((old, n) => n == i ? s : old).ToSeq(),
            })),
        ];
        return smaller.Where(w => w != world).Select(w => new GeneratedWorld(w));
    }

    private static IEnumerable<ServerDefinition> Plainer(ServerDefinition server) =>
    [
        server with { Policy = Policy.Default },
        server with { Certificate = CertificateState.Valid },
        server with { Dns = DnsDefinition.Default },
        server with { Peer = server.Peer is { Flavours.Count: > 1 } peer ? peer with { Flavours = peer.Flavours.Skip(1) } : server.Peer },
    ];
}
