using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What can happen to one stream. Failures of the world are inputs, never exceptions.</summary>
internal abstract record StreamInput
{
    private StreamInput()
    {
    }

    /// <summary>The TCP connection that this server dialled is there.</summary>
    public sealed record Connected : StreamInput;

    /// <summary>The TCP connection could not be made.</summary>
    public sealed record ConnectFailed(string Detail) : StreamInput;

    /// <summary>One item was read.</summary>
    /// <param name="What">Its meaning.</param>
    /// <param name="BytesBehind">Whether bytes behind it were already received: fatal before TLS (INV-19).</param>
    /// <param name="FreshId">An unpredictable, unused stream id, to be used if this input opens an epoch.</param>
    public sealed record Received(Heard What, bool BytesBehind, StreamId FreshId) : StreamInput;

    /// <summary>The TLS handshake is complete.</summary>
    public sealed record Secured(PeerCertificate Certificate) : StreamInput;

    /// <summary>The TLS handshake failed; not one XML byte may follow (RFC 6120 5.4.3.2).</summary>
    public sealed record TlsFailed(string Detail) : StreamInput;

    /// <summary>The connection broke: reset, or a read or write that failed.</summary>
    public sealed record Lost(string Detail) : StreamInput;

    /// <summary>The deadline of the present state has passed.</summary>
    public sealed record TimedOut : StreamInput;

    /// <summary>This server wants the stream closed in order.</summary>
    public sealed record Finish : StreamInput;

    /// <summary>The authority of a sender, or the world on the way to it, has answered (receiving streams only).</summary>
    public sealed record Judged(KeyQuestion Question, Verdict Verdict) : StreamInput;

    /// <summary>This server wants a further pair on a stream that is ready (initiating streams only; XEP-0220 2.7).</summary>
    public sealed record Request(DomainPair Pair) : StreamInput;

    /// <summary>Nobody waits for the answer to that request any more (initiating streams only).</summary>
    public sealed record Withdraw(DomainPair Pair) : StreamInput;

    /// <summary>The socket is gone.</summary>
    public sealed record Disconnected : StreamInput;
}
