using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// What can happen in a state. Timers fire when nothing else can happen; faults strike only while something else can, so
/// that a world at rest stays at rest, unless an attacker calls.
/// </summary>
internal sealed class StepCollector(CoreWorld world, Interner<WireItem> items, Attacker attacker)
{
    public void Collect(CoreState state, List<CoreStep> steps)
    {
        var first = steps.Count;
        for (var server = 0; server < state.Servers.Count; server++)
        {
            CollectOwn(state.Servers[server].Value, server, mayWait: false, steps);
        }

        for (var place = 0; place < state.Links.Count; place++)
        {
            CollectOn(state.Links[place].Value, place, state.World.Value.Left, steps);
        }

        if (steps.Count == first)
        {
            CollectTimers(state, steps);
        }

        var isAtRest = steps.Count == first;
        for (var server = 0; server < state.Servers.Count; server++)
        {
            CollectOwn(state.Servers[server].Value, server, mayWait: true, steps);
        }

        if (!isAtRest)
        {
            CollectFaults(state, steps);
        }

        attacker.Collect(state, isAtRest, steps);
    }

    private void CollectOwn(ServerPart part, int server, bool mayWait, List<CoreStep> steps)
    {
        if (part.Phase != ServerPhase.Lost)
        {
            CollectStanzas(part, server, mayWait, steps);
        }

        if (mayWait)
        {
            return;
        }

        if (part.Phase == ServerPhase.Lost)
        {
            steps.Add(new CoreStep(CoreStepKind.Return, server, 0));
        }

        for (var i = 0; i < part.Resolving.Count; i++)
        {
            if (i == 0 || part.Resolving[i] != part.Resolving[i - 1])
            {
                steps.Add(new CoreStep(CoreStepKind.Resolve, server, i));
            }
        }

        foreach (var timer in part.Rung)
        {
            steps.Add(new CoreStep(CoreStepKind.Ring, server, timer.Number));
        }
    }

    // The next one of each pair: only the calls of one speaker have an order (RFC 6120 10.1).
    private void CollectStanzas(ServerPart part, int server, bool mayWait, List<CoreStep> steps)
    {
        var (from, to) = world.StanzasOf(server);
        for (var i = from; i < to; i++)
        {
            var isNext = i == from || part.Fates[i - from - 1] != Fate.Unsaid
                || world.Stanzas[i - 1].Stanza.Pair != world.Stanzas[i].Stanza.Pair;
            if (isNext && part.Fates[i - from] == Fate.Unsaid && world.Stanzas[i].MayWait == mayWait)
            {
                steps.Add(new CoreStep(CoreStepKind.HandOver, server, i));
            }
        }
    }

    private void CollectOn(Link link, int place, FaultBudget left, List<CoreStep> steps)
    {
        if (link.Initiator.Phase == EndPhase.Dialling)
        {
            steps.Add(new CoreStep(CoreStepKind.Connect, link.From, place));
            return;
        }

        if (link.Receiver.Phase == EndPhase.Arriving)
        {
            steps.Add(new CoreStep(CoreStepKind.Accept, link.To, place));
        }

        CollectAt(link, place, initiator: true, steps);
        CollectAt(link, place, initiator: false, steps);
        if (link is { Dead: false, ToInitiator.IsEmpty: true, ToReceiver.IsEmpty: true, Initiator.MayShake: true, Receiver.MayShake: true })
        {
            steps.Add(new CoreStep(CoreStepKind.Handshake, link.From, place));
            if (left.TlsFailures > 0)
            {
                steps.Add(new CoreStep(CoreStepKind.Handshake, link.From, place, (int)TlsFault.Before));
                steps.Add(new CoreStep(CoreStepKind.Handshake, link.From, place, (int)TlsFault.AfterInSilence));
            }
        }
    }

