using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Streams.ReceivingState;
using static Xmpp.Federation.Core.Streams.StreamInput;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// The receiving entity's side of one stream (RFC 6120 4 to 6, XEP-0178 3, XEP-0220 2.2): header, features,
/// STARTTLS, EXTERNAL, dialback requests and questions, stanzas, close. The states stand in
/// <see cref="ReceivingState"/> in this order. <see cref="Step"/> is the table of legal moves; what is not in it
/// is refused by its last arms. The header is judged in <see cref="Greeting"/>, dialback elements in
/// <see cref="DialbackDesk"/>, EXTERNAL in <see cref="SaslDesk"/>; nothing outside these changes the state of an
/// incoming stream.
/// </summary>
internal static class ReceivingStream
{
    public static StreamStep<ReceivingState> Step(
        ServerContext context, ReceivingState state, StreamInput input) => (state, input) switch
        {
            (Handshaking, Secured(var certificate)) => To(
                new AwaitingHeader(new Epoch(certificate, false), null), new Act.ExpectHeader()),
            (Handshaking, TlsFailed) => Drop(new Act.Refuse(Rule.PeerRefused)),
            (Handshaking, Received { What: not Heard.EndOfBytes }) => Drop(new Act.Refuse(Rule.BytesBeforeTls)),

            (AwaitingHeader s, Received { What: Heard.Header h } r) => Greeting.Answer(context, s, h.Value, r.FreshId),
            (AwaitingHeader s, Received { What: Heard.ForeignRoot or Heard.Broken } r) => Greeting.Refuse(context, s, r),
            // A refusal without a header: there is no stream to close.
            (AwaitingHeader, Received { What: Heard.StreamError }) => Drop(new Act.Refuse(Rule.PeerRefused)),

            (Negotiating s, Received { What: Heard.StartTls } r) => StartTls(s, r.BytesBehind),
            (Negotiating s, Received { What: Heard.Auth a }) => SaslDesk.Begin(context, s, a),
            // XEP-0288 2.2: before authentication, and only where it was offered.
            (Negotiating { Offered.Bidi: true, Session.Epoch.Bidi: false } s, Received { What: Heard.Bidi }) => To(
                s with { Session = s.Session with { Epoch = s.Session.Epoch with { Bidi = true } } }),
            (AwaitingResponse s, Received { What: Heard.Response r }) => SaslDesk.Answer(context, s.Before, r.Data),
            (AwaitingResponse s, Received { What: Heard.Abort }) => SaslDesk.Fail(context, s.Before, SaslCondition.Aborted),
            // RFC 6120 6.4.2: another <auth/> replaces the first.
            (AwaitingResponse s, Received { What: Heard.Auth a }) => SaslDesk.Begin(context, s.Before, a),
            (AwaitingResponse, TimedOut) => Accuse(StreamCondition.ConnectionTimeout, Rule.StreamEnding),
            // What is not about SASL has its own answer; the response is still awaited.
            (AwaitingResponse s, _) => StillAwaiting(Step(context, s.Before, input)),
            (Established, Received { What: Heard.StartTls }) => RefuseStartTls(),
            (Established, Received { What: Heard.Auth }) => To(
                state, new Act.Refuse(Rule.SaslRefused), new Act.Say(Phrases.SaslFailure(SaslCondition.NotAuthorized))),

            (Negotiating or Established, Received { What: Heard.ResultRequest q }) => DialbackDesk.Request(context, state, q),
            (Negotiating or Established, Received { What: Heard.VerifyRequest q }) => DialbackDesk.Answer(context, state, q),
            (Negotiating or Established, Judged j) => DialbackDesk.Credit(context, state, j),
            (Negotiating { Pending.IsEmpty: false } s, TimedOut) => DialbackDesk.Despair(context, s),
            (Established { Pending.IsEmpty: false } s, TimedOut) => DialbackDesk.Despair(s),

            (Established s, Received { What: Heard.Stanza(var stanza) }) => Deliver(s, stanza),
            (Closing s, Received { What: Heard.Stanza(var stanza) }) when ProofOf(s.Proofs, stanza.Pair) is { } proof =>
                To(state, new Act.Deliver(proof, stanza, s.Language)),

            (Established s, TimedOut) => s.Busy ? To(s with { Busy = false }) : Close(s),
            (Established s, Finish) => Close(s),
            (Negotiating, TimedOut) => Accuse(StreamCondition.ConnectionTimeout, Rule.StreamEnding),
            (Negotiating, Finish) => To(new Closing([]), new Act.Say(Phrases.StreamEnd)),

            (Closing, Received { What: Heard.CloseTag or Heard.EndOfBytes or Heard.StreamError }) =>
                To(new Draining(false), new Act.Disconnect(AtOnce: false)),
            (Closing, Received { What: Heard.Broken }) => Drop(),
            // Being closed already; a shutdown finds streams in every state.
            (Closing, Finish) => To(state),
            (Closing or Draining or Gone, Received) => To(state, new Act.Refuse(Rule.StreamEnding)),
            (Closing or Draining { Forced: false }, TimedOut or Lost) => Drop(),
            (_, Disconnected) => To(new Gone()),
            (Draining or Gone, _) => To(state),

            // The same in every state that is not yet over.
            (_, Judged) => To(state, new Act.Refuse(Rule.UnsolicitedAnswer)),
            (_, Received { What: Heard.StreamError }) => Obey(new Act.Refuse(Rule.PeerRefused)),
            (_, Received { What: Heard.CloseTag }) => Obey(),
            (_, Received { What: Heard.EndOfBytes } or Lost or TimedOut or Finish) => Drop(),
            (_, Received { What: Heard.Broken(var violation, _) }) =>
                Accuse(XmlErrors.ConditionFor(violation), Rule.IllegalXml),
            (_, Received r) => Refuse(context, state, r.What),
            _ => throw new InvalidOperationException($"{state.GetType().Name} cannot meet {input.GetType().Name}."),
        };

