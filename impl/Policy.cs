namespace Xmpp.Federation;

/// <summary>Whether a stream must, may or must not be encrypted (RFC 6120 5, XEP-0368).</summary>
public enum TlsPolicy
{
    /// <summary>No TLS is offered, asked for or accepted.</summary>
    Disabled,

    /// <summary>TLS is used where both sides can; clear text is acceptable.</summary>
    Optional,

    /// <summary>Nothing is authenticated in clear, in either role.</summary>
    Required,

    /// <summary>TLS from the first byte (XEP-0368) and nothing else.</summary>
    DirectOnly,
}

/// <summary>Whether SASL EXTERNAL is used (XEP-0178).</summary>
public enum SaslPolicy
{
    /// <summary>EXTERNAL is neither offered nor tried.</summary>
    Disabled,

    /// <summary>EXTERNAL is preferred; another proof is acceptable.</summary>
    Optional,

    /// <summary>No other proof is acceptable, in either role.</summary>
    Required,
}

/// <summary>Where server dialback (XEP-0220) is an acceptable proof, as initiator and as receiver.</summary>
public enum DialbackPolicy
{
    /// <summary>Nowhere; <c>db:verify</c> is not answered either.</summary>
    Never,

    /// <summary>Also in clear.</summary>
    Always,

    /// <summary>On encrypted streams only.</summary>
    TlsOnly,

    /// <summary>On encrypted streams whose peer presented a certificate that is valid for its domain.</summary>
    TlsValidCertOnly,
}

/// <summary>What follows a failed EXTERNAL (XEP-0178 3, step 11b leaves both ways open).</summary>
public enum ExternalFallback
{
    /// <summary>Dialback on the same stream where it is still open, else on a new one.</summary>
    SameStream,

    /// <summary>Dialback on a new stream only.</summary>
    NewStream,

    /// <summary>No dialback after EXTERNAL has failed.</summary>
    Never,
}

/// <summary>
/// What this server demands of, and allows in, a negotiation with one remote domain, in both roles. Each bit
/// stands for a choice that the standards leave open or that the field makes both ways.
/// </summary>
public sealed record Policy
{
    /// <summary>Today's best practice: TLS required, EXTERNAL preferred, dialback over TLS as fallback.</summary>
    public static Policy Default { get; } = new();

    /// <summary>Encryption.</summary>
    public TlsPolicy Tls { get; init; } = TlsPolicy.Required;

    /// <summary>SASL EXTERNAL.</summary>
    public SaslPolicy Sasl { get; init; } = SaslPolicy.Optional;

    /// <summary>Server dialback.</summary>
    public DialbackPolicy Dialback { get; init; } = DialbackPolicy.TlsOnly;

    /// <summary>
    /// Abort when the other side presents a certificate that does not validate (RFC 6120 13.7.2). A missing
    /// client certificate is no abort: the peer is then unauthenticated and dialback decides.
    /// </summary>
    public bool StrictCertificates { get; init; } = true;

    /// <summary>What follows a failed EXTERNAL.</summary>
    public ExternalFallback ExternalToDialback { get; init; } = ExternalFallback.SameStream;

    /// <summary>A new attempt in clear after a failed handshake (RFC 6120 5.4.3.2), only with optional TLS.</summary>
    public bool PlainAfterTlsFailure { get; init; }

    /// <summary>Ask for STARTTLS although it was not offered, where TLS is required (RFC 7590 3.1).</summary>
    public bool TryTlsUnadvertised { get; init; } = true;

    /// <summary>Accept a response header without <c>from</c> (RFC 6120 4.7.1: "SHOULD be liberal").</summary>
    public bool AcceptMissingFrom { get; init; } = true;

    /// <summary>Accept peers whose header has no <c>version</c> (RFC 6120 4.7.5 item 4): dialback only.</summary>
    public bool AcceptLegacy { get; init; } = true;

    /// <summary>Use dialback only where the peer's header declares its namespace (XEP-0220 2.4.1).</summary>
    public bool RequireDialbackNamespace { get; init; }

    /// <summary>
    /// Ask for a further target on a stream that serves another one, where both are reached at the same host and port
    /// and the peer takes dialback errors (XEP-0220 2.7.2). A further sender to the same target needs no such bit (2.7.1), but
    /// the errors.
    /// </summary>
    public bool AllowTargetMultiplexing { get; init; } = true;

    /// <summary>
    /// Ask for, and accept, further pairs on a stream that EXTERNAL has authenticated. Each is asked for by dialback and,
    /// where the certificate proves its sender, granted without dialling back (XEP-0344 2.4). Without it such a stream
    /// carries the pair of its header and no other.
    /// </summary>
    public bool AllowMultiplexingOnSasl { get; init; }

    /// <summary>
    /// Offer, and use where it is offered, streams that carry stanzas both ways (XEP-0288): the inverse of every pair
    /// that is authenticated on them.
    /// </summary>
    public bool OfferBidi { get; init; }
}
