using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core;

/// <summary>Everything that can happen to the server. Chance and time come in here and nowhere else.</summary>
internal abstract record Input
{
    private Input()
    {
    }

    /// <summary>The application hands over a stanza.</summary>
    public sealed record Submitted(StanzaTicket Ticket, Stanza Stanza) : Input;

    /// <summary>A peer has connected.</summary>
    public sealed record Accepted(ConnectionId Connection, bool DirectTls) : Input
    {
        /// <summary>Where the peer connects from.</summary>
        public PeerAddress From { get; init; }

        /// <summary>When it did, on a clock that only goes forward.</summary>
        public TimeSpan At { get; init; }
    }

    /// <summary>The name service has answered for an errand.</summary>
    public sealed record Resolved(Errand Errand, Resolution Answer) : Input;

    /// <summary>Something happened on a connection.</summary>
    public sealed record OnStream(ConnectionId Connection, StreamInput What) : Input;

    /// <summary>The oldest stanza that is with the writer of a connection was written whole.</summary>
    public sealed record Wrote(ConnectionId Connection) : Input;

    /// <summary>A timer has fired. One that was cancelled meanwhile is stale and changes nothing (INV-45).</summary>
    public sealed record TimedOut(TimerId Timer) : Input;

    /// <summary>The server is to stop: nothing new is begun, every stream is closed in order.</summary>
    public sealed record ShutDown : Input;
}

/// <summary>One setting of a timer. A new setting gets a new number, so that an old one is known to be stale.</summary>
internal readonly record struct TimerId(int Number) : IComparable<TimerId>
{
    public int CompareTo(TimerId other) => Number.CompareTo(other.Number);

    public override string ToString() => $"timer {Number}";
}
