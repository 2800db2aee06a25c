using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Streams.InitiatingState;
using static Xmpp.Federation.Core.Streams.StreamInput;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What one outgoing stream is told when it is opened.</summary>
/// <param name="Errand">What it is for.</param>
/// <param name="Method">The best that it may try.</param>
/// <param name="Policy">The policy for the remote domain.</param>
internal sealed record InitiatingContext(Errand Errand, Method Method, Policy Policy)
{
    /// <summary>INV-24: whether a further proof was found, which the certificate then has to agree with.</summary>
    public bool Bound { get; init; }
}

/// <summary>
/// The initiating entity's side of one stream (RFC 6120 4 to 6, XEP-0178 3, XEP-0220 2.1): connection, header,
/// features, STARTTLS, EXTERNAL, dialback key or question, ready, close. The states stand in
/// <see cref="InitiatingState"/> in this order. <see cref="Step"/> is the table of legal moves; what is not in it
/// is refused by its last arms. Nothing outside this file changes the state of an outgoing stream, and nothing in
/// it outlives an epoch except what the state of the next one is built from.
/// </summary>
internal static class InitiatingStream
{
    public static StreamStep<InitiatingState> Step(
        InitiatingContext context, ServerContext server, InitiatingState state, StreamInput input) =>
        Sharing.Release(state, Move(context, server, state, input));

