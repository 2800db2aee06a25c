using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// A TCP connection between two servers of the world: two ordered links of segments, TLS as an oracle, and the
/// ways in which it can break. Bytes travel only when the engine lets them.
/// </summary>
internal sealed class SimulatedConnection
{
    private readonly SimulatedNetwork _network;
    private readonly string _shared;

    public SimulatedConnection(SimulatedNetwork network, string from, string to, int number, bool directTls)
    {
        (_network, From, To, Number, DirectTls) = (network, from, to, number, directTls);
        Name = $"{from}→{to}/{number}";
        ReverseName = $"{from}←{to}/{number}";
        _shared = $"{Name} itself";
        Concerns = [_shared, Name, ReverseName];
    }

    /// <summary>The server that dialled.</summary>
    public string From { get; }

    /// <summary>The server that accepted.</summary>
    public string To { get; }

    /// <summary>Counts the connections that <see cref="From"/> made to <see cref="To"/>, from 1.</summary>
    public int Number { get; }

    public bool DirectTls { get; }

    public string Name { get; }

    public string ReverseName { get; }

    public ConnectionEnd Initiator { get; private set; } = null!;

    public ConnectionEnd Receiver { get; private set; } = null!;

    /// <summary>Whether both ends have completed the TLS handshake.</summary>
    public bool Secured { get; private set; }

    /// <summary>Whether a fault of the world, not one of the ends, ended it.</summary>
    public bool StruckByFault { get; private set; }

    /// <summary>Whether it ended otherwise than by two orderly closes.</summary>
    public bool Broken { get; private set; }

    /// <summary>Whether nothing arrives any more, and nobody is told.</summary>
    public bool Severed { get; private set; }

    /// <summary>What who changes the whole of it touches: what the ends share, and both of them.</summary>
    public Seq<string> Concerns { get; }

    public bool IsOver => Initiator.IsClosed && Receiver.IsClosed;

    /// <summary>Whether every negotiator has let go of it; a simulated peer has no deadline that would make it.</summary>
    public bool IsLetGo => !HeldBy.Any();

    /// <summary>The negotiators that have not let go of it.</summary>
    public IEnumerable<string> HeldBy =>
        new[] { Initiator, Receiver }.Where(e => e is SimulatedSocket { IsClosed: false, Life.IsOver: false }).Select(e => e.Server);

    /// <summary>The end that writes what a server reads.</summary>
    public ConnectionEnd WriterTo(string server) => Initiator.Server == server ? Receiver : Initiator;

    public void Join(ConnectionEnd initiator, ConnectionEnd receiver)
    {
        (Initiator, Receiver) = (initiator, receiver);
        initiator.Join(this, receiver, Name);
        receiver.Join(this, initiator, ReverseName);
    }

    /// <summary>
    /// What an end has written: seen by the monitors at once, by the other end when the engine says so, in pieces
    /// of at most so many bytes.
    /// </summary>
    public void Carry(ConnectionEnd from, ReadOnlyMemory<byte> bytes, int pieceBytes = int.MaxValue)
    {
        Touch(from);
        _network.Tapped(this, from, bytes);
        if (from.Way.IsEnded)
        {
            return;
        }

        from.Way.InFlight += bytes.Length;
        for (var rest = bytes; !rest.IsEmpty; rest = rest[Math.Min(pieceBytes, rest.Length)..])
        {
            var copy = rest[..Math.Min(pieceBytes, rest.Length)].ToArray();
            Offer(from, () => $"deliver {from.LinkName} {SegmentName.Of(copy)}", () => Deliver(from.Other, copy));
        }
    }

    /// <summary>Somebody else says something in the name of an end. It is nobody's word but his: no monitor reads it.</summary>
    public void Inject(ConnectionEnd from, byte[] bytes)
    {
        Touch(from);
        from.Way.InFlight += bytes.Length;
        Offer(from, () => $"deliver {from.LinkName} {SegmentName.Of(bytes)}", () => Deliver(from.Other, bytes));
    }

    /// <summary>An end writes no more; the other learns it behind everything written before.</summary>
    public void Finish(ConnectionEnd from)
    {
        if (!from.HasFailed && !from.Way.IsEnded)
        {
            from.Way.IsEnded = true;
            Offer(from, () => $"deliver {from.LinkName} fin", () => DeliverEnd(from.Other));
        }
    }

