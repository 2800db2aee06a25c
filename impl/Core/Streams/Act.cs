using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What a stream decides: on its own socket, and for the server that it is part of.</summary>
internal abstract record Act
{
    private Act()
    {
    }

    /// <summary>Write this.</summary>
    public sealed record Say(WireItem Item) : Act;

    /// <summary>Hand the socket to TLS, after everything said so far.</summary>
    /// <param name="Addressed">On an incoming stream, the domain that its header addressed.</param>
    public sealed record BeginTls(Domain? Addressed = null) : Act;

    /// <summary>A new epoch: the next bytes are a new document (RFC 6120 4.3.3).</summary>
    public sealed record ExpectHeader : Act;

    /// <summary>The peer is authenticated: elements up to the larger limit are read from here on.</summary>
    public sealed record RaiseLimits : Act;

    /// <summary>End the connection: after everything said so far, or at once.</summary>
    public sealed record Disconnect(bool AtOnce) : Act;

    /// <summary>A further pair that was asked for may not use this stream.</summary>
    public sealed record Decline(DomainPair Pair, Refusal Refusal) : Act;

    /// <summary>A pair may use this stream from here on.</summary>
    public sealed record Admit(Verified Proof) : Act;

    /// <summary>This stream will not, or no longer, serve what it was opened for.</summary>
    public sealed record Conclude(Refusal Refusal) : Act;

    /// <summary>A refusal that this stream survives by trying the next method itself.</summary>
    public sealed record Record(Refusal Refusal) : Act;

    /// <summary>The authority answered the question that this stream was opened for.</summary>
    public sealed record Report(Verdict Verdict) : Act;

    /// <summary>Ask the authority of the sender (XEP-0220 2.1.2).</summary>
    public sealed record Ask(KeyQuestion Question) : Act;

    /// <summary>Hand this stanza to the application, with the language of its stream.</summary>
    public sealed record Deliver(Verified Proof, Stanza Stanza, string? Language) : Act;

    /// <summary>An input was refused, by silence or by what is said beside this.</summary>
    public sealed record Refuse(Rule Rule) : Act;
}

/// <summary>Where a stream stands now, and what it decided on the way.</summary>
internal readonly record struct StreamStep<TState>(TState State, Seq<Act> Acts);

/// <summary>Why a stream did not serve its purpose.</summary>
/// <param name="Flavour">The kind of refusal.</param>
/// <param name="Condition">The peer's condition, or our own word.</param>
/// <param name="Text">The peer's text.</param>
/// <param name="PolicyBit">The policy field that forbade to go on.</param>
/// <param name="HeaderSeen">
/// Whether the peer's header had come: then the peer is that host, and another target is not tried.
/// </param>
internal sealed record Refusal(
    Flavour Flavour, string Condition, string? Text = null, string? PolicyBit = null, bool HeaderSeen = false)
{
    /// <summary>Whether <c>&lt;bidi/&gt;</c> had been said on the stream: then it may be what was refused.</summary>
    public bool BehindBidi { get; init; }
}
