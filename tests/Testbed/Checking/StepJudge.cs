using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What is to hold of one step of a server: what it heard, what it knew, and what it decided.</summary>
internal static class StepJudge
{
    private const string NotFound = "remote-server-not-found";
    private const string Timeout = "remote-server-timeout";

    /// <param name="world">The world.</param>
    /// <param name="part">The server in front of the step.</param>
    /// <param name="step">The step.</param>
    /// <param name="verdicts">What becomes of the properties.</param>
    public static void Judge(CoreWorld world, ServerPart part, in ServerStep step, ref Verdicts verdicts)
    {
        JudgeHearing(step, ref verdicts);
        JudgeRoutes(step, ref verdicts);
        JudgeQueues(world, step, ref verdicts);
        JudgeDeadline(world, step, ref verdicts);
        JudgeProof(step, ref verdicts);
        for (var i = 0; i < step.Outputs.Count; i++)
        {
            switch (step.Outputs[i])
            {
                case Output.BeginTls(var on, _, _):
                    Require(CoreProperties.TlsAgreed, IsAgreed(step, on), ref verdicts);
                    break;
                case Output.Send(var on, WireItem.Whole item) when Grammar.Understand(item) is Heard.StreamError:
                    Require(
                        CoreProperties.ErrorEnds,
                        step.Outputs.ElementAtOrDefault(i + 1) is Output.Send { Item: WireItem.Ended } end && end.Connection == on,
                        ref verdicts);
                    break;
                case Output.Dial dial:
                    JudgeDial(step, dial, ref verdicts);
                    break;
                case Output.Settle(var ticket, StanzaFate.Returned(var condition, _)):
                    var pair = world.Stanzas[(int)ticket.Number - 1].Stanza.Pair;
                    Require(CoreProperties.SaidWhy, Fits(world, part, step, pair, condition), ref verdicts);
                    break;
            }
        }
    }

    private static void Require(int property, bool holds, ref Verdicts verdicts)
    {
        verdicts.Witness(property);
        if (!holds)
        {
            verdicts.Violate(property);
        }
    }

    // INV-40: a dialback error is about its pair. INV-19: what lies behind the last word in clear is fatal.
    private static void JudgeHearing(in ServerStep step, ref Verdicts verdicts)
    {
        if (step.Input is not Input.OnStream(var on, StreamInput.Received heard))
        {
            return;
        }

        if (heard.What is Heard.ResultAnswer { Verdict: Verdict.Error } answer)
        {
            var others = StateJudge.CarriedBy(step.Before, on).Where(p => p.Pair != answer.Pair).ToList();
            if (others.Count > 0)
            {
                Require(CoreProperties.ErrorOfOne, others.TrueForAll(StateJudge.CarriedBy(step.After, on).Contains), ref verdicts);
            }
        }

        if (heard is { BytesBehind: true, What: Heard.StartTls or Heard.Proceed })
        {
            Require(CoreProperties.NothingBehind, !step.Outputs.Any(o => o is Output.BeginTls), ref verdicts);
        }
    }

    // INV-24 (RFC 7673 3.4, RFC 7711): a proof that is there binds.
    private static void JudgeProof(in ServerStep step, ref Verdicts verdicts)
    {
        if (step.Input is Input.OnStream(var on, StreamInput.Secured({ Further: FurtherProof.Disagrees })))
        {
            Require(CoreProperties.ProofBinds, StateJudge.Ends(step.After, on), ref verdicts);
        }
    }

    // INV-9: who has dialled has asked for it and hears `proceed`, the other one hears `starttls`; or it is direct TLS.
    private static bool IsAgreed(in ServerStep step, ConnectionId on) => step.Input switch
    {
        Input.Accepted { DirectTls: true } accepted => accepted.Connection == on,
        Input.OnStream(var at, StreamInput.Connected) => at == on && step.Before.Outgoing[at].Target.DirectTls,
        Input.OnStream(var at, StreamInput.Received { What: Heard.StartTls }) => at == on && !on.Dialled,
        Input.OnStream(var at, StreamInput.Received { What: Heard.Proceed }) =>
            at == on && step.Before.Outgoing[at].State is InitiatingState.AwaitingProceed,
        _ => false,
    };

