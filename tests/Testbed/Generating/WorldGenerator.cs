using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Generating;

/// <summary>
/// Makes small worlds: a negotiator and a second server, which is a negotiator too or a simulated peer, with any
/// policies, certificates, names and faults. Weighted by theme, so that every class of outcome comes up.
/// </summary>
internal static class WorldGenerator
{
    // FsCheck's size: nothing here grows with it.
    private const int Size = 10;

    private const int TurnEvery = 3;

    private static readonly Domain A = Domain.Parse("a.example");
    private static readonly Domain B = Domain.Parse("b.example");
    private static readonly Domain FurtherA = Domain.Parse("a2.example");
    private static readonly Domain FurtherB = Domain.Parse("b2.example");

    /// <summary>Worlds in which anything may go wrong.</summary>
    public static Gen<WorldDefinition> Worlds { get; } = OfThemes(withFaults: true);

    /// <summary>Worlds in which nothing goes wrong but what the servers want, and no peer lies.</summary>
    public static Gen<WorldDefinition> FaultlessWorlds { get; } = OfThemes(withFaults: false);

    private static Gen<WorldDefinition>[] Refusing { get; } =
        [.. Model.Peers.Flavours.All.Select(f => OfTheme(Theme.For(f.Name), withFaults: true))];

    // Seconds: while the first stanzas are under way, when streams idle, when they have ended.
    private static int[] Later { get; } = [5, 120, 3600];

    private static Gen<bool> Flag => Gen.Elements(true, false);

    /// <summary>
    /// The same world for the same seed and number, whichever thread asks. Every third number takes the next flavour
    /// of refusal in turn, so that a short run leaves none out.
    /// </summary>
    public static WorldDefinition Make(ulong seed, long number) => Gen.Sample(
        number % TurnEvery == 0 ? Refusing[(int)(number / TurnEvery % Refusing.Length)] : Worlds,
        Size,
        new Rnd(Chance.SeedOf(seed, number)),
        1)[0];

    private static Gen<WorldDefinition> OfThemes(bool withFaults) =>
        from theme in Gen.Frequency(Theme.All.Select(t => (t.Weight, Gen.Constant(t))))
        from world in OfTheme(theme, withFaults)
        select world;