    /// <summary>A fault of the world: a direction ends behind what is under way, and what is written later is lost.</summary>
    public void EndEarly(ConnectionEnd from)
    {
        StruckByFault = true;
        Finish(from);
    }

    /// <summary>
    /// A fault of the world: an end finds that it can use the connection no longer. What has got out of it arrives, and behind
    /// that the other end is reset.
    /// </summary>
    public void Fail(ConnectionEnd from, string how)
    {
        StruckByFault = true;
        Touch();
        from.Fail(how);
        Offer(from, () => $"deliver {from.LinkName} reset", () => BreakBehind(from.Other, "connection reset"));
    }

    /// <summary>A fault of the world: an end cannot make out what comes under TLS, says so to the other, and is done.</summary>
    public void Alert(ConnectionEnd from)
    {
        StruckByFault = true;
        Touch();
        from.Fail("bad record");
        if (!from.Way.IsEnded)
        {
            OfferAlert(from, () => BreakBehind(from.Other, "alert: bad record"));
        }
    }

    /// <summary>A fault of the world: an end stops reading. Who waits for it in vain gives the connection up, with what is on it.</summary>
    public void StopReading(ConnectionEnd reader)
    {
        StruckByFault = true;
        reader.Other.Way.HoldUp();
    }

    /// <summary>An end goes on reading: what has waited for that comes to it.</summary>
    public void ReadOn(ConnectionEnd reader)
    {
        var (bytes, last) = reader.Other.Way.Release();
        if (bytes.Length > 0)
        {
            Deliver(reader, bytes);
        }

        if (last is not null)
        {
            Offer(reader.Other, () => $"deliver {reader.Other.LinkName} last", last, Concerns);
        }
    }

    /// <summary>An end gives the connection up: the other is reset, unless both ends had said all that TCP says.</summary>
    public void Reset(ConnectionEnd from)
    {
        var wasClosed = from.IsClosed;
        from.Break("aborted");
        if (!wasClosed && !from.HasFailed)
        {
            Refuse(from);
        }
    }

    /// <summary>A fault of the world: who is at this end is lost.</summary>
    public void Perish(ConnectionEnd from)
    {
        StruckByFault |= !IsOver;
        Reset(from);
    }

    /// <summary>The other end has read: who waits for room hears of it.</summary>
    public void OfferRoom(ConnectionEnd reader) =>
        Offer(reader, () => $"deliver {reader.LinkName} room", reader.Other.Relieve);

    /// <summary>A fault of the world: both ends are told that the connection is gone.</summary>
    public void Strike()
    {
        (StruckByFault, Broken) = (true, true);
        Initiator.Break("connection reset");
        Receiver.Break("connection reset");
    }

    /// <summary>A fault of the world: what is under way is lost, what follows too, and nobody is told.</summary>
    public void Sever() => (StruckByFault, Broken, Severed) = (true, true, true);

    /// <summary>Whether an end may write more before what it has written is read.</summary>
    public bool HasRoom(ConnectionEnd writer)
    {
        if (_network.IsTight)
        {
            _network.Engine.Read(writer.Other.LinkName);
        }

        return writer.Way.InFlight + writer.Other.Unread <= _network.Window;
    }

    /// <summary>How much of a write that fails gets out.</summary>
    public int LengthThatGetsOut(ConnectionEnd writer, int length) => _network.LengthThatGetsOut(writer, length);

    /// <summary>An end is ready for the handshake; when both are, the oracle may speak.</summary>
    public void OfferTls()
    {
        Touch();
        if (Initiator.AwaitsTls && Receiver.AwaitsTls)
        {
            Offer(Initiator, () => $"handshake {Name}", Shake, Concerns);
        }
    }

    /// <summary>The present step changes something of what both ends share.</summary>
    public void Touch() => _network.Engine.Touch(_shared);

    /// <summary>The present step changes something at an end.</summary>
    public void Touch(ConnectionEnd end) => _network.Engine.Touch(end.LinkName);