    /// <summary>The one deadline of each state; null where nothing is awaited (INV-45).</summary>
    public static Deadline? DeadlineOf(ReceivingState state) => state switch
    {
        AwaitingHeader => Deadline.Header,
        Handshaking => Deadline.Handshake,
        Negotiating { Pending.IsEmpty: false } => Deadline.Authority,
        Negotiating => Deadline.Choice,
        AwaitingResponse => Deadline.SaslOutcome,
        Established { Pending.IsEmpty: false } => Deadline.Authority,
        Established => Deadline.Idle,
        Closing => Deadline.ClosingTag,
        Draining { Forced: false } => Deadline.Disconnection,
        _ => null,
    };

    /// <summary>RFC 6120 4.9.1.1: the error, and at once the closing tag (INV-29). Our header must be out.</summary>
    public static StreamStep<ReceivingState> Accuse(
        StreamCondition condition, Rule rule, string? text = null, params Seq<Act> before) => new(
            new Closing([]),
            [
                .. before, new Act.Refuse(rule), new Act.Say(Phrases.StreamError(condition, text)),
                new Act.Say(Phrases.StreamEnd),
            ]);

    /// <summary>
    /// An authentication has failed; the peer may try again. RFC 6120 6.4.5: when retries are exceeded, a stream
    /// error, SHOULD be <c>policy-violation</c>. Without that end, each key would bring a new deadline.
    /// </summary>
    public static StreamStep<ReceivingState> Fail(
        ServerContext context, Negotiating state, Rule rule, params Seq<Act> answers) =>
        state.Failures >= context.Limits.AuthenticationRetriesMax
            ? Accuse(StreamCondition.PolicyViolation, Rule.RetriesExceeded, null, answers)
            : new(state with { Failures = state.Failures + 1 }, [new Act.Refuse(rule), .. answers]);

    public static StreamStep<ReceivingState> To(ReceivingState state, params Seq<Act> acts) => new(state, acts);

    /// <summary>The proof of a pair, if it is among these.</summary>
    public static Verified? ProofOf(Seq<Verified> proofs, DomainPair pair)
    {
        foreach (var proof in proofs)
        {
            if (proof.Pair == pair)
            {
                return proof;
            }
        }

        return null;
    }

    private static StreamStep<ReceivingState> StillAwaiting(StreamStep<ReceivingState> step) =>
        step.State is Negotiating before ? step with { State = new AwaitingResponse(before) } : step;