    private static Gen<WorldDefinition> OfTheme(Theme theme, bool withFaults) =>
        from a in Server(A, theme, Gen.Constant(PeerChoice.Negotiator))
        from b in Server(B, theme, PeerGenerator.Of(theme, B, A, mayLie: withFaults))
        from stanzas in Gen.Choose(1, 3)
        from back in Flag
        from later in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Elements(Later)))
        from further in Gen.Frequency((3, Gen.Constant(Further.None)), (1, Gen.Elements(Enum.GetValues<Further>())))
        from faults in withFaults ? Faults : Gen.Constant(FaultBudget.None)
        select new WorldDefinition
        {
            Servers =
            [
                a with
                {
                    Dns = DnsDefinition.Default with { Direct = b.Dns.Direct },
                    Domains = further == Further.Sender ? [FurtherA] : [],
                },
                b with { Domains = further == Further.Target ? [FurtherB] : [] },
            ],
            Send =
            [
                new Sending(A, B, stanzas),
                .. b.IsNegotiator && back ? [new Sending(B, A, 1)] : default(Seq<Sending>),
                .. later > 0 ? [new Sending(A, B, 1) { After = later }] : default(Seq<Sending>),
                .. further switch
                {
                    Further.Sender => [new Sending(FurtherA, B, 1)],
                    Further.Target => [new Sending(A, FurtherB, 1)],
                    _ => default(Seq<Sending>),
                },
            ],
            Faults = faults,
        };

    /// <summary>Which server has a second domain, so that a second pair may want the stream of the first.</summary>
    private enum Further
    {
        None,
        Sender,
        Target,
    }

    private static Gen<ServerDefinition> Server(Domain name, Theme theme, Gen<PeerChoice> peers) =>
        from policy in Policies(theme)
        from certificate in Certificate(theme)
        from srv in theme.HasName
            ? Gen.Frequency((19, Gen.Constant(SrvAnswer.Ok)), (1, Gen.Constant(SrvAnswer.None)))
            : Gen.Elements(SrvAnswer.Dot, SrvAnswer.Fail)
        from direct in theme.DirectTls is { } direct ? Gen.Constant(direct) : Flag
        from proof in Gen.Frequency(
            (12, Gen.Constant(PublishedProof.None)), (1, Gen.Constant(PublishedProof.Secure)),
            (1, Gen.Elements(Enum.GetValues<PublishedProof>())))
        from backOff in Flag
        from peer in peers
        select new ServerDefinition(name)
        {
            Policy = theme.Certificates == CertificateKind.Tolerated ? policy with { StrictCertificates = false } : policy,
            Certificate = certificate,
            Dns = new DnsDefinition(srv, direct && srv != SrvAnswer.Dot) { Proof = proof },
            BackOff = backOff,
            Profile = peer.Profile,
            Peer = peer.Peer,
        };

    private static Gen<CertificateState> Certificate(Theme theme) => theme.Certificates switch
    {
        CertificateKind.Good => Gen.Constant(CertificateState.Valid),
        CertificateKind.Missing => Gen.Elements(CertificateState.Valid, CertificateState.Missing),
        CertificateKind.Tolerated => Gen.Elements(
            CertificateState.Valid, CertificateState.Expired, CertificateState.SelfSigned, CertificateState.UnknownCa,
            CertificateState.WrongName, CertificateState.NoClientPurpose),
        _ => Gen.Elements(Enum.GetValues<CertificateState>()),
    };

    private static Gen<Policy> Policies(Theme theme) =>
        from tls in Gen.Elements(theme.Tls)
        from sasl in Gen.Elements(theme.Sasl)
        from dialback in Gen.Elements(theme.Dialback)
        from fallback in Gen.Frequency(
            (3, Gen.Constant(ExternalFallback.SameStream)), (2, Gen.Elements(Enum.GetValues<ExternalFallback>())))
        from bits in Flag.ArrayOf(7)
        from sharing in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true))).ArrayOf(2)
        select new Policy
        {
            Tls = tls,
            Sasl = sasl,
            Dialback = dialback,
            ExternalToDialback = fallback,
            StrictCertificates = bits[0],
            PlainAfterTlsFailure = bits[1],
            TryTlsUnadvertised = bits[2],
            AcceptMissingFrom = bits[3],
            AcceptLegacy = bits[4] || theme.Dialback is [DialbackPolicy.Always],
            RequireDialbackNamespace = bits[5],
            AllowTargetMultiplexing = bits[6],
            AllowMultiplexingOnSasl = sharing[0],
            OfferBidi = sharing[1],
        };

    private static Gen<FaultBudget> Faults =>
        from any in Flag
        from numbers in Gen.Frequency((3, Gen.Constant(0)), (1, Gen.Constant(1))).ArrayOf(5)
        from early in Gen.Frequency((2, Gen.Constant(0)), (1, Gen.Choose(1, 3)))
        from delay in Flag
        from fragment in Gen.Frequency((3, Gen.Constant(false)), (1, Gen.Constant(true)))
        from rarer in Gen.Frequency((7, Gen.Constant(0)), (1, Gen.Constant(1))).ArrayOf(8)
        select any
            ? new FaultBudget
            {
                Cuts = numbers[0],
                Resets = numbers[1],
                RefusedConnects = numbers[2],
                DnsFailures = numbers[3],
                TlsFailures = numbers[4],
                EarlyTimers = early,
                Delay = delay,
                FailedWrites = rarer[0],
                SlowReaders = rarer[1],
                HalfCloses = rarer[2],
                LateAlerts = rarer[3],
                ClockJumps = rarer[4],
                SlowConnects = rarer[5],
                Restarts = rarer[6],
                Shutdowns = rarer[7],
                Fragment = fragment,
            }
            : FaultBudget.None with { Delay = delay };
}
