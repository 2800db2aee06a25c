using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Grammar;

/// <summary>
/// Everything that can be heard on a stream, with a meaning in negotiation. An element counts as one of these
/// only in its exact namespace (INV-9).
/// </summary>
internal abstract record Heard
{
    private Heard()
    {
    }

    public sealed record Header(StreamHeader Value) : Heard;

    /// <summary>The root is no <c>&lt;stream&gt;</c> in the streams namespace (RFC 6120 4.8.1).</summary>
    public sealed record ForeignRoot(XmlName Name) : Heard;

    public sealed record Features(StreamFeatures Value) : Heard;

    public sealed record StartTls : Heard;

    public sealed record Proceed : Heard;

    /// <summary><c>&lt;failure/&gt;</c> in the TLS namespace (RFC 6120 5.4.2.2).</summary>
    public sealed record TlsFailure : Heard;

    public sealed record Auth(string? Mechanism, string? InitialResponse) : Heard;

    public sealed record Challenge(string Data) : Heard;

    public sealed record Response(string Data) : Heard;

    public sealed record Abort : Heard;

    public sealed record Success : Heard;

    /// <summary><c>&lt;failure/&gt;</c> in the SASL namespace (RFC 6120 6.4.5).</summary>
    public sealed record SaslFailure(SaslCondition Condition, string? Text) : Heard;

    /// <summary>The element that enables bidirectional stanzas (XEP-0288 2.2).</summary>
    public sealed record Bidi : Heard;

    /// <summary><c>db:result</c> without a type: XEP-0220 2.1.1, step 1.</summary>
    public sealed record ResultRequest(DomainPair Pair, string Key) : Heard;

    /// <summary><c>db:result</c> with a type: step 4. <paramref name="Pair"/> is the pair of the request.</summary>
    public sealed record ResultAnswer(DomainPair Pair, Verdict Verdict) : Heard;

    /// <summary><c>db:verify</c> without a type: step 2. <paramref name="Pair"/> is the pair to be proved.</summary>
    public sealed record VerifyRequest(DomainPair Pair, StreamId Id, string Key) : Heard;

    /// <summary><c>db:verify</c> with a type: step 3. <paramref name="Pair"/> is the pair of the request.</summary>
    public sealed record VerifyAnswer(DomainPair Pair, StreamId Id, Verdict Verdict) : Heard;

    /// <summary>A dialback element whose addresses, id or type cannot be read (XEP-0220 6.1).</summary>
    public sealed record ImproperDialback(string Wrong) : Heard;

    public sealed record Stanza(Xmpp.Federation.Stanza Value) : Heard;

    /// <summary>A stanza whose address is missing or no address (RFC 6120 4.9.3.7).</summary>
    public sealed record ImproperStanza(string Wrong) : Heard;

    public sealed record StreamError(StreamCondition Condition, string? Text) : Heard;

    /// <summary>A first-level element without a meaning here (RFC 6120 4.8.4).</summary>
    public sealed record Unknown(XmlName Name) : Heard;

    /// <summary>The close tag of the stream.</summary>
    public sealed record CloseTag : Heard;

    /// <summary>Bytes that are no legal stream.</summary>
    public sealed record Broken(XmlViolation Violation, string Detail) : Heard;

    /// <summary>The peer sends no more bytes.</summary>
    public sealed record EndOfBytes : Heard;
}

/// <summary>What a dialback answer says (XEP-0220 6.1: <c>valid</c>, <c>invalid</c> or <c>error</c>).</summary>
internal abstract record Verdict
{
    private Verdict()
    {
    }

    public sealed record Valid : Verdict;

    public sealed record Invalid : Verdict;

    public sealed record Error(StanzaCondition Condition) : Verdict;
}
