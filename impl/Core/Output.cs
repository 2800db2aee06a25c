using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core;

/// <summary>Everything that the core decides. The shell performs outputs in their order.</summary>
internal abstract record Output
{
    private Output()
    {
    }

    /// <summary>Ask the name service for the remote domain of an errand.</summary>
    public sealed record Resolve(Errand Errand) : Output;

    /// <summary>Make a TCP connection.</summary>
    public sealed record Dial(ConnectionId Connection, Target Target, Domain Remote) : Output;

    /// <summary>Write an element of negotiation.</summary>
    public sealed record Send(ConnectionId Connection, WireItem Item) : Output;

    /// <summary>Write a stanza. INV-1: only with the proof that its pair may use the stream.</summary>
    public sealed record SendStanza(ConnectionId Connection, Verified Proof, StanzaTicket Ticket, Stanza Stanza) : Output;

    /// <summary>Hand the connection to TLS after everything written so far.</summary>
    /// <param name="Connection">The connection.</param>
    /// <param name="Local">Whose certificate to present.</param>
    /// <param name="Remote">The server name to ask for (SNI); null when we are the TLS server.</param>
    public sealed record BeginTls(ConnectionId Connection, Domain Local, Domain? Remote) : Output;

    /// <summary>The next bytes of the connection are a new document.</summary>
    public sealed record ExpectHeader(ConnectionId Connection) : Output;

    /// <summary>The peer is authenticated: its elements may be larger from here on.</summary>
    public sealed record RaiseLimits(ConnectionId Connection) : Output;

    /// <summary>End a connection, after everything written so far or at once. <c>Disconnected</c> follows.</summary>
    public sealed record Disconnect(ConnectionId Connection, bool AtOnce) : Output;

    /// <summary>Hand a stanza to the application. INV-2: only with the proof of its pair on this stream.</summary>
    /// <param name="Connection">The connection that brought it.</param>
    /// <param name="Proof">The proof.</param>
    /// <param name="Stanza">The stanza.</param>
    /// <param name="Language">The language of a stanza that names none (RFC 6120 8.1.5); null if its stream names none.</param>
    public sealed record Deliver(ConnectionId Connection, Verified Proof, Stanza Stanza, string? Language) : Output;

    /// <summary>Tell the application what became of a stanza; exactly once for each (INV-37).</summary>
    public sealed record Settle(StanzaTicket Ticket, StanzaFate Fate) : Output;

    public sealed record SetTimer(TimerId Timer, TimerOwner Owner, Deadline Deadline, TimeSpan Length) : Output
    {
        /// <summary>Whether the length is the longest there may be, and the shell draws one from zero to it.</summary>
        public bool Drawn { get; init; }
    }

    public sealed record CancelTimer(TimerId Timer) : Output;

    /// <summary>For the log: a pair may use a stream, in one direction, after these refusals.</summary>
    public sealed record Admitted(ConnectionId Connection, Verified Proof, ReasonChain Reasons) : Output;

    /// <summary>For the log: no stream could be had for an errand.</summary>
    public sealed record GaveUp(Errand Errand, ReasonChain Reasons) : Output;

    /// <summary>For the log: an input was refused by this rule.</summary>
    public sealed record Refused(ConnectionId Connection, Rule Rule) : Output;

    /// <summary>After <see cref="Input.ShutDown"/>: nothing is left.</summary>
    public sealed record ShutDownComplete : Output;
}
