using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Streams.ReceivingState;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>Our side of a connection that the recorded server opened.</summary>
internal sealed class RecordedReceiver(ServerContext context)
    : RecordedSide<ReceivingState>(new AwaitingHeader(Epoch.Clear, null))
{
    private AwaitingHeader _awaiting = new(Epoch.Clear, null);
    private Negotiating? _negotiating;
    private Domain? _peer;

    public override bool IsEstablished => State is Established;

    protected override ReceivingState Handshaking => new Handshaking();

    /// <summary>
    /// The state in which something that a receiver says leaves it. What is not in it, such as the answer to a
    /// <c>db:verify</c>, changes nothing.
    /// </summary>
    /// <param name="state">The state before.</param>
    /// <param name="said">What was said.</param>
    /// <param name="awaiting">How the initiator's header of this epoch was awaited.</param>
    /// <param name="peer">The domain that it named.</param>
    /// <param name="last">The last state in which the initiator could choose.</param>
    public static ReceivingState After(
        ReceivingState state,
        Heard said,
        AwaitingHeader awaiting,
        Domain? peer,
        Negotiating? last) => (said, state) switch
        {
            (Heard.Header(var ours), _) => Greeted(ours, awaiting, peer),
            (Heard.Features(var offered), Negotiating s) => Offered(s, offered),
            (Heard.Proceed, _) => new Handshaking(),
            (Heard.Challenge, _) when last is not null => new AwaitingResponse(last),
            (Heard.Success, _) when last is { Session.Peer: { } named } => new AwaitingHeader(
                last.Session.Epoch with { Authenticated = true },
                Verified.ByCertificate(new(named, last.Session.Local), last.Session.Epoch.Certificate!)),
            (Heard.SaslFailure, _) when last is not null => last with { Failures = last.Failures + 1 },
            (Heard.ResultAnswer answer, Negotiating s) => Answered(s.Session, s.Pending, [], answer, s),
            (Heard.ResultAnswer answer, Established s) => Answered(s.Session, s.Pending, s.Proofs, answer, s),
            (Heard.TlsFailure or Heard.CloseTag or Heard.StreamError, Established s) => new Closing(s.Proofs),
            (Heard.TlsFailure or Heard.CloseTag or Heard.StreamError, _) => new Closing([]),
            _ => state,
        };

    public override Hearing Hear(StreamInput input)
    {
        if (input is StreamInput.Received { What: Heard.Header(var header) } && State is AwaitingHeader awaiting)
        {
            (_awaiting, _peer) = (awaiting, Domain.TryParse(header.From, out var from) ? from : null);
        }

        return base.Hear(input);
    }

    protected override bool IsOver(ReceivingState state) => state is Closing or Draining or Gone;

    protected override StreamStep<ReceivingState> Step(ReceivingState state, StreamInput input) =>
        ReceivingStream.Step(context, state, input);

    protected override bool Said(Heard said)
    {
        State = After(State, said, _awaiting, _peer, _negotiating);
        _negotiating = State is Negotiating next ? next : _negotiating;
        return said is Heard.Success;
    }

    // Our header was sent; what SASL proved before it holds from here on.
    private static ReceivingState Greeted(StreamHeader ours, AwaitingHeader awaiting, Domain? peer)
    {
        var local = Address.TryGetDomain(ours.From, out var from) ? from : default;
        var session = new Session(awaiting.Epoch, local, peer, new StreamId(ours.Id ?? ""));
        return awaiting.Proof is { } proof
            ? new Established(session, [proof], [], Busy: true)
            : new Negotiating(session, StreamFeatures.None, [], 0);
    }

    // Whoever offers EXTERNAL has found the peer's certificate good: the recording does not say it otherwise.
    private static Negotiating Offered(Negotiating state, StreamFeatures offered)
    {
        var session = state.Session;
        if (offered.External && session is { Epoch.Encrypted: true, Peer: { } peer })
        {
            var name = new PresentedName(PresentedNameKind.DnsId, peer.Name);
            var good = new PeerCertificate(true, CertificateProblem.None, [name]);
            session = session with { Epoch = session.Epoch with { Certificate = good } };
        }

        return state with { Session = session, Offered = offered };
    }

    private static ReceivingState Answered(
        Session session,
        Seq<KeyQuestion> pending,
        Seq<Verified> proofs,
        Heard.ResultAnswer answer,
        ReceivingState state)
    {
        var rest = pending.Where(p => p.Pair != answer.Pair).ToSeq();
        var asked = pending.FirstOrDefault(p => p.Pair == answer.Pair, new(answer.Pair, session.Id, ""));
        return (answer.Verdict, state) switch
        {
            (Verdict.Valid, _) => new Established(
                session, proofs.Add(Verified.ByAuthority(asked, answer.Verdict)), rest, Busy: true),
            (_, Established s) => s with { Pending = rest },
            (_, Negotiating s) => s with { Pending = rest },
            _ => state,
        };
    }
}