    // INV-43: a stream takes its own routes along when it ends, and no others.
    private static void JudgeRoutes(in ServerStep step, ref Verdicts verdicts)
    {
        if (step.Input is not Input.OnStream(var ended, _))
        {
            return;
        }

        var lost = StateJudge.CarriedBy(step.Before, ended).Except(StateJudge.CarriedBy(step.After, ended)).ToList();
        foreach (var (pair, route) in step.Before.Routes)
        {
            if (lost.Exists(p => p.Pair == pair) && route is Route.Open open && open.Connection != ended)
            {
                Require(
                    CoreProperties.OwnRoutes,
                    !StateJudge.CarriedBy(step.After, open.Connection).Contains(open.Proof)
                        || (step.After.Routes.TryGetValue(pair, out var still) && still is Route.Open),
                    ref verdicts);
            }
        }
    }

    // INV-39: of one pair only so many stanzas wait as the world allows.
    private static void JudgeQueues(CoreWorld world, in ServerStep step, ref Verdicts verdicts)
    {
        foreach (var (_, route) in step.After.Routes)
        {
            if (!route.Queue.IsEmpty)
            {
                Require(CoreProperties.BoundedQueues, route.Queue.Count <= world.Servers[step.Server].Queue, ref verdicts);
            }
        }
    }

    // LIV-3: where nothing goes wrong and everybody answers, nobody waits in vain.
    private static void JudgeDeadline(CoreWorld world, in ServerStep step, ref Verdicts verdicts)
    {
        if (world.Definition.Faults != FaultBudget.None || world.Scope.Attacker.Actions > 0)
        {
            return;
        }

        if (step.Outputs.Any(o => o is Output.GaveUp))
        {
            verdicts.Witness(CoreProperties.ExclusionIsSaid);
        }

        if (step.Input is Input.TimedOut(var timer) && step.Before.DeadlineOf(timer) is { } passed)
        {
            Require(CoreProperties.ExclusionIsSaid, !passed.IsOfANegotiation(), ref verdicts);
        }
    }

    // INV-18: behind a failure of TLS nothing is tried in clear, unless the policy says that it may be.
    private static void JudgeDial(in ServerStep step, Output.Dial dial, ref Verdicts verdicts)
    {
        if (step.After.Outgoing.TryGetValue(dial.Connection, out var stream)
            && step.After.Searches.TryGetValue(stream.Context.Errand, out var search)
            && search.State.Reasons.Seq.Any(r => r.Flavour is Flavour.T1 or Flavour.T2))
        {
            Require(
                CoreProperties.NoClearText,
                stream.Context.Method.Security != Security.Clear
                    || step.Context.For(dial.Remote) is { PlainAfterTlsFailure: true, Tls: TlsPolicy.Optional },
                ref verdicts);
        }
    }

    // INV-41, as the monitor of the other engines has it.
    private static bool Fits(CoreWorld world, ServerPart part, in ServerStep step, DomainPair pair, string condition) => step.Input switch
    {
        Input.ShutDown => condition == "service-unavailable",
        _ when part.Phase is ServerPhase.Stopping or ServerPhase.Stopped => condition == "service-unavailable",
        Input.Submitted => condition == "resource-constraint"
            || (condition == "item-not-found" && world.Servers[step.Server].Serves.Contains(pair.Target))
            || step.Before.BackOffs.Any(b => b.Value.Waiting),
        Input.Resolved(_, Resolution.Bogus) => condition == Timeout,
        Input.Resolved => condition == NotFound,
        Input.TimedOut(var timer) =>
            condition == (step.Before.DeadlineOf(timer) is Deadline.Resolution ? NotFound : Timeout),
        Input.OnStream(var on, StreamInput.Received { What: Heard.ResultAnswer { Verdict: Verdict.Invalid } answer })
            when answer.Pair == pair && HasAsked(step.Before, on, pair) => condition == "internal-server-error",
        _ => condition == Timeout,
    };

    // What nobody has asked for is no verdict, but a peer out of its mind.
    private static bool HasAsked(FederationState state, ConnectionId on, DomainPair pair) =>
        state.Outgoing.TryGetValue(on, out var stream) && stream.State switch
        {
            InitiatingState.AwaitingAnswer => stream.Context.Errand is Errand.Carry carry && carry.Pair == pair,
            InitiatingState.Ready ready => ready.Requested.Contains(pair),
            _ => false,
        };
}