    // RFC 6120 5.4.2: <proceed/> if it was offered. Bytes behind the request would be injected into TLS (INV-19).
    private static StreamStep<ReceivingState> StartTls(Negotiating state, bool bytesBehind) => (state.Offered.StartTls, bytesBehind) switch
    {
        (false, _) => RefuseStartTls(),
        (_, true) => Accuse(StreamCondition.PolicyViolation, Rule.BytesBeforeTls, "bytes behind <starttls/>"),
        _ => To(new Handshaking(), new Act.Say(Phrases.Proceed), new Act.BeginTls(state.Session.Local)),
    };

    // RFC 6120 5.4.2.2: <failure/>, close the stream, end TCP.
    private static StreamStep<ReceivingState> RefuseStartTls() => To(
        new Closing([]), new Act.Refuse(Rule.StartTlsNotOffered), new Act.Say(Phrases.TlsFailure), new Act.Say(Phrases.StreamEnd));

    // INV-2: to the application goes only what is authorised on this very stream.
    private static StreamStep<ReceivingState> Deliver(Established state, Stanza stanza)
    {
        if (ProofOf(state.Proofs, stanza.Pair) is { } proof)
        {
            return To(state with { Busy = true }, new Act.Deliver(proof, stanza, state.Session.Language));
        }

        return Accuse(FaultOf(state.Proofs, stanza), Rule.UnauthorisedStanza);
    }

    /// <summary>
    /// What is wrong with a stanza that no proof covers. RFC 6120 8.1.1.2 item 2: <c>host-unknown</c>, if the recipient's
    /// domain is not the validated one; 8.1.2.2 item 2: <c>invalid-from</c>, if the sender's is not; both MUST close.
    /// </summary>
    public static StreamCondition FaultOf(Seq<Verified> proofs, Stanza stanza) =>
        proofs.Any(p => p.Pair.Sender == stanza.Pair.Sender) ? StreamCondition.HostUnknown : StreamCondition.InvalidFrom;

    /// <summary>Everything that the state does not await. INV-8, INV-9: it changes nothing, or ends the stream.</summary>
    private static StreamStep<ReceivingState> Refuse(ServerContext context, ReceivingState state, Heard heard) => heard switch
    {
        // XEP-0220 2.2: without bidi nobody answers on a stream that the peer opened.
        Heard.ResultAnswer or Heard.VerifyAnswer => To(state, new Act.Refuse(Rule.UnsolicitedAnswer)),
        Heard.ImproperDialback => To(state, new Act.Refuse(Rule.ImproperDialback)),
        // RFC 6120 4.8.3: content of another namespace than ours MUST end the stream.
        Heard.Unknown({ Namespace: Namespaces.Client }) => Accuse(StreamCondition.InvalidNamespace, Rule.WrongNamespace),
        Heard.Bidi when state is Negotiating => To(state, new Act.Refuse(Rule.BidiNotOffered)),
        Heard.Unknown => To(state, new Act.Refuse(Rule.UnknownElement)),
        Heard.ImproperStanza when state is Established => Accuse(StreamCondition.ImproperAddressing, Rule.ImproperStanza),
        // RFC 6120 4.3.5: "MUST NOT accept it and MUST return a <not-authorized/> stream error".
        Heard.Stanza or Heard.ImproperStanza => Accuse(StreamCondition.NotAuthorized, Rule.EarlyStanza),
        Heard.Header or Heard.ForeignRoot => Accuse(StreamCondition.BadFormat, Rule.UnexpectedHeader),
        Heard.Response or Heard.Abort when state is Negotiating s => SaslDesk.Fail(context, s, SaslCondition.MalformedRequest),
        _ => Accuse(StreamCondition.UnsupportedStanzaType, Rule.UnexpectedElement),
    };

    private static StreamStep<ReceivingState> Close(Established state) =>
        To(new Closing(state.Proofs, state.Session.Language), new Act.Say(Phrases.StreamEnd));

    // RFC 6120 4.4: the peer's closing tag, or its stream error, is answered by our closing tag.
    private static StreamStep<ReceivingState> Obey(params Seq<Act> before) => new(
        new Draining(false), [.. before, new Act.Say(Phrases.StreamEnd), new Act.Disconnect(AtOnce: false)]);

    private static StreamStep<ReceivingState> Drop(params Seq<Act> before) =>
        new(new Draining(true), before.Add(new Act.Disconnect(AtOnce: true)));
}
