using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Routing;

/// <summary>A stanza that waits to be written.</summary>
internal readonly record struct Waiting(StanzaTicket Ticket, Stanza Stanza);

/// <summary>
/// How the stanzas of one pair travel: which stream carries them, and who waits. There is one queue from the
/// first stanza to the last, so that nothing overtakes (INV-36), and one stream at a time (RFC 6120 10.1 item 3).
/// </summary>
internal abstract record Route
{
    private Route(Fifo<Waiting> queue) => Queue = queue;

    /// <summary>Those that wait, in their order.</summary>
    public Fifo<Waiting> Queue { get; init; }

    /// <summary>No stream yet; one is being established.</summary>
    public sealed record Seeking(Fifo<Waiting> Queue) : Route(Queue);

    /// <summary>The stream on which the pair is authorised.</summary>
    /// <param name="Connection">The stream.</param>
    /// <param name="Proof">The proof that writing needs (INV-1).</param>
    /// <param name="Queue">Those that wait for room at the writer.</param>
    /// <param name="InFlight">How many are with the writer.</param>
    public sealed record Open(ConnectionId Connection, Verified Proof, Fifo<Waiting> Queue, int InFlight) : Route(Queue);

    /// <summary>The table. A null state is a pair without route; a null result is one that is removed.</summary>
    public static RouteStep Step(Limits limits, Route? state, RouteInput input) => (state, input) switch
    {
        (null, RouteInput.Submitted(var waiting)) => new(
            new Seeking(default(Fifo<Waiting>).Enqueue(waiting)), [new RouteAct.Seek()]),
        ({ } s, RouteInput.Submitted(var waiting)) when s.Queue.Count >= limits.QueueStanzasMax =>
            new(s, [new RouteAct.Overflow(waiting)]),
        (Seeking s, RouteInput.Submitted(var waiting)) => new(new Seeking(s.Queue.Enqueue(waiting)), []),
        (Open s, RouteInput.Submitted(var waiting)) => Pump(limits, s with { Queue = s.Queue.Enqueue(waiting) }),
        // A bidirectional stream can serve a pair before anybody has asked for it (XEP-0288).
        (null, RouteInput.Opened(var connection, var proof)) => new(new Open(connection, proof, default, 0), []),
        (Seeking s, RouteInput.Opened(var connection, var proof)) => Pump(limits, new Open(connection, proof, s.Queue, 0)),
        (Seeking s, RouteInput.GivenUp) => new(null, [.. s.Queue.Select(w => (RouteAct)new RouteAct.Return(w))]),
        (Open { InFlight: > 0 } s, RouteInput.Wrote) => Pump(limits, s with { InFlight = s.InFlight - 1 }),
        (Open { Queue.IsEmpty: true } s, RouteInput.Closed c) when c.Connection == s.Connection => new(null, []),
        // What was never written may still travel: on another stream.
        (Open s, RouteInput.Closed c) when c.Connection == s.Connection => new(new Seeking(s.Queue), [new RouteAct.Seek()]),
        _ => new(state, []),
    };

    private static RouteStep Pump(Limits limits, Open state)
    {
        Seq<RouteAct> acts = [];
        while (!state.Queue.IsEmpty && state.InFlight < limits.StanzasInFlightMax)
        {
            acts = acts.Add(new RouteAct.Write(state.Connection, state.Proof, state.Queue.First));
            state = state with { Queue = state.Queue.Dequeue(), InFlight = state.InFlight + 1 };
        }

        return new(state, acts);
    }
}

/// <summary>What a route is told.</summary>
internal abstract record RouteInput
{
    private RouteInput()
    {
    }

    public sealed record Submitted(Waiting Waiting) : RouteInput;

    /// <summary>The pair is authorised on a stream.</summary>
    public sealed record Opened(ConnectionId Connection, Verified Proof) : RouteInput;

    /// <summary>No stream can be had.</summary>
    public sealed record GivenUp : RouteInput;

    /// <summary>A stanza of this route was written whole.</summary>
    public sealed record Wrote : RouteInput;

    /// <summary>A stream is no longer usable. INV-43: it takes along its own routes and no other's.</summary>
    public sealed record Closed(ConnectionId Connection) : RouteInput;
}

/// <summary>What a route decides.</summary>
internal abstract record RouteAct
{
    private RouteAct()
    {
    }

    /// <summary>Establish a stream, unless one is being established (INV-44).</summary>
    public sealed record Seek : RouteAct;

    public sealed record Write(ConnectionId Connection, Verified Proof, Waiting Waiting) : RouteAct;

    /// <summary>This stanza will never be written.</summary>
    public sealed record Return(Waiting Waiting) : RouteAct;

    /// <summary>The queue is full (INV-39).</summary>
    public sealed record Overflow(Waiting Waiting) : RouteAct;
}

/// <summary>The route after a step and what it decided.</summary>
internal readonly record struct RouteStep(Route? State, Seq<RouteAct> Acts);
