using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core;

/// <summary>A stream with what belongs to it, whoever has opened it.</summary>
internal interface ILiveStream
{
    /// <summary>Its deadline.</summary>
    Watch? Watch { get; }

    /// <summary>The deadline that its state asks for.</summary>
    Deadline? Due { get; }

    /// <summary>The stanzas that are with the writer, in the order in which they will be written.</summary>
    Fifo<InFlight> InFlight { get; }

    /// <summary>The stanza that was to be written first when the present deadline was set.</summary>
    StanzaTicket? FirstWhenWatched { get; }
}

/// <summary>Whether the writer of a stream gets on.</summary>
internal static class Writers
{
    /// <summary>
    /// Whether the writer has still not written what it had to write when the deadline was set: the peer takes nothing.
    /// </summary>
    public static bool IsStuck(this ILiveStream stream) =>
        stream.HasUnwritten() && stream.FirstWhenWatched == stream.InFlight.First.Ticket;

    /// <summary>Whether a deadline for writing is over, and there is more to be written.</summary>
    public static bool HasUnwritten(this ILiveStream stream) =>
        stream.Watch is { Deadline: Deadline.Writing } && !stream.InFlight.IsEmpty;

    /// <summary>Whether a stream that would be idle has something with its writer.</summary>
    public static bool IsWriting(this ILiveStream stream, Deadline? due) => due == Deadline.Idle && !stream.InFlight.IsEmpty;
}

/// <summary>A stream that this server has opened.</summary>
/// <param name="Context">What it was told.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Target">Where it leads.</param>
/// <param name="Watch">Its deadline.</param>
/// <param name="InFlight">The stanzas that are with the writer.</param>
internal sealed record OutgoingStream(
    InitiatingContext Context, InitiatingState State, Target Target, Watch? Watch, Fifo<InFlight> InFlight)
    : ILiveStream
{
    public Deadline? Due => InitiatingStream.DeadlineOf(State);

    public StanzaTicket? FirstWhenWatched { get; init; }

    /// <summary>What the peer takes on it (XEP-0478).</summary>
    public StreamLimits Limits { get; init; } = StreamLimits.None;
}

/// <summary>A stream that a peer has opened.</summary>
/// <param name="State">Where it stands.</param>
/// <param name="Watch">Its deadline.</param>
/// <param name="InFlight">On a bidirectional stream, the stanzas that are with the writer.</param>
internal sealed record IncomingStream(ReceivingState State, Watch? Watch, Fifo<InFlight> InFlight = default)
    : ILiveStream
{
    public Deadline? Due => ReceivingStream.DeadlineOf(State);

    public StanzaTicket? FirstWhenWatched { get; init; }

    /// <summary>Where the peer connects from.</summary>
    public PeerAddress From { get; init; }

    /// <summary>Whether anybody was ever authenticated on it.</summary>
    public bool Authenticated { get; init; }

    /// <summary>How many items were heard on it before that.</summary>
    public int Elements { get; init; }

    /// <summary>How much time deadlines may still take before that.</summary>
    public TimeSpan Left { get; init; }

    /// <summary>Whether it costs something, and nobody has proved to be worth it.</summary>
    public bool IsHalfOpen => !Authenticated && State is not (ReceivingState.Draining { Forced: true } or ReceivingState.Gone);

    public IncomingStream Next(ReceivingState state) =>
        this with { State = state, Authenticated = Authenticated || state is ReceivingState.Established };
}

/// <summary>A stanza that is with the writer of a stream, and the pair that it belongs to.</summary>
internal readonly record struct InFlight(StanzaTicket Ticket, DomainPair Pair);
