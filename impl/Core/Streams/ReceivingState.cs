using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Core.Streams;

/// <summary>Where an incoming stream stands: named by what it awaits, holding only what is legal there.</summary>
internal abstract record ReceivingState
{
    private ReceivingState()
    {
    }

    /// <summary>The initiator's header of this epoch is due; ours is not written yet.</summary>
    /// <param name="Epoch">What protects the stream.</param>
    /// <param name="Proof">What SASL has proved; the only thing that outlives a restart (INV-12).</param>
    public sealed record AwaitingHeader(Epoch Epoch, Verified? Proof) : ReceivingState;

    /// <summary>Our header and features are written; the initiator chooses.</summary>
    /// <param name="Session">Who talks to whom.</param>
    /// <param name="Offered">What the initiator may choose from.</param>
    /// <param name="Pending">The dialback requests whose authority has not answered.</param>
    /// <param name="Failures">How many authentications have failed.</param>
    public sealed record Negotiating(
        Session Session, StreamFeatures Offered, Seq<KeyQuestion> Pending, int Failures) : ReceivingState;

    /// <summary><c>&lt;proceed/&gt;</c> is written, or the connection is direct TLS.</summary>
    public sealed record Handshaking : ReceivingState;

    /// <summary>An empty challenge is written (RFC 6120 6.3.10, RFC 4422 5 item 2a).</summary>
    public sealed record AwaitingResponse(Negotiating Before) : ReceivingState;

    /// <summary>At least one pair is authenticated.</summary>
    /// <param name="Session">Who talks to whom.</param>
    /// <param name="Proofs">The pairs whose stanzas are delivered.</param>
    /// <param name="Pending">The dialback requests whose authority has not answered.</param>
    /// <param name="Busy">Whether the stream was used since its idle deadline was last set.</param>
    public sealed record Established(
        Session Session, Seq<Verified> Proofs, Seq<KeyQuestion> Pending, bool Busy) : ReceivingState;

    /// <summary>
    /// Our closing tag is written. RFC 6120 4.4 item 2: what the peer sent before its own is still processed.
    /// </summary>
    /// <param name="Proofs">The pairs whose stanzas are delivered.</param>
    /// <param name="Language">The language that the initiator's header named.</param>
    public sealed record Closing(Seq<Verified> Proofs, string? Language = null) : ReceivingState;

    /// <summary>The socket is being closed.</summary>
    public sealed record Draining(bool Forced) : ReceivingState;

    /// <summary>The socket is gone.</summary>
    public sealed record Gone : ReceivingState;
}

/// <summary>Who talks to whom on an incoming stream, since the header of this epoch.</summary>
/// <param name="Epoch">What protects the stream.</param>
/// <param name="Local">The domain that was addressed.</param>
/// <param name="Peer">The domain that the initiator claims; null if its header names none.</param>
/// <param name="Id">The id that this server chose for the epoch.</param>
/// <param name="Language">The language that the initiator's header names, of stanzas that name none (RFC 6120 4.7.4).</param>
internal sealed record Session(Epoch Epoch, Domain Local, Domain? Peer, StreamId Id, string? Language = null);
