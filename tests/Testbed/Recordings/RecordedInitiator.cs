using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using static Xmpp.Federation.Core.Streams.InitiatingState;

namespace Xmpp.Federation.Testbed.Recordings;

/// <summary>Our side of a connection that it opened to the recorded server.</summary>
internal sealed class RecordedInitiator(DomainPair first, Policy policy, RecordedKeys keys)
    : RecordedSide<InitiatingState>(new AwaitingHeader(Epoch.Clear))
{
    private readonly ServerContext _server = new() { Domains = [first.Sender], Keys = keys };
    private Errand _errand = new Errand.Carry(first);
    private Epoch _epoch = Epoch.Clear;
    private PeerHeader _peer = new(null, false, null);

    public override bool IsEstablished => State is Ready;

    protected override InitiatingState Handshaking => new Handshaking();

    /// <summary>
    /// The state in which something that an initiator says leaves it. What is not in it, such as a stanza or an
    /// answer that nobody asked for, changes nothing.
    /// </summary>
    public static InitiatingState After(InitiatingState state, Heard said, Epoch epoch, PeerHeader peer) => said switch
    {
        Heard.Header => new AwaitingHeader(epoch),
        Heard.StartTls => new AwaitingProceed(),
        Heard.Auth or Heard.Response => new AwaitingOutcome(epoch, peer, Aborting: false),
        Heard.Abort => new AwaitingOutcome(epoch, peer, Aborting: true),
        Heard.ResultRequest request when state is Ready ready => ready with { Requested = ready.Requested.Add(request.Pair) },
        Heard.ResultRequest => new AwaitingAnswer(epoch, peer),
        Heard.VerifyRequest => new AwaitingVerdict(),
        Heard.CloseTag or Heard.StreamError => new Closing(),
        _ => state,
    };

    public override Hearing Hear(StreamInput input)
    {
        if (input is StreamInput.Received { What: Heard.Header(var header) } && State is AwaitingHeader)
        {
            StreamId? id = string.IsNullOrEmpty(header.Id) ? null : new StreamId(header.Id);
            _peer = new(id, header.DeclaresDialback, null);
        }

        var hearing = base.Hear(input);
        if (input is StreamInput.Received { What: Heard.Proceed } && State is AwaitingProceed)
        {
            // Ours ends the connection when bytes come behind <proceed/>; the recorded side went on.
            State = Handshaking;
        }

        _epoch = State is AwaitingHeader next ? next.Epoch : _epoch;
        return hearing;
    }

    protected override bool IsOver(InitiatingState state) => InitiatingStream.IsOver(state);

    protected override StreamStep<InitiatingState> Step(InitiatingState state, StreamInput input)
    {
        var method = new Method(Security.StartTls, External: true);
        return InitiatingStream.Step(new(_errand, method, policy), _server, state, input);
    }

    protected override bool Said(Heard said)
    {
        _errand = ErrandAfter(said);
        if (said is Heard.ResultRequest request)
        {
            keys.Sent(request.Pair, _peer.Id ?? default, request.Key);
        }

        _epoch = said is Heard.Bidi ? _epoch with { Bidi = true } : _epoch;
        State = After(State, said, _epoch, _peer);
        return false;
    }

    // Whom the stream is for follows from the last header or request.
    private Errand ErrandAfter(Heard said) => said switch
    {
        Heard.Header(var header) => new Errand.Carry(new(
            Address.TryGetDomain(header.From, out var from) ? from : first.Sender,
            Address.TryGetDomain(header.To, out var to) ? to : first.Target)),
        Heard.ResultRequest request => new Errand.Carry(request.Pair),
        Heard.VerifyRequest ask => new Errand.Verify(new(ask.Pair, ask.Id, ask.Key), default),
        _ => _errand,
    };
}
