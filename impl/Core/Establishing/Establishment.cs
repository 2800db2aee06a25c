using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Establishing;

/// <summary>
/// The search for a stream that serves one errand: resolve, then targets times methods, strictly forward, until
/// one serves or none is left. <see cref="Step"/> is its table.
/// </summary>
/// <param name="Errand">What the stream is for.</param>
/// <param name="Phase">Where the search stands.</param>
/// <param name="Reasons">What was refused so far.</param>
internal sealed record Establishment(Errand Errand, EstablishmentPhase Phase, ReasonChain Reasons)
{
    /// <summary>Whether a further proof was found: then nothing travels without TLS (INV-24).</summary>
    public bool Bound { get; init; }

    public static Establishment Begin(Errand errand) => new(errand, new EstablishmentPhase.Resolving(), ReasonChain.Empty);

    /// <summary>The policy under which the search goes on, after everything that was refused.</summary>
    public Policy PolicyIn(ServerContext context) => Fallback.After(Reasons, Bound, context.For(Errand.Remote));

    public static EstablishmentStep Step(
        ServerContext context, Establishment state, EstablishmentInput input) => (state.Phase, input) switch
        {
            (EstablishmentPhase.Resolving, EstablishmentInput.Resolved { Answer: Resolution.Found found }) =>
                NextTarget(
                    context, state with { Bound = found.Bound }, Worthwhile(context.Limits, state.Errand, found.Targets), None(state)),
            (EstablishmentPhase.Resolving, EstablishmentInput.Resolved { Answer: Resolution.Bogus(var detail) }) => GiveUp(
                state, Unresolved(state, "certificate-bogus") with { Flavour = Flavour.T3, Text = detail }),
            (EstablishmentPhase.Resolving, EstablishmentInput.Resolved { Answer: Resolution.NotFound(var detail) }) =>
                GiveUp(state, Unresolved(state, detail)),
            (EstablishmentPhase.Resolving, EstablishmentInput.Resolved { Answer: Resolution.Failed(var detail) }) =>
                GiveUp(state, Unresolved(state, detail)),
            (EstablishmentPhase.Resolving, EstablishmentInput.TimedOut) => GiveUp(state, Unresolved(state, "dns-timeout")),
            (EstablishmentPhase.Attempting p, EstablishmentInput.Refused(var refusal)) =>
                new(state with { Reasons = state.Reasons.Add(ReasonFor(p, refusal)) }, null),
            (EstablishmentPhase.Attempting p, EstablishmentInput.Ended(var refusal)) => Descend(context, state, p, refusal),
            _ => new(state, null),
        };

    private static EstablishmentStep Descend(
        ServerContext context, Establishment state, EstablishmentPhase.Attempting phase, Refusal refusal)
    {
        // Against the policy as it was set: what a failed handshake has made of it since is no field of it.
        var forbidding = Fallback.ForbiddenBy(refusal, phase.Method, context.For(state.Errand.Remote));
        var reason = ReasonFor(phase, refusal with { PolicyBit = forbidding });
        if (Fallback.DeservesAnother(refusal, state.Reasons))
        {
            return new(
                state with { Reasons = state.Reasons.Add(reason) }, new EstablishmentAct.Open(phase.Target, phase.Method));
        }

        if (Fallback.StepDown(refusal, phase.Method, state.PolicyIn(context)) is { } method)
        {
            var next = state with { Reasons = state.Reasons.Add(reason), Phase = phase with { Method = method } };
            return new(next, new EstablishmentAct.Open(phase.Target, method));
        }

        return Fallback.MayTryNextTarget(refusal, phase.Method)
            ? NextTarget(context, state, phase.Remaining, reason)
            : GiveUp(state, reason);
    }

    // INV-46: no target twice, and an end to them whatever the name service says.
    private static Seq<Target> Worthwhile(Limits limits, Errand errand, Seq<Target> targets) =>
        targets.Distinct().Take(errand is Errand.Verify ? limits.QuestionTargetsMax : limits.TargetsMax).ToSeq();

    // Targets that policy excludes are passed over; the last refusal decides when none is left.
    private static EstablishmentStep NextTarget(
        ServerContext context, Establishment state, Seq<Target> targets, Reason last)
    {
        var reasons = last.Flavour == Flavour.N1 ? state.Reasons : state.Reasons.Add(last);
        var policy = (state with { Reasons = reasons }).PolicyIn(context);
        // XEP-0220 2.1.2: a question needs no authentication.
        var mayAuthenticate = context.HasCertificate && state.Errand is Errand.Carry;
        for (var i = 0; i < targets.Count; i++)
        {
            if (Fallback.First(policy, mayAuthenticate, targets[i].DirectTls) is { } method
                && !(state.Bound && method.Security == Security.Clear))
            {
                var phase = new EstablishmentPhase.Attempting(targets.Skip(i + 1), targets[i], method);
                return new(state with { Phase = phase, Reasons = reasons }, new EstablishmentAct.Open(targets[i], method));
            }
        }

        return GiveUp(state, last);
    }

    private static EstablishmentStep GiveUp(Establishment state, Reason last) =>
        new(null, new EstablishmentAct.GiveUp(last.Flavour, state.Reasons.Add(last)));

    private static Reason None(Establishment state) => Unresolved(state, "no-usable-target") with { PolicyBit = nameof(Policy.Tls) };

    private static Reason Unresolved(Establishment state, string detail) =>
        new(state.Errand.Remote.Name, "DNS", Flavour.N1, detail, null, null);

    private static Reason ReasonFor(EstablishmentPhase.Attempting phase, Refusal refusal) => new(
        phase.Target.ToString(), phase.Method.ToString(), refusal.Flavour, refusal.Condition, refusal.Text, refusal.PolicyBit);
}

/// <summary>Where a search stands.</summary>
internal abstract record EstablishmentPhase
{
    private EstablishmentPhase()
    {
    }

    /// <summary>The name service is asked.</summary>
    public sealed record Resolving : EstablishmentPhase;

    /// <summary>One target is tried with one method.</summary>
    public sealed record Attempting(Seq<Target> Remaining, Target Target, Method Method) : EstablishmentPhase;
}

/// <summary>What a search is told.</summary>
internal abstract record EstablishmentInput
{
    private EstablishmentInput()
    {
    }

    public sealed record Resolved(Resolution Answer) : EstablishmentInput;

    /// <summary>The name service has not answered in time.</summary>
    public sealed record TimedOut : EstablishmentInput;

    /// <summary>A method was refused, and the stream goes on with the next one by itself.</summary>
    public sealed record Refused(Refusal Refusal) : EstablishmentInput;

    /// <summary>The connection that was tried will not serve.</summary>
    public sealed record Ended(Refusal Refusal) : EstablishmentInput;
}

/// <summary>What a search decides.</summary>
internal abstract record EstablishmentAct
{
    private EstablishmentAct()
    {
    }

    public sealed record Open(Target Target, Method Method) : EstablishmentAct;

    public sealed record GiveUp(Flavour Flavour, ReasonChain Reasons) : EstablishmentAct;
}

/// <summary>The search after a step, null when it is over, and what it decided.</summary>
internal readonly record struct EstablishmentStep(Establishment? State, EstablishmentAct? Act);