    private void CollectAt(Link link, int place, bool initiator, List<CoreStep> steps)
    {
        var (end, server, which) = (link.End(initiator), link.ServerAt(initiator), initiator ? 1 : 0);
        if (end.Unwritten > 0 && (end.Phase == EndPhase.Open || end is { Phase: EndPhase.Closing, Reset: false }))
        {
            steps.Add(new CoreStep(CoreStepKind.Written, server, place, which));
        }

        switch (end)
        {
            case { Phase: EndPhase.Unwanted or EndPhase.Aborted }
                or { Phase: EndPhase.Closing, Reset: true } or { Phase: EndPhase.Closing, Ended: true, Unwritten: 0 }:
                steps.Add(new CoreStep(CoreStepKind.Closed, server, place, which));
                break;
            case { Phase: EndPhase.Open, Tls: not TlsNews.None }:
                steps.Add(new CoreStep(CoreStepKind.Secured, server, place));
                break;
            case { Phase: EndPhase.Open, Reset: true }:
                steps.Add(new CoreStep(CoreStepKind.Break, server, place, which));
                break;
            case { Phase: EndPhase.Open } when !link.QueueTo(initiator).IsEmpty:
                CollectDeliveries(link, place, initiator, server, steps);
                break;
        }
    }

    // Bytes behind an item matter where TLS begins, and nowhere else (INV-19).
    private void CollectDeliveries(Link link, int place, bool initiator, int server, List<CoreStep> steps)
    {
        steps.Add(new CoreStep(CoreStepKind.Deliver, server, place, new Delivery(initiator, BytesBehind: false).Packed));
        var queue = link.QueueTo(initiator);
        if (queue.Count > 1 && queue[0] != Link.Fin && queue[1] != Link.Fin
            && Grammar.Understand(items[queue[0]].Value) is Heard.StartTls or Heard.Proceed)
        {
            steps.Add(new CoreStep(CoreStepKind.Deliver, server, place, new Delivery(initiator, BytesBehind: true).Packed));
        }
    }

    // Of all that are set for the shortest time, any one.
    private static void CollectTimers(CoreState state, List<CoreStep> steps)
    {
        var shortest = TimeSpan.MaxValue;
        foreach (var server in state.Servers)
        {
            foreach (var (_, length) in server.Value.Alarms)
            {
                shortest = length < shortest ? length : shortest;
            }
        }

        for (var server = 0; server < state.Servers.Count; server++)
        {
            foreach (var (timer, length) in state.Servers[server].Value.Alarms)
            {
                if (length == shortest)
                {
                    steps.Add(new CoreStep(CoreStepKind.Timer, server, timer.Number));
                }
            }
        }
    }

    private static void CollectFaults(CoreState state, List<CoreStep> steps)
    {
        var left = state.World.Value.Left;
        for (var place = 0; place < state.Links.Count; place++)
        {
            CollectFaultsOn(state.Links[place].Value, place, left, steps);
        }

        for (var server = 0; server < state.Servers.Count; server++)
        {
            CollectFaultsAt(state.Servers[server].Value, server, left, steps);
        }
    }

    private static void CollectFaultsOn(Link link, int place, FaultBudget left, List<CoreStep> steps)
    {
        if (link.Initiator.Phase == EndPhase.Dialling && left.RefusedConnects > 0)
        {
            steps.Add(new CoreStep(CoreStepKind.Connect, link.From, place, 1));
        }

        if (link.Dead || link.Initiator.Phase is EndPhase.Dialling or EndPhase.Unwanted or EndPhase.None)
        {
            return;
        }

        if (left.Cuts > 0)
        {
            steps.Add(new CoreStep(CoreStepKind.Cut, -1, place));
        }

        if (left.Resets > 0)
        {
            steps.Add(new CoreStep(CoreStepKind.Reset, -1, place));
        }
    }

    private static void CollectFaultsAt(ServerPart part, int server, FaultBudget left, List<CoreStep> steps)
    {
        if (part.Phase is ServerPhase.Lost or ServerPhase.Stopped)
        {
            return;
        }

        for (var i = 0; i < part.Resolving.Count && left.DnsFailures > 0; i++)
        {
            steps.Add(new CoreStep(CoreStepKind.Resolve, server, i, 1));
        }

        foreach (var (timer, _) in part.Alarms)
        {
            if (left.EarlyTimers > 0)
            {
                steps.Add(new CoreStep(CoreStepKind.Timer, server, timer.Number, 1));
            }
        }

        if (left.Restarts > 0)
        {
            steps.Add(new CoreStep(CoreStepKind.Lose, server, 0));
        }

        if (left.Shutdowns > 0 && part.Phase == ServerPhase.Up)
        {
            steps.Add(new CoreStep(CoreStepKind.ShutDown, server, 0));
        }
    }
}
