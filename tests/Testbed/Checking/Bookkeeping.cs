using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// What the world notes of the outputs of one step, as the shell would perform them, and what is wrong with single outputs.
/// </summary>
internal sealed class Bookkeeping(CoreWorld world, Interner<WireItem> items, ServerPart part)
{
    private readonly List<Effect> _effects = [];
    private ServerPart _part = part;

    /// <summary>What is done to connections, in this order.</summary>
    public IReadOnlyList<Effect> Effects => _effects;

    public ServerPart After(in ServerStep step, ref Verdicts verdicts)
    {
        _part = _part with { Core = step.After };
        if (step.Input is Input.Submitted(var ticket, _))
        {
            SetFate(ticket, Fate.Waiting);
        }

        foreach (var output in step.Outputs.AsSpan())
        {
            Note(step, output, ref verdicts);
        }

        if (_part.Phase is ServerPhase.Stopping or ServerPhase.Stopped)
        {
            _part = _part with { Sought = [] };
        }

        return _part.Tried.Count == 0 ? _part : _part with { Tried = StillSearched(step.After) };
    }

    private void Note(in ServerStep step, Output output, ref Verdicts verdicts)
    {
        switch (output)
        {
            case Output.Send(var on, var item):
                _effects.Add(new Effect(EffectKind.Say, on, items.Of(item).Id));
                break;
            case Output.SendStanza sending:
                Judge(step, sending, ref verdicts);
                _effects.Add(new Effect(
                    EffectKind.SayStanza, sending.Connection, items.Of(new WireItem.Whole(sending.Stanza.Element)).Id));
                break;
            case Output.Deliver delivery:
                Judge(step, delivery, ref verdicts);
                break;
            case Output.Settle(var ticket, var fate):
                Settle(ticket, fate, ref verdicts);
                break;
            case Output.Dial dial:
                _effects.Add(new Effect(
                    dial.Target.DirectTls ? EffectKind.DialDirectTls : EffectKind.Dial, dial.Connection,
                    world.ServerAt(dial.Target.Host)));
                Try(step, dial, ref verdicts);
                break;
            case Output.BeginTls(var on, _, _):
                _effects.Add(new Effect(EffectKind.BeginTls, on, 0));
                break;
            case Output.ExpectHeader(var on):
                _effects.Add(new Effect(EffectKind.ExpectHeader, on, 0));
                break;
            case Output.Disconnect(var on, var atOnce):
                _effects.Add(new Effect(EffectKind.Disconnect, on, atOnce ? 1 : 0));
                break;
            case Output.SetTimer set:
                _part = _part with { Alarms = _part.Alarms.With(set.Timer, set.Length) };
                break;
            case Output.CancelTimer(var timer):
                _part = _part with { Alarms = _part.Alarms.Without(timer) };
                break;
            case Output.ShutDownComplete:
                // Whatever comes now, nobody hears it.
                _part = _part with { Phase = ServerPhase.Stopped, Resolving = [], Rung = [] };
                break;
            case Output.Resolve(var errand):
                Resolve(errand, ref verdicts);
                break;
            case Output.GaveUp(Errand.Carry(var pair), _):
                Forget(pair);
                break;
            case Output.Admitted({ Dialled: true }, var proof, _):
                Forget(proof.Pair);
                break;
        }
    }

    // INV-44: one search for a pair at a time; who comes later joins its queue.
    private void Resolve(Errand errand, ref Verdicts verdicts)
    {
        _part = _part with
        {
            Resolving = _part.Resolving.Add(errand).Order().ToSeq(),
            Tried = _part.Tried.With(errand, []),
        };
        if (errand is not Errand.Carry(var pair))
        {
            return;
        }

        verdicts.Witness(CoreProperties.OneSearch);
        if (_part.Sought.Contains(pair))
        {
            verdicts.Violate(CoreProperties.OneSearch);
        }
        else
        {
            _part = _part with { Sought = _part.Sought.Add(pair).Order().ToSeq() };
        }
    }

    // INV-46: nothing is tried twice in one search, but for what XEP-0220 2.5 asks for after `resource-constraint`.
    private void Try(in ServerStep step, Output.Dial dial, ref Verdicts verdicts)
    {
        if (!step.After.Outgoing.TryGetValue(dial.Connection, out var stream)
            || !_part.Tried.TryGetValue(stream.Context.Errand, out var tried))
        {
            return;
        }

        var attempt = $"{dial.Target} with {stream.Context.Method}";
        verdicts.Witness(CoreProperties.TriedOnce);
        if (tried.Contains(attempt) && !WantedRoom(step.After, stream.Context.Errand))
        {
            verdicts.Violate(CoreProperties.TriedOnce);
        }

        _part = _part with { Tried = _part.Tried.With(stream.Context.Errand, tried.Add(attempt)) };
    }

