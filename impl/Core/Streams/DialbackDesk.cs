using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using static Xmpp.Federation.Core.Streams.ReceivingState;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// How a receiving entity treats dialback (XEP-0220): as receiving server of a request (2.2.1) and as
/// authoritative server of a question (2.2.2). A refusal of one pair never closes the stream (2.5).
/// </summary>
internal static class DialbackDesk
{
    /// <summary>Step 1: refuse early by policy, or ask the authority.</summary>
    public static StreamStep<ReceivingState> Request(ServerContext context, ReceivingState state, Heard.ResultRequest request)
    {
        var (session, pending, proofs) = Parts(state);
        var pair = request.Pair;
        if (proofs.Any(p => p.Pair == pair))
        {
            return ReceivingStream.To(
                state, new Act.Refuse(Rule.RepeatedRequest), new Act.Say(Phrases.ResultAnswer(pair, new Verdict.Valid())));
        }

        if (pending.Any(p => p.Pair == pair))
        {
            // XEP-0220 2.1.1: the answer to the first request is still due; the second gets none of its own.
            return ReceivingStream.To(state, new Act.Refuse(Rule.RepeatedRequest));
        }

        if (RefusalOf(context, session, pair) is { } condition)
        {
            return RefuseRequest(state, pair, condition);
        }

        // XEP-0220 2.5: no room for a further pair on this stream; the initiator tries a new connection.
        if (pending.Count + proofs.Count >= context.Limits.PairsPerStreamMax
            || (session.Epoch.Authenticated && !context.For(pair.Sender).AllowMultiplexingOnSasl))
        {
            return RefuseRequest(state, pair, StanzaCondition.ResourceConstraint);
        }

        return session.Epoch.Authenticated
            ? Piggyback(state, session, pending, request)
            : Ask(state, session, pending, request);
    }

    // INV-10: EXTERNAL has authenticated the pair of the header; a further one is asked for, by policy, and judged by
    // itself: by the certificate for the sender that this request names (XEP-0344 2.4, INV-16), else by its authority.
    private static StreamStep<ReceivingState> Piggyback(
        ReceivingState state, Session session, Seq<KeyQuestion> pending, Heard.ResultRequest request) =>
        session.Epoch.VerdictFor(request.Pair.Sender) == CertificateVerdict.Valid
            ? Grant(state, Verified.WithoutDiallingBack(request.Pair, session.Epoch.Certificate!))
            : Ask(state, session, pending, request);

    private static StreamStep<ReceivingState> Ask(
        ReceivingState state, Session session, Seq<KeyQuestion> pending, Heard.ResultRequest request)
    {
        var question = new KeyQuestion(request.Pair, session.Id, request.Key);
        return ReceivingStream.To(WithPending(state, pending.Add(question)), new Act.Ask(question));
    }

    /// <summary>Step 3, as authority: recompute the key; nothing changes (INV-27).</summary>
    public static StreamStep<ReceivingState> Answer(ServerContext context, ReceivingState state, Heard.VerifyRequest request)
    {
        var acts = Vouch(context, Parts(state).Session.Epoch, request);
        return ReceivingStream.To(state, acts);
    }

    /// <summary>What an authority says of a key, on a stream that is so protected.</summary>
    public static Seq<Act> Vouch(ServerContext context, Epoch epoch, Heard.VerifyRequest request)
    {
        var policy = context.For(request.Pair.Target);
        Verdict verdict = !context.Serves(request.Pair.Sender) ? new Verdict.Error(StanzaCondition.ItemNotFound)
            : policy.Dialback == DialbackPolicy.Never ? new Verdict.Error(StanzaCondition.NotAllowed)
            : !policy.AllowsVerify(epoch) ? new Verdict.Error(StanzaCondition.PolicyViolation)
            : context.Keys.IsOurs(request.Pair, request.Id, request.Key) ? new Verdict.Valid()
            : new Verdict.Invalid();
        Act answer = new Act.Say(Phrases.VerifyAnswer(request.Pair, request.Id, verdict));
        return verdict is Verdict.Error ? [new Act.Refuse(Rule.DialbackRefused), answer] : [answer];
    }

