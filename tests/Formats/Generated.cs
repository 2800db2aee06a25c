using FsCheck;
using FsCheck.Fluent;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>A sound world out of all there are; a type of its own, because generated arguments are public.</summary>
public sealed class AnyWorld
{
    internal AnyWorld(WorldDefinition value) => Value = value;

    internal WorldDefinition Value { get; }

    /// <inheritdoc/>
    public override string ToString() => WorldFile.Write(Value);
}

/// <summary>A sound trace out of all there are; public for the same reason.</summary>
public sealed class AnyTrace
{
    internal AnyTrace(Trace value) => Value = value;

    internal Trace Value { get; }

    /// <inheritdoc/>
    public override string ToString() => TraceFile.Write(Value);
}

/// <summary>How FsCheck makes them.</summary>
public static class Generated
{
    private static readonly Domain[] Names =
        [.. Enumerable.Range(0, 26).Select(i => Domain.Parse($"{(char)('a' + i)}.example"))];

    /// <summary>Worlds of up to five servers, each with up to three domains.</summary>
    public static Arbitrary<AnyWorld> Worlds() => World().Select(w => new AnyWorld(w)).ToArbitrary();

    /// <summary>Traces of such worlds.</summary>
    public static Arbitrary<AnyTrace> Traces() => Trace().Select(t => new AnyTrace(t)).ToArbitrary();

    private static Gen<bool> Flag => Gen.Elements(true, false);

    private static Gen<int> Number => Gen.OneOf(Gen.Elements(0, 1, 100_000), Gen.Choose(0, 100_000));

    private static Gen<string> Line =>
        from words in Gen.Elements("deliver", "a→b", "x:", "end", "1", "é", "  ", "\"").NonEmptyListOf()
        select $"{string.Join(' ', words).Trim()}.";

    private static Gen<WorldDefinition> World() =>
        from count in Gen.Choose(1, 5)
        from servers in Gen.CollectToSequence(Enumerable.Range(0, count), i => Server(i, count))
        from send in Sendings([.. servers])
        from faults in Faults()
        select new WorldDefinition { Servers = servers.ToSeq(), Send = send.ToSeq(), Faults = faults };

    private static Gen<ServerDefinition> Server(int index, int count) =>
        from more in Gen.Choose(0, 2)
        from kind in index == 0 ? Gen.Constant(0) : Gen.Choose(0, 4)
        from peer in Peer(index)
        from seed in Gen.Choose(0, int.MaxValue)
        from policy in Policies()
        from certificate in Word<CertificateState>()
        from srv in Word<SrvAnswer>()
        from direct in Flag
        from proof in Word<PublishedProof>()
        from backOff in Flag
        from answers in Flag
        from queue in Gen.Choose(0, 2_000)
        from remotes in Gen.SubListOf(Enumerable.Range(0, count).Where(i => i != index))
        from towards in Policies().ArrayOf(remotes.Count)
        select new ServerDefinition(Names[index])
        {
            Domains = Names.Skip(5 + (index * 2)).Take(more).ToSeq(),
            Profile = kind is 1 or 4 ? "conforming" : null,
            Peer = kind is 2 or 4 ? peer with { Seed = (ulong)seed * 4_000_000_000 } : null,
            Policy = policy,
            Certificate = certificate,
            Dns = new DnsDefinition(srv, direct) { Proof = proof },
            BackOff = backOff,
            Answers = answers,
            Queue = queue,
            PolicyFor = remotes.Zip(towards).Aggregate(
                default(Map<Domain, Policy>),
                (map, pair) => map.With(Names[pair.First], pair.Second)),
        };

    private static Gen<PeerDefinition> Peer(int index) =>
        from flavours in Gen.SubListOf(Flavours.All.Select(f => f.Name))
        from changes in Change.ListOf()
        from writing in Word<Writing>()
        from proofs in Word<CallProof>().ListOf()
        from stanzas in Number
        select new PeerDefinition
        {
            Flavours = flavours.ToSeq(),
            Changes = changes.ToSeq(),
            Writing = writing,
            // The one server that is a negotiator whatever else is drawn is the first.
            Calls = index == 0 ? [] : proofs.Select(p => new Call(Names[index].Name, Names[0].Name, p, stanzas)).ToSeq(),
        };

    private static Gen<Change> Change =>
        from at in Word<Occasion>()
        from how in Word<ChangeKind>()
        from extra in Gen.Elements(Extra.All.AsEnumerable())
        select new Change(at, how, Model.Peers.Change.Brings(how) ? extra.Name : null);

    private static Gen<Policy> Policies() =>
        from tls in Word<TlsPolicy>()
        from sasl in Word<SaslPolicy>()
        from dialback in Word<DialbackPolicy>()
        from fallback in Word<ExternalFallback>()
        from flags in Flag.ArrayOf(6)
        select new Policy
        {
            Tls = tls,
            Sasl = sasl,
            Dialback = dialback,
            ExternalToDialback = fallback,
            StrictCertificates = flags[0],
            PlainAfterTlsFailure = flags[1],
            TryTlsUnadvertised = flags[2],
            AcceptMissingFrom = flags[3],
            AcceptLegacy = flags[4],
            RequireDialbackNamespace = flags[5],
        };

    private static Gen<List<Sending>> Sendings(ServerDefinition[] servers)
    {
        var legal =
            from sender in servers
            where sender.IsNegotiator
            from receiver in servers
            where receiver != sender
            from source in sender.Serves
            from target in receiver.Serves
            select (source, target);
        return from pairs in Gen.SubListOf(legal)
               from stanzas in Number.ArrayOf(pairs.Count)
               from after in Number.ArrayOf(pairs.Count)
               select pairs.Select((p, i) => new Sending(p.source, p.target, stanzas[i]) { After = after[i] }).ToList();
    }

    private static Gen<FaultBudget> Faults() =>
        from numbers in Number.ArrayOf(14)
        from delay in Flag
        from fragment in Flag
        from any in Flag
        select !any ? FaultBudget.None : new FaultBudget
        {
            Cuts = numbers[0],
            Resets = numbers[1],
            RefusedConnects = numbers[2],
            DnsFailures = numbers[3],
            TlsFailures = numbers[4],
            EarlyTimers = numbers[5],
            Restarts = numbers[6],
            Shutdowns = numbers[7],
            FailedWrites = numbers[8],
            SlowReaders = numbers[9],
            HalfCloses = numbers[10],
            LateAlerts = numbers[11],
            ClockJumps = numbers[12],
            SlowConnects = numbers[13],
            Delay = delay,
            Fragment = fragment,
        };

    private static Gen<Trace> Trace() =>
        from world in World()
        from property in Gen.Elements(Properties.All.AsEnumerable())
        from lines in Line.ArrayOf(3)
        from bug in Gen.Elements("unsolicited-result", null)
        from lane in Gen.Elements<string>(TraceHeader.Lanes)
        from labels in Line.ListOf()
        from kinds in Word<StepKind>().ArrayOf(labels.Count)
        from end in Gen.Elements("0123456789abcdef".ToCharArray()).ArrayOf(64)
        select new Trace
        {
            Expect = property.Id,
            Property = property.Statement,
            Clause = lines[0],
            Bug = bug,
            Lane = lane,
            Scenario = lines[1],
            FoundBy = lines[2],
            World = world,
            Steps = labels.Select((label, i) => new TraceStep(i + 1, kinds[i], label)).ToSeq(),
            End = new string(end),
        };

    private static Gen<T> Word<T>()
        where T : struct, Enum => Gen.Elements(Enum.GetValues<T>());
}
