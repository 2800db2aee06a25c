using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Peers;

/// <summary>
/// A simulated peer of a world: it accepts connections, dials those that it is told to dial, and dials back. It
/// has no task of its own: it answers within the delivery of what it is told.
/// </summary>
internal sealed class PassivePeer(Execution execution, ServerDefinition server)
{
    private readonly List<DiallingTalk> _talks = [];
    private int _accepted;
    private int _dialled;

    public Execution Execution { get; } = execution;

    public ServerDefinition Server { get; } = server;

    public void Listen() => Execution.Network.Listen(Server.Name.Name, new Listener(
        () => new PassiveEnd(
            this, new PeerConduct(Server, ++_accepted), (line, profile) => new AcceptingTalk(Server, profile, line)),
        (end, directTls) => ((PassiveEnd)end).Begin(directTls)));

    /// <summary>Dials everybody whom it means to call of its own accord.</summary>
    public void Call()
    {
        foreach (var call in Server.Peer?.Calls ?? [])
        {
            var pair = new DomainPair(Domain.Parse(call.From), Domain.Parse(call.To));
            Dial(pair.Target, new PeerErrand.Send(pair, call.Proof, call.Stanzas));
        }
    }

    public void DialBack(KeyQuestion question, Action<bool?> answered) =>
        Dial(question.Pair.Sender, new PeerErrand.Ask(question, answered));

    private void Dial(Domain remote, PeerErrand errand)
    {
        if (_talks.Exists(t => t.TryTake(errand)))
        {
            return;
        }

        var end = new PassiveEnd(
            this,
            new PeerConduct(Server, --_dialled),
            (line, profile) => Remembered(new DiallingTalk(Server, profile, line, errand)));
        Execution.Network.Dial(Server, remote, end, connected =>
        {
            if (connected)
            {
                end.Begin(directTls: false);
            }
            else
            {
                end.Lose();
            }
        });
    }

    private DiallingTalk Remembered(DiallingTalk talk)
    {
        _talks.Add(talk);
        return talk;
    }
}