    private static StreamStep<InitiatingState> Move(
        InitiatingContext context, ServerContext server, InitiatingState state, StreamInput input) => (state, input) switch
        {
            (Connecting, Connected) => context.Method.Security == Security.DirectTls ? Handshake() : Greet(context, Epoch.Clear),
            (Connecting, ConnectFailed(var detail)) => To(new Gone(), Concluded(Flavour.N2, detail)),

            (Handshaking, Secured(var certificate)) => Judge(context, certificate),
            (Handshaking, TlsFailed(var detail)) => Drop(Concluded(Flavour.T1, detail)),

            (Connecting or Handshaking, Received { What: not Heard.EndOfBytes }) =>
                Drop(new Act.Refuse(Rule.BytesBeforeTls), Concluded(Flavour.T2, "bytes during the handshake")),

            (AwaitingHeader s, Received { What: Heard.Header h }) => Read(context, server, s.Epoch, h.Value),
            (AwaitingHeader, Received { What: Heard.ForeignRoot }) =>
                Accuse(StreamCondition.InvalidNamespace, Rule.WrongNamespace, Concluded(Flavour.H4, "invalid-namespace")),

            (AwaitingFeatures s, Received { What: Heard.Features or Heard.StreamError } r) => Continue(context, server, s, r),
            (AwaitingFeatures { Peer.Doubt: { } doubt }, Received { What: not (Heard.CloseTag or Heard.EndOfBytes) }) => Close(doubt),

            (AwaitingProceed, Received { What: Heard.Proceed, BytesBehind: false }) => Handshake(),
            (AwaitingProceed, Received { What: Heard.Proceed }) => Drop(
                new Act.Refuse(Rule.BytesBeforeTls), Concluded(Flavour.T2, "bytes behind <proceed/>", headerSeen: true)),
            (AwaitingProceed, Received { What: Heard.TlsFailure }) => Close(Seen(Flavour.S1, "starttls-failure")),

            (AwaitingOutcome s, Received { What: Heard.Success }) when !s.Aborting => Greet(
                context, s.Epoch with { Authenticated = true }, new Act.ExpectHeader()),
            (AwaitingOutcome s, Received { What: Heard.SaslFailure f }) => StepDown(context, server, s, f),
            (AwaitingOutcome s, Received { What: Heard.Challenge }) when !s.Aborting => To(
                s with { Aborting = true }, new Act.Refuse(Rule.PeerRefused), new Act.Say(Phrases.Abort)),

            (AwaitingAnswer s, Received { What: Heard.ResultAnswer a }) when IsForUs(context, a) => Answered(context, s, a),

            (AwaitingVerdict, Received { What: Heard.VerifyAnswer a }) when IsForUs(context, a) => To(
                new Closing(), new Act.Report(a.Verdict), new Act.Say(Phrases.StreamEnd)),

            (Ready s, Request(var pair)) => Sharing.Ask(server.Keys, s, pair),
            (Ready s, Withdraw(var pair)) => Sharing.Withdraw(s, pair),
            (Ready s, Received { What: Heard.ResultAnswer a }) when s.Requested.Contains(a.Pair) => Sharing.Answered(s, a),
            (Ready { Epoch.Bidi: true } s, Received { What: Heard.Stanza(var stanza) }) => Sharing.Deliver(s, stanza),
            (Ready { Epoch.Bidi: true } s, Received { What: Heard.ResultRequest q }) => Sharing.Refuse(s, q),
            (Ready { Epoch.Bidi: true } s, Received { What: Heard.VerifyRequest q }) =>
                To(s, DialbackDesk.Vouch(server, s.Epoch, q)),
            (Closing s, Received { What: Heard.Stanza(var stanza) }) when ReceivingStream.ProofOf(s.Received, stanza.Pair) is { } proof =>
                To(s, new Act.Deliver(proof, stanza, s.Language)),
            (Closing { Granting: { } then } s, Received { What: Heard.Header or Heard.Features or Heard.ResultAnswer } word) =>
                Sharing.Overhear(s, Move(context, server, then, word)),

            (Ready s, TimedOut) => Rest(s),
            (Ready or AwaitingHeader or AwaitingFeatures or AwaitingOutcome or AwaitingAnswer or AwaitingVerdict, Finish) =>
                Close(state, Seen(Flavour.E4, "closed-by-us")),
            (Connecting or Handshaking or AwaitingProceed, Finish) => Drop(Concluded(Flavour.E4, "closed-by-us")),

            (_, Request or Withdraw) => To(state),

            (Closing, Received { What: Heard.CloseTag or Heard.EndOfBytes or Heard.StreamError }) =>
                To(new Draining(false), new Act.Disconnect(AtOnce: false)),
            (Closing, TimedOut or Received { What: Heard.Broken }) => Drop(),
            // Being closed already; a shutdown finds streams in every state.
            (Closing, Finish) => To(state),
            (Draining { Forced: false }, TimedOut) => Drop(),
            (Closing or Draining or Gone, Received) => To(state, new Act.Refuse(Rule.StreamEnding)),
            (_, Disconnected) => To(new Gone(), Unless(IsOver(state), Lose(state, "disconnected"))),
            (Draining, ConnectFailed) => To(new Gone()),
            (Closing, Lost) => Drop(),
            (Draining or Gone, _) => To(state),

            // The same in every state that is not yet over.
            (_, Received { What: Heard.StreamError e }) => Obey(state, e),
            (_, Received { What: Heard.CloseTag }) => Reciprocate(state),
            (_, Received { What: Heard.EndOfBytes }) => Drop(Lose(state, "end of connection")),
            (_, Received { What: Heard.Broken(var violation, var detail) }) =>
                Accuse(XmlErrors.ConditionFor(violation), Rule.IllegalXml, new Act.Conclude(RefusalOf.Garbage(context, state, detail))),
            (_, Lost(var detail)) => Drop(Lose(state, detail)),
            (_, TimedOut) => GiveUp(context, state),
            (_, Received r) => Refuse(state, r.What),
            _ => throw new InvalidOperationException($"{state.GetType().Name} cannot meet {input.GetType().Name}."),
        };

    /// <summary>The one deadline of each state; null where nothing is awaited (INV-45).</summary>
    public static Deadline? DeadlineOf(InitiatingState state) => state switch
    {
        Connecting => Deadline.Connection,
        Handshaking => Deadline.Handshake,
        AwaitingHeader => Deadline.Header,
        AwaitingFeatures => Deadline.Features,
        AwaitingProceed => Deadline.Proceed,
        AwaitingOutcome => Deadline.SaslOutcome,
        AwaitingAnswer or AwaitingVerdict => Deadline.DialbackAnswer,
        Ready => Deadline.Idle,
        Closing => Deadline.ClosingTag,
        Draining { Forced: false } => Deadline.Disconnection,
        _ => null,
    };