    /// <summary>
    /// Step 4: the verdict is credited to the request that it answers. XEP-0220 2.1.2: with no such request it is
    /// dropped without a word (INV-6, INV-7).
    /// </summary>
    public static StreamStep<ReceivingState> Credit(ServerContext context, ReceivingState state, StreamInput.Judged judged)
    {
        var (_, pending, proofs) = Parts(state);
        var index = pending.IndexOf(judged.Question);
        if (index < 0)
        {
            return ReceivingStream.To(state, new Act.Refuse(Rule.UnsolicitedAnswer));
        }

        var rest = pending.RemoveAt(index);
        var pair = judged.Question.Pair;
        var answer = new Act.Say(Phrases.ResultAnswer(pair, judged.Verdict));
        switch (state, judged.Verdict)
        {
            case (_, Verdict.Valid):
                return Grant(WithPending(state, rest), Verified.ByAuthority(judged.Question, judged.Verdict));
            case (_, Verdict.Invalid) when proofs.IsEmpty:
                // XEP-0220 2.2.1: without another valid pair the stream MUST be closed, and the attempt logged.
                return ReceivingStream.To(
                    new Closing([]), new Act.Refuse(Rule.KeyInvalid), answer, new Act.Say(Phrases.StreamEnd));
            case (_, Verdict.Invalid):
                // XEP-0220 2.2.1: with another valid pair, an error `forbidden` MAY spare the stream.
                return ReceivingStream.To(
                    WithPending(state, rest), new Act.Refuse(Rule.KeyInvalid),
                    new Act.Say(Phrases.ResultAnswer(pair, new Verdict.Error(StanzaCondition.Forbidden))));
            case (Negotiating s, _):
                return ReceivingStream.Fail(context, s with { Pending = rest }, Rule.DialbackRefused, answer);
            default:
                return ReceivingStream.To(WithPending(state, rest), new Act.Refuse(Rule.DialbackRefused), answer);
        }
    }

    /// <summary>The authority's time is up. XEP-0220 2.2.1: the initiator SHALL be told (LIV-6).</summary>
    public static StreamStep<ReceivingState> Despair(ServerContext context, Negotiating state) => ReceivingStream.Fail(
        context, state with { Pending = [] }, Rule.DialbackRefused, TimeIsUp(state.Pending));

    /// <inheritdoc cref="Despair(ServerContext, Negotiating)"/>
    public static StreamStep<ReceivingState> Despair(Established state) => ReceivingStream.To(
        state with { Pending = [] }, [new Act.Refuse(Rule.DialbackRefused), .. TimeIsUp(state.Pending)]);

    private static Seq<Act> TimeIsUp(Seq<KeyQuestion> pending) => pending.Select(p => (Act)new Act.Say(
        Phrases.ResultAnswer(p.Pair, new Verdict.Error(StanzaCondition.RemoteServerTimeout)))).ToSeq();

    // XEP-0220 2.2.1: the pair is told; on a bidirectional stream its inverse may go from here on.
    private static StreamStep<ReceivingState> Grant(ReceivingState state, Verified proof)
    {
        var (session, pending, proofs) = Parts(state);
        return ReceivingStream.To(
            new Established(session, proofs.Add(proof), pending, Busy: true),
            [
                new Act.Say(Phrases.ResultAnswer(proof.Pair, new Verdict.Valid())), new Act.RaiseLimits(),
                new Act.Admit(proof), .. Bidirectional.Admit(session.Epoch, proof),
            ]);
    }

    // The checks in their order: hosted here, not our own name, policy. XEP-0220 2.5 names the conditions.
    private static StanzaCondition? RefusalOf(ServerContext context, Session session, DomainPair pair)
    {
        var policy = context.For(pair.Sender);
        return policy.ForbidsDialback(session.Epoch, pair.Sender) switch
        {
            _ when !context.Serves(pair.Target) => StanzaCondition.ItemNotFound,
            _ when context.Serves(pair.Sender) => StanzaCondition.NotAllowed,
            not null when !session.Epoch.Encrypted => StanzaCondition.PolicyViolation,
            not null => StanzaCondition.NotAuthorized,
            // INV-16, INV-21: the certificate is judged for the sender that this request names.
            _ when policy.Abhors(session.Epoch.VerdictFor(pair.Sender)) => StanzaCondition.NotAuthorized,
            _ => null,
        };
    }

    private static StreamStep<ReceivingState> RefuseRequest(ReceivingState state, DomainPair pair, StanzaCondition condition) =>
        ReceivingStream.To(
            state, new Act.Refuse(Rule.DialbackRefused),
            new Act.Say(Phrases.ResultAnswer(pair, new Verdict.Error(condition))));

    private static (Session Session, Seq<KeyQuestion> Pending, Seq<Verified> Proofs) Parts(ReceivingState state) => state switch
    {
        Negotiating s => (s.Session, s.Pending, []),
        Established s => (s.Session, s.Pending, s.Proofs),
        _ => throw new InvalidOperationException($"{state.GetType().Name} has no session."),
    };

    private static ReceivingState WithPending(ReceivingState state, Seq<KeyQuestion> pending) => state switch
    {
        Negotiating s => s with { Pending = pending },
        Established s => s with { Pending = pending },
        _ => throw new InvalidOperationException($"{state.GetType().Name} has no requests."),
    };
}
