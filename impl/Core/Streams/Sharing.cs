using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using static Xmpp.Federation.Core.Streams.InitiatingState;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// What further pairs do on a stream of ours that is ready: they are asked for by dialback over the same stream id and
/// answered one by one, while those that are authorised go on (XEP-0220 2.1.1, 2.7); on a bidirectional stream the
/// inverse of each comes back (XEP-0288). Nothing is implied by anything: a pair is authorised by its own answer
/// (INV-3, INV-10).
/// </summary>
internal static class Sharing
{
    /// <summary>XEP-0220 2.7: "a fresh key" for the further pair, bound to the id of the same stream.</summary>
    public static StreamStep<InitiatingState> Ask(IDialbackKeys keys, Ready state, DomainPair pair) =>
        state.Requested.Contains(pair) || state.Proofs.Any(p => p.Pair == pair)
            ? To(state)
            : To(
                state with { Requested = state.Requested.Add(pair), Busy = true },
                new Act.Say(Phrases.ResultRequest(pair, keys.Make(pair, state.Peer.Id!.Value))));

    /// <summary>INV-7: what comes for it now is an answer that nobody asked for.</summary>
    public static StreamStep<InitiatingState> Withdraw(Ready state, DomainPair pair) => To(Without(state, pair));

    /// <summary>
    /// XEP-0220 2.1.1: <c>valid</c> lets the stanzas of this pair go; 2.5: an error concerns this pair only (INV-40);
    /// behind <c>invalid</c> the initiator "SHOULD NOT" go on for any pair, so the stream is closed.
    /// </summary>
    public static StreamStep<InitiatingState> Answered(Ready state, Heard.ResultAnswer answer)
    {
        var rest = Without(state, answer.Pair);
        switch (answer.Verdict)
        {
            case Verdict.Valid:
                var proof = Verified.ByAcceptedKey(answer.Pair, answer);
                return Admit(rest with { Proofs = rest.Proofs.Add(proof) }, proof);
            case Verdict.Error(var condition):
                return To(rest, new Act.Decline(answer.Pair, Refused(Flavour.D2, condition.WireName())));
            default:
                return To(
                    Closed(rest), new Act.Decline(answer.Pair, Refused(Flavour.D1, "invalid")),
                    new Act.Conclude(Refused(Flavour.E4, "closed-by-us")), new Act.Say(Phrases.StreamEnd));
        }
    }

    /// <summary>The pair may use the stream; on a bidirectional one its inverse may too.</summary>
    public static StreamStep<InitiatingState> Admit(Ready state, Verified proof) => To(
        state with { Busy = true },
        [new Act.RaiseLimits(), new Act.Admit(proof), .. Bidirectional.Admit(state.Epoch, proof)]);

    /// <summary>INV-2: the inverse of what is authorised on this very stream, and nothing else.</summary>
    public static StreamStep<InitiatingState> Deliver(Ready state, Stanza stanza)
    {
        var received = ReceivedOn(state);
        if (ReceivingStream.ProofOf(received, stanza.Pair) is { } proof)
        {
            return To(state with { Busy = true }, new Act.Deliver(proof, stanza, state.Peer.Language));
        }

        var fault = ReceivingStream.FaultOf(received, stanza);
        return To(
            Closed(state),
            new Act.Refuse(Rule.UnauthorisedStanza), new Act.Conclude(Refused(Flavour.H4, fault.WireName())),
            new Act.Say(Phrases.StreamError(fault, null)), new Act.Say(Phrases.StreamEnd));
    }

    /// <summary>
    /// A key for a pair of the peer's own. XEP-0288 2.2 lets it ask; XEP-0220 2.5: no room here, so that it comes on a
    /// connection of its own, where nothing hinges on who dialled whom.
    /// </summary>
    public static StreamStep<InitiatingState> Refuse(Ready state, Heard.ResultRequest request) => To(
        state, new Act.Refuse(Rule.DialbackRefused),
        new Act.Say(Phrases.ResultAnswer(request.Pair, new Verdict.Error(StanzaCondition.ResourceConstraint))));

    /// <summary>The pairs whose stanzas the peer may send on this stream of ours.</summary>
    private static Seq<Verified> ReceivedOn(Ready state) => Bidirectional.Inverses(state.Epoch, state.Proofs);

    /// <summary>The stream as it is behind our closing tag.</summary>
    public static Closing Closed(InitiatingState? state) => state switch
    {
        Ready ready => new(ReceivedOn(ready), ready.Peer.Language),
        AwaitingHeader { Epoch: { Authenticated: true, Bidi: true } } or AwaitingFeatures { Epoch: { Authenticated: true, Bidi: true } }
            or AwaitingAnswer { Epoch.Bidi: true } => new(Granting: state),
        _ => new(),
    };

    /// <summary>
    /// What the peer says of the negotiation before it knows of our closing tag. It changes nothing any more but whose stanzas
    /// are delivered: on a bidirectional stream they may follow at once (RFC 6120 4.4 item 2, INV-37; XEP-0288 2.2).
    /// </summary>
    /// <param name="closing">The stream as it is.</param>
    /// <param name="otherwise">What would have come of it.</param>
    public static StreamStep<InitiatingState> Overhear(Closing closing, StreamStep<InitiatingState> otherwise) => otherwise.State switch
    {
        Ready ready => To(Closed(ready)),
        AwaitingFeatures or AwaitingAnswer =>
            To(closing with { Granting = otherwise.State }, [.. otherwise.Acts.Where(a => a is Act.Refuse)]),
        _ => To(closing with { Granting = null }, new Act.Refuse(Rule.StreamEnding)),
    };

    /// <summary>Those that still wait for an answer when the stream ends are told why.</summary>
    public static StreamStep<InitiatingState> Release(InitiatingState before, StreamStep<InitiatingState> step)
    {
        if (before is not Ready { Requested.IsEmpty: false } ready || step.State is Ready)
        {
            return step;
        }

        var refusal = step.Acts.OfType<Act.Conclude>().First().Refusal;
        var told = step.Acts.OfType<Act.Decline>().Select(d => d.Pair).ToSeq();
        return step with
        {
            Acts = step.Acts.AddRange(
                ready.Requested.Where(p => !told.Contains(p)).Select(p => (Act)new Act.Decline(p, refusal)).ToSeq()),
        };
    }

    private static Ready Without(Ready state, DomainPair pair) =>
        state.Requested.IndexOf(pair) is >= 0 and var index ? state with { Requested = state.Requested.RemoveAt(index) } : state;

    private static Refusal Refused(Flavour flavour, string condition) => new(flavour, condition, HeaderSeen: true);

    private static StreamStep<InitiatingState> To(InitiatingState state, params Seq<Act> acts) => new(state, acts);
}