    /// <summary>Whether the stream can no longer serve its errand.</summary>
    public static bool IsOver(InitiatingState state) => state is Closing or Draining or Gone;

    // RFC 6120 5.4.3.3 item 3, 6.4.6: after TLS and after SASL a new header, no closing tag before it.
    private static StreamStep<InitiatingState> Greet(InitiatingContext context, Epoch epoch, params Seq<Act> before)
    {
        var header = Phrases.Header(context.Errand.Local, context.Errand.Remote, null, StreamVersion.One);
        return new(new AwaitingHeader(epoch), before.Add(new Act.Say(header)));
    }

    private static StreamStep<InitiatingState> Handshake() => To(new Handshaking(), new Act.BeginTls());

    // INV-23: the verdict exists before the first byte of the new epoch is acted on.
    private static StreamStep<InitiatingState> Judge(InitiatingContext context, PeerCertificate certificate)
    {
        var verdict = context.Bound && certificate.Further != FurtherProof.Agrees
            ? CertificateVerdict.Mismatched
            : certificate.VerdictFor(context.Errand.Remote);
        // RFC 6120 13.9.5: a TLS server always has a certificate; none is as bad as a wrong one.
        var bad = context.Policy.Abhors(verdict)
            || (verdict == CertificateVerdict.Missing && context.Policy.StrictCertificates);
        var forbidding = verdict == CertificateVerdict.Mismatched ? null : nameof(Policy.StrictCertificates);
        return bad
            ? Drop(new Act.Refuse(Rule.CertificateRefused), new Act.Conclude(new Refusal(
                Flavour.T3, $"certificate-{Conditions.Hyphenated(verdict.ToString())}", PolicyBit: forbidding)))
            : Greet(context, new Epoch(certificate, false), new Act.ExpectHeader());
    }

    private static StreamStep<InitiatingState> Read(
        InitiatingContext context, ServerContext server, Epoch epoch, StreamHeader header)
    {
        // RFC 6120 4.8.3: "MUST support 'jabber:server' as the default content namespace".
        if (header.ContentNamespace != Namespaces.Server)
        {
            var conclusion = Concluded(Flavour.H4, "invalid-namespace", headerSeen: true);
            return Accuse(StreamCondition.InvalidNamespace, Rule.WrongNamespace, conclusion);
        }

        StreamId? id = string.IsNullOrEmpty(header.Id) ? null : new StreamId(header.Id);
        var peer = new PeerHeader(id, header.DeclaresDialback, RefusalOf.Header(context, header)) { Language = header.Language };
        return header.Version.HasFeatures ? To(new AwaitingFeatures(epoch, peer))
            // Who speaks SASL speaks 1.0: RFC 6120 6.4.6 demands features after it.
            : epoch.Authenticated ? TooOld(Seen(Flavour.H4, "no-version"))
            : Legacy(context, server, epoch, peer);
    }

    // RFC 6120 4.7.5 item 4: no version, so no features will come; dialback is the only method.
    private static StreamStep<InitiatingState> Legacy(
        InitiatingContext context, ServerContext server, Epoch epoch, PeerHeader peer) => (context.Policy, peer.Doubt) switch
        {
            // RFC 6120 4.9.1.2: a bare header may stand in front of an error, so the next element decides here too.
            (_, { }) => To(new AwaitingFeatures(epoch, peer)),
            ({ AcceptLegacy: false }, _) => TooOld(Seen(Flavour.H3, "no-version") with { PolicyBit = nameof(Policy.AcceptLegacy) }),
            _ when !epoch.Encrypted && !context.Policy.AllowsClear() =>
                TooOld(Seen(Flavour.H3, "no-version") with { PolicyBit = nameof(Policy.Tls) }),
            _ => Prove(context, server, epoch, peer, Seen(Flavour.H3, "no-version")),
        };

