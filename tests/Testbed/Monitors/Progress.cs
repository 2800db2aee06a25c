using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// LIV-2: two servers that dial each other at once, and could both be served, both are: neither waits for what the
/// other does only when it is served itself.
/// </summary>
/// <param name="mutual">The pairs that are sent for in both directions, and fit together, in a world without faults.</param>
internal sealed class BothDiallersArrive(IReadOnlyList<DomainPair> mutual) : PropertyMonitor("LIV-2")
{
    private readonly HashSet<DomainPair> _sought = [];
    private readonly HashSet<DomainPair> _admitted = [];

    /// <summary>The pairs of a world that this is about; none where somebody may be hindered.</summary>
    public static IReadOnlyList<DomainPair> MutualIn(WorldDefinition world)
    {
        var pairs = world.Send.Where(s => s.After == 0).Select(s => s.Pair).Distinct().ToArray();
        return [.. pairs.Where(p => pairs.Contains(p.Inverse) && Fit(ServerOf(world, p.Sender), ServerOf(world, p.Target)))];
    }

    public override void OnStep(Stepped stepped)
    {
        if (mutual.Count == 0)
        {
            return;
        }

        if (stepped.Input is Input.TimedOut(var timer) && stepped.Before.DeadlineOf(timer) is { } passed && passed.IsOfANegotiation())
        {
            Break($"{stepped.Server.Name} waits in vain for {passed}, while both sides dial");
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.Resolve(Errand.Carry(var pair)):
                    _sought.Add(pair);
                    break;
                case Output.Admitted admitted when stepped.Server.Serves(admitted.Proof.Pair.Sender):
                    NoteAdmission(admitted.Proof.Pair);
                    break;
            }
        }
    }

    public override void OnEnd(Aftermath aftermath)
    {
        foreach (var pair in mutual.Where(p => !_admitted.Contains(p)))
        {
            Break($"{pair} was never admitted, though both sides could");
        }
    }

    // The case of interest: the other side seeks, too, and has not arrived yet.
    private void NoteAdmission(DomainPair pair)
    {
        _admitted.Add(pair);
        if (_sought.Contains(pair.Inverse) && !_admitted.Contains(pair.Inverse) && mutual.Contains(pair))
        {
            Exercise();
        }
    }

    // Alike in everything that is negotiated, and with some way left: no more is claimed, so that no rule is written twice.
    private static bool Fit(ServerDefinition one, ServerDefinition other) =>
        one.Policy == other.Policy && HasAWay(one.Policy) && IsPlain(one) && IsPlain(other);

    private static bool HasAWay(Policy policy) => policy.Tls switch
    {
        TlsPolicy.Disabled => policy is { Dialback: DialbackPolicy.Always, Sasl: not SaslPolicy.Required },
        TlsPolicy.DirectOnly => false,
        _ => policy.Dialback != DialbackPolicy.Never || policy.Sasl != SaslPolicy.Disabled,
    };

    private static bool IsPlain(ServerDefinition server) =>
        server is { Certificate: CertificateState.Valid, PolicyFor.Count: 0 } && server.Dns == DnsDefinition.Default;

    private static ServerDefinition ServerOf(WorldDefinition world, Domain domain) => world.Servers.First(s => s.Serves.Contains(domain));
}

/// <summary>
/// LIV-5: a server that comes back, with a new secret and no stream of before, is reached by the first stanza for which
/// the sender, who knows by then that its stream is gone, looks for a new one.
/// </summary>
/// <param name="nothingElse">Whether nothing but a restart may go wrong in this world.</param>
internal sealed class WhoComesBackIsReached(bool nothingElse) : PropertyMonitor("LIV-5")
{
    private readonly List<(NegotiatorServer Server, Stanza Stanza)> _owed = [];

    public override void OnStep(Stepped stepped)
    {
        if (nothingElse && stepped.Input is Input.Submitted(_, var stanza) && !stepped.Before.Routes.ContainsKey(stanza.Pair)
            && stepped.Server.Neighbour(stanza.Pair.Target) is { Life: { Number: > 1, IsOver: false } })
        {
            _owed.Add((stepped.Server, stanza));
        }
    }

    public override void OnEnd(Aftermath aftermath)
    {
        foreach (var (server, stanza) in _owed)
        {
            var entry = aftermath.Ledger.Entries.First(e => ReferenceEquals(e.Stanza, stanza));
            Require(
                entry.Deliveries == 1 || server.Life.IsOver,
                () => $"{entry} was handed over when {stanza.Pair.Target} was back, and has not arrived: {Told(entry.Fate)}");
        }
    }

    private static string Told(StanzaFate? fate) => fate is null ? "no word of it" : EventText.Of(fate);
}

/// <summary>
/// LIV-6: a request for dialback is answered, or its stream dies. No deadline of its stream passes and leaves both as
/// they were.
/// </summary>
internal sealed class RequestsAreAnswered() : PropertyMonitor("LIV-6")
{
    private readonly List<(Spot At, DomainPair Pair)> _open = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.ResultRequest(var pair, _) && !stepped.On.Dialled)
        {
            Exercise();
            _open.Add((stepped.At(stepped.On), pair));
        }

        if (_open.Count == 0)
        {
            return;
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.ResultAnswer answer)
            {
                _open.RemoveAll(o => o == (stepped.At(said.Connection), answer.Pair));
            }
            else if (said.What is Heard.Proceed or Heard.Success)
            {
                // RFC 6120 4.3.3, 5.4.3.3: the stream is replaced, and what was asked on it with it (INV-12).
                _open.RemoveAll(o => o.At == stepped.At(said.Connection));
            }
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (Ending.SaidBy(output) is { } ended)
            {
                _open.RemoveAll(o => o.At == stepped.At(ended));
            }
        }

        if (Ending.IsHeard(stepped.Input))
        {
            _open.RemoveAll(o => o.At == stepped.At(stepped.On));
        }

        if (stepped.Input is Input.TimedOut(var timer)
            && stepped.Before.Timers.TryGetValue(timer, out var owner) && owner is TimerOwner.Connection(var on)
            && _open.Exists(o => o.At == stepped.At(on)))
        {
            Break($"{stepped.Server.Name} lets the deadline of {on} pass, and the request there is not answered");
        }
    }
}

/// <summary>What can be said of a deadline that passes.</summary>
internal static class PassedDeadlines
{
    /// <summary>For what a timer was set; null for one that is of no stream and no search.</summary>
    public static Deadline? DeadlineOf(this FederationState state, TimerId timer) =>
        state.Outgoing.Values.Select(s => s.Watch).Concat(state.Incoming.Values.Select(s => s.Watch))
            .Concat(state.Searches.Values.Select(s => s.Watch))
            .FirstOrDefault(w => w?.Timer == timer)?.Deadline;

    // A stream without traffic ends, who ends it does not wait for ever, and a wait after a failure is meant to be one.
    public static bool IsOfANegotiation(this Deadline deadline) => deadline is not
        (Deadline.Idle or Deadline.Writing or Deadline.ClosingTag or Deadline.Disconnection or Deadline.Retry or Deadline.Memory);
}
