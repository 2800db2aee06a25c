namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// Something that a simulated peer says or does. Conditions are the names of the wire, so that a peer may also
/// use those that no standard knows.
/// </summary>
internal abstract record Utterance
{
    private Utterance()
    {
    }

    /// <summary>The open tag of a stream, initial or in response.</summary>
    public sealed record Header(HeaderForm Form) : Utterance;

    /// <summary>Stream features, as far as they are due.</summary>
    public sealed record Features : Utterance;

    public sealed record StartTls : Utterance;

    public sealed record Proceed : Utterance;

    public sealed record TlsFailure : Utterance;

    /// <summary>The handshake: it is ready for TLS.</summary>
    public sealed record Handshake : Utterance;

    /// <summary>What the dialled stream is for: <c>auth</c>, a key, or a question about one.</summary>
    public sealed record Request : Utterance;

    /// <summary>An <c>auth</c> where EXTERNAL is offered, else a key, whatever the dialled stream is for.</summary>
    public sealed record Authenticate : Utterance;

    public sealed record Success : Utterance;

    public sealed record SaslFailure(string Condition) : Utterance;

    /// <summary>An empty challenge of SASL.</summary>
    public sealed record Challenge : Utterance;

    /// <summary>The request of dialback: a key that it has made.</summary>
    public sealed record Key(Speaker From) : Utterance;

    /// <summary>An answer to a request of dialback.</summary>
    /// <param name="Type"><c>valid</c>, <c>invalid</c> or <c>error</c>.</param>
    /// <param name="From">In whose name.</param>
    /// <param name="Condition">The stanza error condition of an error.</param>
    public sealed record Result(string Type, Speaker From = Speaker.Itself, string? Condition = null) : Utterance;

    /// <summary>A question about a key that nobody has made.</summary>
    public sealed record Question : Utterance;

    /// <summary>An answer of an authority about the key that was asked about, or about the stream at hand.</summary>
    /// <param name="Type"><c>valid</c>, <c>invalid</c> or <c>error</c>.</param>
    /// <param name="Condition">The stanza error condition of an error.</param>
    public sealed record Verdict(string Type, string Condition = "item-not-found") : Utterance;

    public sealed record StreamError(string Condition) : Utterance;

    public sealed record CloseTag : Utterance;

    /// <summary>The end of the connection, without a word.</summary>
    public sealed record End : Utterance;

    /// <summary>The end of the connection by a reset.</summary>
    public sealed record Reset : Utterance;

    /// <summary>Bytes as they stand here.</summary>
    public sealed record Bytes(string Text) : Utterance;

    /// <summary>The other side begins a new stream: its header is the next thing.</summary>
    public sealed record ExpectHeader : Utterance;

    /// <summary>It asks the authority of the sender about the key, on a connection of its own (XEP-0220 2.1.2).</summary>
    public sealed record DialBack : Utterance;

    /// <summary>It takes the stanza that it was given.</summary>
    public sealed record Take : Utterance;

    /// <summary>A stanza.</summary>
    public sealed record Stanza(Speaker From) : Utterance;

    /// <summary>The stanzas that the dialled stream is for.</summary>
    public sealed record Stanzas : Utterance;

    /// <summary>Nothing more of this occasion for so many seconds.</summary>
    public sealed record Wait(int Seconds) : Utterance;

    /// <summary>Perhaps an answer to a request that nobody has made; the schedule decides.</summary>
    /// <param name="When">Tells two of them on one occasion apart.</param>
    public sealed record PerhapsUnsolicited(string When) : Utterance;
}

/// <summary>In whose name something is said.</summary>
internal enum Speaker
{
    Itself,

    /// <summary>A domain that nobody here serves.</summary>
    Elsewhere,
}

/// <summary>What a header lacks, or has wrong (protocol: H2, H3, H4).</summary>
[Flags]
internal enum HeaderForm
{
    Sound = 0,
    WithoutId = 1,
    WithoutVersion = 2,
    WithoutFrom = 4,
    WithoutTo = 8,

    /// <summary>The dialback namespace is not declared.</summary>
    WithoutDialback = 16,

    FromElsewhere = 32,
}
