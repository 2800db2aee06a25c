using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>A simulated peer's end of one connection: bytes and TLS on one side, the talk on the other.</summary>
internal sealed class PassiveEnd : ConnectionEnd, IPeerLine
{
    private readonly PassivePeer _peer;
    private readonly PeerConduct _conduct;
    private readonly PeerTalk _talk;
    private int _ids;

    public PassiveEnd(PassivePeer peer, PeerConduct conduct, Func<IPeerLine, Profile, PeerTalk> talk)
    {
        (_peer, _conduct, Server) = (peer, conduct, peer.Server.Name.Name);
        _talk = talk(this, _conduct.Profile);
    }

    public override string Server { get; }

    public string Name => LinkName;

    public bool IsOver => IsClosed;

    public void Begin(bool directTls) => _talk.Begin(directTls);

    /// <summary>No connection came about.</summary>
    public void Lose()
    {
        IsClosed = true;
        _talk.Lose(byTheirEnd: false);
    }

    public override void Arrive(ReadOnlyMemory<byte> bytes)
    {
        Touch();
        if (!IsClosed)
        {
            _talk.Hear(bytes.Span);
        }
    }

    public override void ArriveEnd()
    {
        Touch();
        _talk.Lose(byTheirEnd: true);
    }

    public override void Break(string how)
    {
        Touch();
        IsClosed = true;
        _talk.Lose(byTheirEnd: false);
    }

    public override void CompleteTls(TlsResult result)
    {
        Touch();
        AwaitsTls = false;
        if (result.Certificate is { } certificate)
        {
            _talk.Secure(certificate);
        }
        else
        {
            End(reset: false);
            _talk.Lose(byTheirEnd: false);
        }
    }

    public void Met(Occasion occasion)
    {
        var strikes = _peer.Execution.Strikes;
        strikes.Note(Strikes.Profile(_conduct.Profile.Name));
        foreach (var cause in _conduct.CausesAt(occasion))
        {
            strikes.Note(cause);
        }
    }

    public void Write(ReadOnlyMemory<byte> bytes, int pieceBytes) => Connection.Carry(this, bytes, pieceBytes);

    public void BeginTls()
    {
        AwaitsTls = true;
        Connection.OfferTls();
    }

    public void End(bool reset)
    {
        if (IsClosed)
        {
            return;
        }

        IsClosed = true;
        if (reset)
        {
            Connection.Reset(this);
        }
        else
        {
            Connection.Finish(this);
        }
    }

    public void Wait(TimeSpan length, Action goOn) => _peer.Execution.Clock.Wait(LinkName, length, goOn);

    public StreamId NextId() => new($"{Server}-{Connection.Name}-{++_ids}");

    public int Choose(int count, Func<int, string> label) => _peer.Execution.Engine.Choose(count, label);

    public void DialBack(KeyQuestion question, Action<bool?> answered) => _peer.DialBack(question, answered);

    public void Take(Stanza stanza) => _peer.Execution.Arrived(Server, stanza);

    // A peer is one server: what it hears on one connection may be answered on another.
    private void Touch() => _peer.Execution.Engine.Touch(Server);
}
