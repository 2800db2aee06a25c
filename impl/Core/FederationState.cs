using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;

namespace Xmpp.Federation.Core;

/// <summary>
/// Everything that the server knows, by content. The two counters only name things; renaming connections and
/// timers in order gives an equal state.
/// </summary>
internal sealed record FederationState
{
    public static FederationState Initial { get; } = new();

    public Map<ConnectionId, OutgoingStream> Outgoing { get; init; }

    public Map<ConnectionId, IncomingStream> Incoming { get; init; }

    /// <summary>The peers of <see cref="Incoming"/> by address, and their attempts.</summary>
    public Crowd Crowd { get; init; } = Crowd.Empty;

    public Map<Errand, Search> Searches { get; init; }

    public Map<Errand, Verification> Verifications { get; init; }

    public Map<DomainPair, Route> Routes { get; init; }

    /// <summary>The pairs for which no stream could be had lately.</summary>
    public Map<DomainPair, BackOff> BackOffs { get; init; }

    /// <summary>The live timers; any other is stale.</summary>
    public Map<TimerId, TimerOwner> Timers { get; init; }

    public bool ShuttingDown { get; init; }

    public int NextConnection { get; init; } = 1;

    public int NextTimer { get; init; } = 1;

    /// <summary>Whether the server was to stop, and every connection is gone.</summary>
    public bool IsComplete => this is { ShuttingDown: true, Outgoing.Count: 0, Incoming.Count: 0 };

    /// <summary>The search that tries this connection now.</summary>
    public Search? SearchOn(ConnectionId connection) =>
        Outgoing.TryGetValue(connection, out var stream)
        && Searches.TryGetValue(stream.Context.Errand, out var search)
        && search.Connection == connection ? search : null;

    /// <summary>Whether this connection carries the stanzas of a pair.</summary>
    public bool RouteOn(DomainPair pair, ConnectionId connection) =>
        Routes.TryGetValue(pair, out var route) && route is Route.Open open && open.Connection == connection;
}

/// <summary>An outgoing stream with what belongs to it.</summary>
/// <param name="Context">What it was told.</param>
/// <param name="State">Where it stands.</param>
/// <param name="Watch">Its deadline.</param>
/// <param name="InFlight">The stanzas that are with the writer, in the order in which they will be written.</param>
internal sealed record OutgoingStream(
    InitiatingContext Context, InitiatingState State, Watch? Watch, Fifo<StanzaTicket> InFlight)
{
    /// <summary>What the peer takes on it (XEP-0478).</summary>
    public StreamLimits Limits { get; init; } = StreamLimits.None;

    /// <summary>The stanza that was to be written first when the present deadline was set.</summary>
    public StanzaTicket? FirstWhenWatched { get; init; }

    /// <summary>
    /// Whether the writer has still not written what it had to write when the deadline was set: the peer takes nothing.
    /// </summary>
    public bool IsStuck => HasUnwritten && FirstWhenWatched == InFlight.First;

    /// <summary>Whether a deadline for writing is over, and there is more to be written.</summary>
    public bool HasUnwritten => Watch is { Deadline: Deadline.Writing } && !InFlight.IsEmpty;

    /// <summary>Whether a stream that would be idle has something with its writer.</summary>
    public bool IsWriting(Deadline? due) => due == Deadline.Idle && !InFlight.IsEmpty;
}

/// <summary>An incoming stream with its deadline.</summary>
internal sealed record IncomingStream(ReceivingState State, Watch? Watch)
{
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

/// <summary>A search for a stream, with the connection that it is trying or the deadline of its resolution.</summary>
internal sealed record Search(Establishment State, ConnectionId? Connection, Watch? Watch);

/// <summary>A live deadline and the timer that was set for it.</summary>
internal sealed record Watch(Deadline Deadline, TimerId Timer);

/// <summary>Whose deadline a timer is: a connection's, that of a search which is still resolving, or of a pair that waits.</summary>
internal abstract record TimerOwner
{
    private TimerOwner()
    {
    }

    public sealed record Connection(ConnectionId Id) : TimerOwner
    {
        public override string ToString() => Id.ToString();
    }

    public sealed record BackOff(DomainPair Pair) : TimerOwner
    {
        public override string ToString() => $"back off {Pair}";
    }

    public sealed record Resolution(Errand Errand) : TimerOwner
    {
        public override string ToString() => $"resolve {Errand.Remote}";
    }
}
