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

    /// <summary>Begins by asking for a place on a stream that is there, else by asking the name service.</summary>
    public static EstablishmentStep Begin(Errand errand, SharedStream? shared)
    {
        var state = new Establishment(errand, new EstablishmentPhase.Resolving(), ReasonChain.Empty);
        return shared is { } there ? Join(state, there, null) : new(state, new EstablishmentAct.Resolve());
    }

    /// <summary>Whether a place on another pair's stream was asked for already: it is asked for once in a search (INV-46).</summary>
    public bool Alone { get; init; }

    /// <summary>The policy under which the search goes on, after everything that was refused.</summary>
    public Policy PolicyIn(ServerContext context) => Fallback.After(Reasons, Bound, context.For(Errand.Remote));

    public static EstablishmentStep Step(
        ServerContext context, Establishment state, EstablishmentInput input) => (state.Phase, input) switch
        {
            (EstablishmentPhase.Resolving, EstablishmentInput.Resolved { Answer: Resolution.Found found, Shared: { } shared })
                when !found.Bound && !state.Alone =>
                Join(state, shared, Worthwhile(context.Limits, state.Errand, found.Targets)),
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
            (EstablishmentPhase.Joining p, EstablishmentInput.Ended(var refusal)) => Part(context, state, p, refusal),
            (EstablishmentPhase.Joining p, EstablishmentInput.TimedOut) => Part(
                context, state, p, new Refusal(Flavour.D4, "dialback-timeout", HeaderSeen: true)),
            (EstablishmentPhase.Attempting p, EstablishmentInput.Refused(var refusal)) =>
                new(state with { Reasons = state.Reasons.Add(ReasonFor(p, refusal)) }, null),
            (EstablishmentPhase.Attempting p, EstablishmentInput.Ended(var refusal)) => Descend(context, state, p, refusal),
            _ => new(state, null),
        };

    private static EstablishmentStep Join(Establishment state, SharedStream shared, Seq<Target>? targets) => new(
        state with { Phase = new EstablishmentPhase.Joining(shared, targets), Alone = true },
        new EstablishmentAct.Join(shared.Connection));

    // XEP-0220 2.7, LIV-4: a peer that takes no further pair on a stream, whatever its way to say so, is served on a
    // stream of its own. Only `invalid` would be the same there.
    private static EstablishmentStep Part(
        ServerContext context, Establishment state, EstablishmentPhase.Joining phase, Refusal refusal)
    {
        var reason = new Reason(
            phase.Shared.Target.ToString(), "multiplexing", refusal.Flavour, refusal.Condition, refusal.Text, refusal.PolicyBit);
        return refusal.Flavour == Flavour.D1 ? GiveUp(state, reason)
            : phase.Targets is { } targets ? NextTarget(context, state, targets, reason)
            : new(
                state with { Phase = new EstablishmentPhase.Resolving(), Reasons = state.Reasons.Add(reason) },
                new EstablishmentAct.Resolve());
    }

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

    /// <summary>A place on a stream of another pair is asked for (XEP-0220 2.7).</summary>
    /// <param name="Shared">The stream.</param>
    /// <param name="Targets">What the name service has said; null if it was not asked yet.</param>
    public sealed record Joining(SharedStream Shared, Seq<Target>? Targets) : EstablishmentPhase;

    /// <summary>One target is tried with one method.</summary>
    public sealed record Attempting(Seq<Target> Remaining, Target Target, Method Method) : EstablishmentPhase;
}

/// <summary>A stream that is ready for another pair, and where it leads.</summary>
internal readonly record struct SharedStream(ConnectionId Connection, Target Target);

/// <summary>What a search is told.</summary>
internal abstract record EstablishmentInput
{
    private EstablishmentInput()
    {
    }

    /// <summary>The name service has answered; perhaps there is a stream already to where it leads.</summary>
    public sealed record Resolved(Resolution Answer, SharedStream? Shared = null) : EstablishmentInput;

    /// <summary>The name service, or who was asked for a place on a stream, has not answered in time.</summary>
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

    /// <summary>Ask the name service.</summary>
    public sealed record Resolve : EstablishmentAct;

    /// <summary>Ask for a place on this stream.</summary>
    public sealed record Join(ConnectionId Connection) : EstablishmentAct;

    public sealed record Open(Target Target, Method Method) : EstablishmentAct;

    public sealed record GiveUp(Flavour Flavour, ReasonChain Reasons) : EstablishmentAct;
}

/// <summary>The search after a step, null when it is over, and what it decided.</summary>
internal readonly record struct EstablishmentStep(Establishment? State, EstablishmentAct? Act);
