using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
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

    /// <summary>The peers that lately refused a further pair on a stream; each pair of theirs gets its own (XEP-0220 2.7).</summary>
    public Map<Domain, TimerId> Refrained { get; init; }

    /// <summary>The live timers; any other is stale.</summary>
    public Map<TimerId, TimerOwner> Timers { get; init; }

    public bool ShuttingDown { get; init; }

    /// <summary>While a server that stops still writes what waits: until when.</summary>
    public Watch? LastCall { get; init; }

    public int NextConnection { get; init; } = 1;

    public int NextTimer { get; init; } = 1;

    /// <summary>Whether the server was to stop, and every connection is gone.</summary>
    public bool IsComplete => this is { ShuttingDown: true, Outgoing.Count: 0, Incoming.Count: 0 };

    /// <summary>The search that has opened this connection and tries it now.</summary>
    public Search? SearchOn(ConnectionId connection) =>
        Outgoing.TryGetValue(connection, out var stream) ? SearchOn(connection, stream.Context.Errand) : null;

    /// <summary>The search for an errand, if it is this connection that it tries now.</summary>
    public Search? SearchOn(ConnectionId connection, Errand errand) =>
        Searches.TryGetValue(errand, out var search) && search.Connection == connection ? search : null;

    /// <summary>The stream on a connection, whoever has dialled it.</summary>
    public ILiveStream? StreamOn(ConnectionId connection) =>
        Outgoing.TryGetValue(connection, out var outgoing) ? outgoing
        : Incoming.TryGetValue(connection, out var incoming) ? incoming
        : null;

    /// <summary>Whether this connection carries the stanzas of a pair.</summary>
    public bool RouteOn(DomainPair pair, ConnectionId connection) =>
        Routes.TryGetValue(pair, out var route) && route is Route.Open open && open.Connection == connection;
}

/// <summary>
/// A search for a stream, with the connection that it is trying, or the deadline of the name service or of the answer to
/// a request for a place on a stream.
/// </summary>
internal sealed record Search(Establishment State, ConnectionId? Connection, Watch? Watch);

/// <summary>A live deadline and the timer that was set for it.</summary>
internal sealed record Watch(Deadline Deadline, TimerId Timer);

/// <summary>Whose deadline a timer is: a connection's, a search's, that of a pair or a peer that waits, or the server's.</summary>
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

    /// <summary>The answer to a request for a further pair on a stream.</summary>
    public sealed record Joining(Errand Errand) : TimerOwner
    {
        public override string ToString() => $"join {Errand.Local}→{Errand.Remote}";
    }

    /// <summary>How long a peer that refused a further pair is spared others.</summary>
    public sealed record Refrain(Domain Remote) : TimerOwner
    {
        public override string ToString() => $"refrain {Remote}";
    }

    /// <summary>The last stanzas of a server that stops.</summary>
    public sealed record LastCall : TimerOwner
    {
        public override string ToString() => "last call";
    }
}