    private static bool WantedRoom(FederationState state, Errand errand) => state.Searches.TryGetValue(errand, out var search)
        && search.State.Reasons.Seq.Count(r => r is { Flavour: Flavour.D2, Condition: "resource-constraint" }) == 1;

    private Map<Errand, Seq<string>> StillSearched(FederationState state)
    {
        var still = default(Map<Errand, Seq<string>>);
        foreach (var (errand, tried) in _part.Tried)
        {
            still = state.Searches.ContainsKey(errand) ? still.With(errand, tried) : still;
        }

        return still;
    }

    // INV-1: on a stream whose state holds the proof; INV-42: and that does not end.
    private void Judge(in ServerStep step, Output.SendStanza sending, ref Verdicts verdicts)
    {
        verdicts.Witness(CoreProperties.Written);
        if (sending.Proof.Pair != sending.Stanza.Pair
            || !(StateJudge.CarriedBy(step.After, sending.Connection).Contains(sending.Proof)
                || StateJudge.CarriedBy(step.Before, sending.Connection).Contains(sending.Proof)))
        {
            verdicts.Violate(CoreProperties.Written);
        }

        verdicts.Witness(CoreProperties.LiveRoutes);
        if (StateJudge.Ends(step.Before, sending.Connection))
        {
            verdicts.Violate(CoreProperties.LiveRoutes);
        }

        JudgeOrder(sending, ref verdicts);
        var bit = 1UL << (int)(sending.Ticket.Number - 1);
        if ((_part.Given & bit) != 0 || FateOf(sending.Ticket) != Fate.Waiting)
        {
            verdicts.Violate(CoreProperties.OneFate);
        }

        _part = _part with { Given = _part.Given | bit };
    }

    // INV-36: those of the pair that came before it have gone, or were returned.
    private void JudgeOrder(Output.SendStanza sending, ref Verdicts verdicts)
    {
        for (var earlier = (int)sending.Ticket.Number - 2;
            earlier >= 0 && world.Stanzas[earlier].Stanza.Pair == sending.Stanza.Pair; earlier--)
        {
            verdicts.Witness(CoreProperties.InOrder);
            if (FateOf(new StanzaTicket(earlier + 1)) == Fate.Waiting && (_part.Given & (1UL << earlier)) == 0)
            {
                verdicts.Violate(CoreProperties.InOrder);
            }
        }
    }

    // INV-2: by a stream whose state holds the proof.
    private void Judge(in ServerStep step, Output.Deliver delivery, ref Verdicts verdicts)
    {
        verdicts.Witness(CoreProperties.Delivered);
        if (delivery.Proof.Pair != delivery.Stanza.Pair
            || !(StateJudge.ReceivedOn(step.Before, delivery.Connection).Contains(delivery.Proof)
                || StateJudge.ReceivedOn(step.After, delivery.Connection).Contains(delivery.Proof)))
        {
            verdicts.Violate(CoreProperties.Delivered);
        }

        if (world.NumberOf(delivery.Stanza) is not (>= 0 and var number))
        {
            return;
        }

        // Who sits on a connection in clear may well repeat what it reads there.
        if ((_part.Taken & (1UL << number)) != 0 && world.Scope.Attacker.Actions == 0)
        {
            verdicts.Violate(CoreProperties.OneFate);
        }

        _part = _part with { Taken = _part.Taken | (1UL << number) };
    }

    private void Settle(StanzaTicket ticket, StanzaFate fate, ref Verdicts verdicts)
    {
        verdicts.Witness(CoreProperties.OneFate);
        var given = (_part.Given & (1UL << (int)(ticket.Number - 1))) != 0;
        if (FateOf(ticket) != Fate.Waiting || given == fate is StanzaFate.Returned)
        {
            verdicts.Violate(CoreProperties.OneFate);
        }

        SetFate(ticket, fate switch
        {
            StanzaFate.Written => Fate.Written,
            StanzaFate.Returned => Fate.Returned,
            _ => Fate.Unconfirmed,
        });
    }

    private void Forget(DomainPair pair)
    {
        if (_part.Sought.IndexOf(pair) is >= 0 and var index)
        {
            _part = _part with { Sought = _part.Sought.RemoveAt(index) };
        }
    }

    private Fate FateOf(StanzaTicket ticket) => _part.Fates[IndexOf(ticket)];

    private void SetFate(StanzaTicket ticket, Fate fate)
    {
        var index = IndexOf(ticket);
        _part = _part with { Fates = _part.Fates.Select((f, i) => i == index ? fate : f).ToSeq() };
    }

    private int IndexOf(StanzaTicket ticket)
    {
        var number = (int)ticket.Number - 1;
        return number - world.StanzasOf(world.Stanzas[number].Server).From;
    }
}