    // RFC 6120 4.7.5 item 3: who cannot work with a peer of before 1.0 SHOULD say so.
    private static StreamStep<InitiatingState> TooOld(Refusal refusal) =>
        Accuse(StreamCondition.UnsupportedVersion, Rule.UnsupportedVersion, new Act.Conclude(refusal));

    private static StreamStep<InitiatingState> Continue(
        InitiatingContext context, ServerContext server, AwaitingFeatures state, Received received) => received.What switch
        {
            Heard.StreamError error => Obey(state, error),
            _ when state.Peer.Doubt is { } doubt => Close(doubt),
            Heard.Features(var features) => Choose(context, server, state, features),
            _ => throw new InvalidOperationException("Only features and errors continue a header."),
        };

    private static StreamStep<InitiatingState> Choose(
        InitiatingContext context, ServerContext server, AwaitingFeatures state, StreamFeatures features)
    {
        var (epoch, policy) = (state.Epoch, context.Policy);
        var peer = state.Peer with { TakesErrors = features.DialbackErrors };
        if (epoch.Authenticated ? features.OtherRequired : features.DemandsTheUnknown)
        {
            // RFC 6120 4.3.2: the initiator chooses among several mandatory features; 4.9.3.23: if it knows none.
            // 4.3.5: after SASL nothing mandatory may be left.
            return Accuse(StreamCondition.UnsupportedFeature, Rule.PeerRefused, new Act.Conclude(Seen(Flavour.F1, "unsupported-feature")));
        }

        if (epoch.Authenticated)
        {
            // RFC 6120 4.3.5: with these features negotiation is complete (INV-31).
            var proof = Verified.ByAcceptedExternal(((Errand.Carry)context.Errand).Pair, new Heard.Success());
            return Sharing.Admit(new Ready(epoch, peer, [proof], [], Busy: true), proof);
        }

        if (!epoch.Encrypted && context.Method.Security == Security.StartTls)
        {
            // RFC 7590 3.1: a missing offer must not deter where TLS is required.
            if (features.StartTls || (policy.Tls == TlsPolicy.Required && policy.TryTlsUnadvertised))
            {
                return To(new AwaitingProceed(), new Act.Say(Phrases.StartTls));
            }

            if (!policy.AllowsClear())
            {
                return Close(Seen(Flavour.F2, "no-starttls") with { PolicyBit = nameof(Policy.Tls) });
            }
        }
        else if (!epoch.Encrypted && features.StartTlsRequired)
        {
            return Close(Seen(Flavour.F1, "starttls-required") with { PolicyBit = nameof(Policy.Tls) });
        }

        // XEP-0288 2.2: "SHOULD be done before either SASL negotiation or Server Dialback", and behind TLS.
        if (context.Errand is Errand.Carry && context.Method.Bidi && features.Bidi)
        {
            var next = Authenticate(context, server, epoch with { Bidi = true }, peer, features);
            return next.State is Closing ? next : next with { Acts = [new Act.Say(Phrases.Bidi), .. next.Acts] };
        }

        return Authenticate(context, server, epoch, peer, features);
    }

    private static StreamStep<InitiatingState> Authenticate(
        InitiatingContext context, ServerContext server, Epoch epoch, PeerHeader peer, StreamFeatures features) =>
        context.Errand is Errand.Carry && context.Method.External && server.HasCertificate
            && features.External && context.Policy.AllowsExternal(epoch, context.Errand.Remote)
            ? To(new AwaitingOutcome(epoch, peer, Aborting: false), new Act.Say(Phrases.AuthExternal(context.Errand.Local)))
            : Prove(context, server, epoch, peer, NothingIn(features));

    private static Refusal NothingIn(StreamFeatures features) =>
        features.OfferNothing ? Seen(Flavour.F1, "no-features") : Seen(Flavour.F4, "no-external");

