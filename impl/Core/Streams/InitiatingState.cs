using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>Where an outgoing stream stands: named by what it awaits, holding only what is legal there.</summary>
internal abstract record InitiatingState
{
    private InitiatingState()
    {
    }

    /// <summary>The TCP connection is being made.</summary>
    public sealed record Connecting : InitiatingState;

    /// <summary>The TLS handshake is under way.</summary>
    public sealed record Handshaking : InitiatingState;

    /// <summary>Our header is written.</summary>
    public sealed record AwaitingHeader(Epoch Epoch) : InitiatingState;

    /// <summary>The response header has come.</summary>
    /// <param name="Epoch">What protects the stream.</param>
    /// <param name="Peer">What the response header said.</param>
    public sealed record AwaitingFeatures(Epoch Epoch, PeerHeader Peer) : InitiatingState;

    /// <summary><c>&lt;starttls/&gt;</c> is written.</summary>
    public sealed record AwaitingProceed : InitiatingState;

    /// <summary><c>&lt;auth/&gt;</c> is written.</summary>
    /// <param name="Epoch">What protects the stream.</param>
    /// <param name="Peer">What the response header said: needed if dialback follows on this stream.</param>
    /// <param name="Aborting">Whether <c>&lt;abort/&gt;</c> is written too.</param>
    public sealed record AwaitingOutcome(Epoch Epoch, PeerHeader Peer, bool Aborting) : InitiatingState;

    /// <summary>The dialback key is written.</summary>
    /// <param name="Epoch">What protects the stream.</param>
    /// <param name="Peer">What the response header said.</param>
    /// <param name="AfterExternal">
    /// Whether EXTERNAL was refused on this stream before: if the stream ends now, that is the rest of the refusal.
    /// </param>
    public sealed record AwaitingAnswer(Epoch Epoch, PeerHeader Peer, bool AfterExternal = false) : InitiatingState;

    /// <summary>The question to an authority is written.</summary>
    public sealed record AwaitingVerdict : InitiatingState;

    /// <summary>At least one pair is authorised.</summary>
    /// <param name="Epoch">What protects the stream.</param>
    /// <param name="Peer">What the response header said: further keys bind to its id.</param>
    /// <param name="Proofs">The proofs that stanzas of the authorised pairs need.</param>
    /// <param name="Requested">The further pairs whose keys are written and not answered (XEP-0220 2.7).</param>
    /// <param name="Busy">Whether the stream was used since its idle deadline was last set.</param>
    public sealed record Ready(
        Epoch Epoch, PeerHeader Peer, Seq<Verified> Proofs, Seq<DomainPair> Requested, bool Busy) : InitiatingState;

    /// <summary>
    /// Our closing tag is written; the peer's is awaited. RFC 6120 4.4 item 2: what the peer sends before it is still
    /// processed, which matters on a bidirectional stream.
    /// </summary>
    /// <param name="Received">The pairs whose stanzas are delivered.</param>
    /// <param name="Language">The language that the response header named.</param>
    /// <param name="Granting">
    /// Where the stream stood, if the peer may have authorised a bidirectional stream before it knows of our closing tag: from
    /// its word on, its stanzas are delivered.
    /// </param>
    public sealed record Closing(Seq<Verified> Received = default, string? Language = null, InitiatingState? Granting = null)
        : InitiatingState;

    /// <summary>The socket is being closed.</summary>
    public sealed record Draining(bool Forced) : InitiatingState;

    /// <summary>The socket is gone.</summary>
    public sealed record Gone : InitiatingState;
}

/// <summary>What remains of a response header (RFC 6120 4.7).</summary>
/// <param name="Id">The stream id, to which dialback keys bind; null if it was missing.</param>
/// <param name="DeclaresDialback">XEP-0220 2.4.1.</param>
/// <param name="Doubt">What is wrong with the header, unless a stream error follows that says it better.</param>
internal sealed record PeerHeader(StreamId? Id, bool DeclaresDialback, Refusal? Doubt)
{
    /// <summary>Whether the features behind it say that dialback errors are understood (XEP-0220 2.4.2).</summary>
    public bool TakesErrors { get; init; }

    /// <summary>The language that it names, of stanzas that name none (RFC 6120 4.7.4).</summary>
    public string? Language { get; init; }
}