    private void Shake()
    {
        if (Broken || !(Initiator.AwaitsTls && Receiver.AwaitsTls) || Initiator.Way.IsEnded || Receiver.Way.IsEnded
            || Initiator.Way.Holds(Shake) || Receiver.Way.Holds(Shake))
        {
            return;
        }

        if (Receiver.Way.InFlight > 0)
        {
            // No handshake overtakes clear text, and it comes behind that of the initiator already.
            Offer(Receiver, () => $"handshake {Name}", Shake, Concerns);
            return;
        }

        var oracle = _network.Handshake(this);
        Secured = oracle is { InitiatorSees.Certificate: not null, ReceiverSees.Certificate: not null };
        StruckByFault |= oracle.ByFault;
        if (oracle is { AlertFollows: true, ReceiverSees.Failure: { } alert })
        {
            OfferAlert(Receiver, () => BreakUnlessBroken(Initiator, alert));
        }

        // Who hears of it first may speak before the other one does, which is then no clear text.
        Initiator.PassTls();
        Receiver.PassTls();

        // A simulated peer that has dialled speaks at once, and where nothing delays it, it is heard at once.
        if (Initiator is not SimulatedSocket)
        {
            Receiver.CompleteTls(oracle.ReceiverSees);
            Initiator.CompleteTls(oracle.InitiatorSees);
            return;
        }

        Initiator.CompleteTls(oracle.InitiatorSees);
        Receiver.CompleteTls(oracle.ReceiverSees);
    }

    private void Deliver(ConnectionEnd to, byte[] arriving)
    {
        _network.Engine.Read(_shared);
        if (Broken || to.HasFailed)
        {
            return;
        }

        if (to.IsClosed)
        {
            // RFC 9293 3.10.7.1: where nobody listens any more, TCP answers with a reset.
            Refuse(to);
            return;
        }

        var way = to.Other.Way;
        if (way.Holds(arriving))
        {
            return;
        }

        NoteRoom(to.Other);
        var bytes = way.WithKept(arriving);
        var count = _network.SegmentLength(to.Other, bytes.Length);
        if (count == 0)
        {
            way.Keep(bytes);
            return;
        }

        way.InFlight -= count;
        to.Arrive(bytes.AsMemory(0, count));
        to.Other.Relieve();
        if (count < bytes.Length)
        {
            var rest = bytes[count..];
            _network.Engine.OfferFirst(new WorldEvent(
                () => $"deliver {to.Other.LinkName} rest", to.Other, () => Deliver(to, rest))
            {
                Touches = [to.LinkName],
            });
        }
    }

    private void DeliverEnd(ConnectionEnd to)
    {
        _network.Engine.Read(_shared);
        if (!Broken && !to.HasFailed && !to.Other.Way.Holds(() => DeliverEnd(to)))
        {
            to.ArriveEnd();
        }
    }

    // An alert is read like what it stands behind.
    private void OfferAlert(ConnectionEnd from, Action heard) => Offer(from, () => $"deliver {from.LinkName} alert", () =>
    {
        if (!from.Way.Holds(heard))
        {
            heard();
        }
    });

    // How much may be written depends on what has arrived, where that is ever short.
    private void NoteRoom(ConnectionEnd writer)
    {
        if (_network.IsTight)
        {
            Touch(writer);
        }
    }

    private void Refuse(ConnectionEnd from)
    {
        Touch();
        if (!Broken)
        {
            Broken = true;
            Offer(from, () => $"deliver {from.LinkName} reset", () => from.Other.Break("connection reset"));
        }
    }

    private void BreakBehind(ConnectionEnd end, string how)
    {
        BreakUnlessBroken(end, how);
        Broken = true;
        Touch();
    }

    private void BreakUnlessBroken(ConnectionEnd end, string how)
    {
        _network.Engine.Read(_shared);
        if (!Broken)
        {
            end.Break(how);
        }
    }

    // What is under way on a link concerns the other end of it.
    private void Offer(ConnectionEnd link, Func<string> label, Action happen, Seq<string> touches = default) =>
        _network.Engine.Offer(new WorldEvent(label, link, happen)
        {
            Touches = touches.IsEmpty ? [link.Other.LinkName] : touches,
        });
}