    // Dialback, or the question, or the end with `otherwise` as the reason.
    private static StreamStep<InitiatingState> Prove(
        InitiatingContext context, ServerContext server, Epoch epoch, PeerHeader peer, Refusal otherwise)
    {
        if (context.Errand is Errand.Verify verify)
        {
            return context.Policy.AllowsVerify(epoch)
                ? To(new AwaitingVerdict(), new Act.Say(Phrases.VerifyRequest(
                    verify.Question.Pair, verify.Question.Id, verify.Question.Key)))
                : Close(otherwise with { PolicyBit = nameof(Policy.Tls) });
        }

        if (context.Policy.ForbidsDialback(epoch, context.Errand.Remote) is { } forbidding)
        {
            return Close(otherwise with { PolicyBit = forbidding });
        }

        if (context.Policy.RequireDialbackNamespace && !peer.DeclaresDialback)
        {
            return Close(otherwise with { PolicyBit = nameof(Policy.RequireDialbackNamespace) });
        }

        // XEP-0220 2.1.1, 2.1.2: the key binds to the id of the current epoch.
        var pair = ((Errand.Carry)context.Errand).Pair;
        var key = server.Keys.Make(pair, peer.Id!.Value);
        return To(new AwaitingAnswer(epoch, peer), new Act.Say(Phrases.ResultRequest(pair, key)));
    }

    // XEP-0178 3, step 11b: after a failed EXTERNAL, close or go on with dialback.
    private static StreamStep<InitiatingState> StepDown(
        InitiatingContext context, ServerContext server, AwaitingOutcome state, Heard.SaslFailure failure)
    {
        var refusal = Seen(state.Aborting ? Flavour.A5 : Flavour.A1, failure.Condition.WireName()) with { Text = failure.Text };
        if (context.Policy.ForbidsStepDown(state.Epoch, context.Errand.Remote) is { } forbidding)
        {
            return Close(refusal with { PolicyBit = forbidding });
        }

        // Dialback is left to a new stream.
        if (context.Policy.ExternalToDialback == ExternalFallback.NewStream)
        {
            return Close(refusal);
        }

        var next = Prove(context, server, state.Epoch, state.Peer, refusal);
        return next.State is AwaitingAnswer awaiting
            ? new(awaiting with { AfterExternal = true }, [new Act.Record(refusal), .. next.Acts])
            : next;
    }

    private static bool IsForUs(InitiatingContext context, Heard.ResultAnswer answer) =>
        context.Errand is Errand.Carry carry && carry.Pair == answer.Pair;

    private static bool IsForUs(InitiatingContext context, Heard.VerifyAnswer answer) =>
        context.Errand is Errand.Verify verify
        && (verify.Question.Pair, verify.Question.Id) == (answer.Pair, answer.Id);

    private static StreamStep<InitiatingState> Answered(
        InitiatingContext context, AwaitingAnswer state, Heard.ResultAnswer answer)
    {
        switch (answer.Verdict)
        {
            case Verdict.Valid:
                var proof = Verified.ByAcceptedKey(((Errand.Carry)context.Errand).Pair, answer);
                return Sharing.Admit(new Ready(state.Epoch, state.Peer, [proof], [], Busy: true), proof);
            case Verdict.Error(var condition):
                return Close(Seen(Flavour.D2, condition.WireName()));
            default:
                return Close(Seen(Flavour.D1, "invalid"));
        }
    }

    // A quiet stream is closed; a used one gets another idle deadline.
    private static StreamStep<InitiatingState> Rest(Ready state) =>
        state.Busy || !state.Requested.IsEmpty ? To(state with { Busy = false }) : Close(state, Seen(Flavour.E4, "idle"));

    // RFC 6120 4.9.1.1: who receives a stream error closes the stream too.
    private static StreamStep<InitiatingState> Obey(InitiatingState state, Heard.StreamError error) => To(
        new Draining(false), new Act.Refuse(Rule.PeerRefused), new Act.Conclude(RefusalOf.Error(state, error)),
        new Act.Say(Phrases.StreamEnd), new Act.Disconnect(AtOnce: false));

    // RFC 6120 4.4: the peer's closing tag is answered by ours.
    private static StreamStep<InitiatingState> Reciprocate(InitiatingState state) => To(
        new Draining(false), Lose(state, "stream closed"), new Act.Say(Phrases.StreamEnd), new Act.Disconnect(AtOnce: false));

