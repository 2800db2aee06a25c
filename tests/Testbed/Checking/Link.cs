using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>A TCP connection between two servers: what is under way on it, and how each end is.</summary>
/// <param name="From">The server that has dialled, or <see cref="CoreWorld.Attacker"/>.</param>
/// <param name="To">The server that is dialled, <see cref="CoreWorld.Attacker"/>, or <see cref="CoreWorld.Nobody"/>.</param>
/// <param name="DirectTls">Whether TLS begins with the first byte.</param>
internal sealed record Link(int From, int To, bool DirectTls)
{
    /// <summary>In a queue: its end has said all that it will say.</summary>
    public const int Fin = -1;

    public LinkEnd Initiator { get; init; }

    public LinkEnd Receiver { get; init; }

    /// <summary>The items under way to the receiver, by their number in the table of items.</summary>
    public Seq<int> ToReceiver { get; init; }

    public Seq<int> ToInitiator { get; init; }

    /// <summary>Nothing arrives any more: it was cut, or broken by an end or by the network.</summary>
    public bool Dead { get; init; }

    /// <summary>Which one it is, where a path is followed; 0 where states are compared, which it would keep apart.</summary>
    public int Serial { get; init; }

    /// <summary>Whether the handshake is over, so that nobody else can read or write on it.</summary>
    public bool Secured { get; init; }

    public bool IsOver => Initiator.IsOver && Receiver.IsOver;

    /// <summary>The same without what makes no difference any more.</summary>
    public Link Normal()
    {
        var (initiator, receiver) = (Initiator.Normal(), Receiver.Normal());
        return initiator == Initiator && receiver == Receiver ? this : this with { Initiator = initiator, Receiver = receiver };
    }

    public LinkEnd End(bool initiator) => initiator ? Initiator : Receiver;

    public Link With(bool initiator, LinkEnd end) => initiator ? this with { Initiator = end } : this with { Receiver = end };

    /// <summary>What is under way to one of the ends.</summary>
    public Seq<int> QueueTo(bool initiator) => initiator ? ToInitiator : ToReceiver;

    public Link WithQueue(bool initiator, Seq<int> queue) =>
        initiator ? this with { ToInitiator = queue } : this with { ToReceiver = queue };

    /// <summary>The server at an end.</summary>
    public int ServerAt(bool initiator) => initiator ? From : To;

    /// <summary>One end says something; who closes hears it no more, and what is dead carries nothing.</summary>
    public Link Said(bool byInitiator, int item)
    {
        var other = End(!byInitiator);
        if (Dead || other.Phase is EndPhase.Closing or EndPhase.Aborted or EndPhase.None)
        {
            return !Dead && item == Fin && other.Phase == EndPhase.Closing ? With(!byInitiator, other with { Ended = true }) : this;
        }

        return WithQueue(!byInitiator, QueueTo(!byInitiator).Add(item));
    }

    /// <summary>An end closes in order: its last word is under way, and it waits for the other's.</summary>
    public Link Closed(bool byInitiator)
    {
        var end = End(byInitiator);
        // Whoever has no server behind it goes at once.
        var ended = end.Ended || QueueTo(byInitiator).Contains(Fin) || End(!byInitiator).Phase == EndPhase.Foreign;
        return Said(byInitiator, Fin)
            .WithQueue(byInitiator, [])
            .With(byInitiator, end with { Phase = EndPhase.Closing, Ended = ended });
    }

    /// <summary>An end is given up: what is under way is lost, and the other one is told, unless the network tells nobody.</summary>
    public Link Aborted(bool byInitiator, EndPhase phase)
    {
        var other = End(!byInitiator);
        var told = !Dead && other.Phase is EndPhase.Open or EndPhase.Closing or EndPhase.Arriving;
        return (this with { ToInitiator = [], ToReceiver = [], Dead = true })
            .With(byInitiator, End(byInitiator) with { Phase = phase })
            .With(!byInitiator, other with { Reset = other.Reset || told });
    }
}

/// <summary>One end of a connection.</summary>
/// <param name="Number">The number that its server knows it by; 0 where it does not know it.</param>
/// <param name="Phase">Where it stands.</param>
internal readonly record struct LinkEnd(int Number, EndPhase Phase)
{
    /// <summary>It waits for the handshake.</summary>
    public bool AwaitsTls { get; init; }

    /// <summary>The result of the handshake, of which its server has not heard yet.</summary>
    public TlsNews Tls { get; init; }

    /// <summary>The reader awaits the root of a document.</summary>
    public bool RootDue { get; init; }

    /// <summary>The other end's last word has come.</summary>
    public bool Ended { get; init; }

    /// <summary>It is broken, and its server will hear so.</summary>
    public bool Reset { get; init; }

    /// <summary>How many stanzas are with the writer.</summary>
    public int Unwritten { get; init; }

    public bool IsGone => Phase == EndPhase.None;

    /// <summary>Whether no server will hear of it any more.</summary>
    public bool IsOver => Phase is EndPhase.None or EndPhase.Foreign;

    /// <summary>Whether TLS can begin as far as this end is concerned.</summary>
    public bool MayShake => AwaitsTls || Phase == EndPhase.Foreign;

    /// <summary>The same without what makes no difference any more.</summary>
    public LinkEnd Normal() => Phase switch
    {
        EndPhase.None => default,
        EndPhase.Aborted => new LinkEnd(Number, Phase),
        EndPhase.Closing => new LinkEnd(Number, Phase) { Ended = Ended, Reset = Reset, Unwritten = Unwritten },
        _ => this,
    };

    public ConnectionId IdAt(bool initiator) => new(initiator, Number);
}

/// <summary>Where an end of a connection stands.</summary>
internal enum EndPhase
{
    /// <summary>There is none, or no longer.</summary>
    None,

    /// <summary>The connection is being made.</summary>
    Dialling,

    /// <summary>The connection is being made, and no longer wanted.</summary>
    Unwanted,

    /// <summary>It is made, and its server has not heard of it.</summary>
    Arriving,

    Open,

    /// <summary>Its server has closed it in order: nothing is read any more, and the other end's last word is awaited.</summary>
    Closing,

    /// <summary>Its server has given it up, and will hear that it is gone.</summary>
    Aborted,

    /// <summary>The attacker holds it.</summary>
    Foreign,
}

/// <summary>What the receiver of a handshake will hear.</summary>
internal enum TlsNews
{
    None,
    Secured,
    Failed,
}