    // The deadline of a state that is not Ready has passed. Before our header there is nothing to close.
    private static StreamStep<InitiatingState> GiveUp(InitiatingContext context, InitiatingState state)
    {
        var refusal = RefusalOf.Silence(context, state);
        return state is Connecting or Handshaking ? Drop(new Act.Conclude(refusal)) : Close(refusal);
    }

    private static Act.Conclude Lose(InitiatingState state, string detail) => new(RefusalOf.Loss(state, detail));

    /// <summary>Everything that the state does not await. INV-8, INV-9: it changes nothing, or ends the stream.</summary>
    private static StreamStep<InitiatingState> Refuse(InitiatingState state, Heard heard) => heard switch
    {
        Heard.ResultAnswer or Heard.VerifyAnswer => To(state, new Act.Refuse(Rule.UnsolicitedAnswer)),
        // XEP-0220 2.1: requests are the initiator's to make; on our own stream we are that.
        Heard.ResultRequest or Heard.VerifyRequest => To(state, new Act.Refuse(Rule.WrongDirection)),
        Heard.ImproperDialback => To(state, new Act.Refuse(Rule.ImproperDialback)),
        // RFC 6120 4.8.3: content of another namespace than ours MUST end the stream.
        Heard.Unknown({ Namespace: Namespaces.Client }) => Accuse(
            StreamCondition.InvalidNamespace, Rule.WrongNamespace, Concluded(Flavour.H4, "invalid-namespace", headerSeen: true)),
        Heard.Unknown or Heard.Bidi => To(state, new Act.Refuse(Rule.UnknownElement)),
        // Some servers send them behind a header without version too (XEP-0238 4.2 to 4.6).
        Heard.Features when state is Ready or AwaitingAnswer or AwaitingVerdict => To(state, new Act.Refuse(Rule.LateFeatures)),
        // Some servers answer on this stream; it was never authenticated in this direction, so it is dropped.
        Heard.Stanza or Heard.ImproperStanza when state is Ready => To(state, new Act.Refuse(Rule.StanzaAgainstTheStream)),
        Heard.Stanza or Heard.ImproperStanza => Accuse(
            StreamCondition.NotAuthorized, Rule.EarlyStanza, Concluded(Flavour.H4, "not-authorized", headerSeen: true)),
        Heard.Header or Heard.ForeignRoot => Accuse(
            StreamCondition.BadFormat, Rule.UnexpectedHeader, Concluded(Flavour.H4, "bad-format", headerSeen: true)),
        _ => Accuse(
            StreamCondition.UnsupportedStanzaType, Rule.UnexpectedElement,
            Concluded(Flavour.H4, "unsupported-stanza-type", headerSeen: true)),
    };

    // RFC 6120 4.9.1.1: the error, and at once the closing tag (INV-29). Our header is always out by then.
    private static StreamStep<InitiatingState> Accuse(StreamCondition condition, Rule rule, Act.Conclude conclusion) => To(
        new Closing(), new Act.Refuse(rule), conclusion,
        new Act.Say(Phrases.StreamError(condition, null)), new Act.Say(Phrases.StreamEnd));

    private static StreamStep<InitiatingState> Close(Refusal refusal) => Close(null, refusal);

    private static StreamStep<InitiatingState> Close(InitiatingState? state, Refusal refusal) =>
        To(Sharing.Closed(state), new Act.Conclude(refusal), new Act.Say(Phrases.StreamEnd));

    private static StreamStep<InitiatingState> Drop(params Seq<Act> before) =>
        new(new Draining(true), before.Add(new Act.Disconnect(AtOnce: true)));

    private static Seq<Act> Unless(bool condition, Act act) => condition ? [] : [act];

    private static Refusal Seen(Flavour flavour, string condition) => new(flavour, condition, HeaderSeen: true);

    private static Act.Conclude Concluded(Flavour flavour, string condition, bool headerSeen = false) =>
        new(new Refusal(flavour, condition, HeaderSeen: headerSeen));

    private static StreamStep<InitiatingState> To(InitiatingState state, params Seq<Act> acts) => new(state, acts);
}
