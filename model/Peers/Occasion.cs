namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// What a simulated peer meets on a connection. On each occasion it says what its profile has for it, or nothing.
/// A special occasion for which a profile has nothing of its own is met like the general one that it is a case of.
/// </summary>
internal enum Occasion
{
    /// <summary>It has accepted a connection that begins in clear.</summary>
    Accepted,

    /// <summary>It has accepted a connection that begins with TLS (XEP-0368).</summary>
    AcceptedDirectTls,

    /// <summary>The initial header of a stream in clear.</summary>
    ClearHeader,

    /// <summary>The header behind the TLS handshake.</summary>
    SecureHeader,

    /// <summary>The header behind a success of SASL.</summary>
    FinalHeader,

    /// <summary>A header without version (RFC 6120 4.7.5 item 4).</summary>
    LegacyHeader,

    /// <summary>A header that does not declare the dialback namespace (XEP-0220 2.4.1).</summary>
    HeaderWithoutDialback,

    /// <summary>A header for a domain that it does not serve.</summary>
    UnknownHost,

    /// <summary>The header behind a handshake in which a certificate was presented that its policy abhors.</summary>
    UntrustedCertificate,

    /// <summary>The header behind a handshake after which no proof is left that it would accept.</summary>
    NothingToOffer,

    StartTls,

    /// <summary>The same where it was not offered, or TLS is there already.</summary>
    StartTlsUnoffered,

    /// <summary>An <c>auth</c> by EXTERNAL that the certificate bears out.</summary>
    External,

    /// <summary>An <c>auth</c> by EXTERNAL that the certificate does not bear out.</summary>
    ExternalUnproved,

    ExternalInClear,

    /// <summary>An <c>auth</c> by another mechanism.</summary>
    OtherMechanism,

    /// <summary>The <c>abort</c> of SASL.</summary>
    Abort,

    /// <summary>A <c>db:result</c> without a type: step 1 of XEP-0220 2.1.1.</summary>
    ResultRequest,

    /// <summary>The same in clear where its policy requires TLS.</summary>
    ResultInClear,

    /// <summary>The same where its policy does without dialback.</summary>
    ResultUnwanted,

    /// <summary>The same for a domain that it does not serve.</summary>
    ResultForUnknownHost,

    /// <summary>The authority has called the key of a request valid.</summary>
    KeyIsValid,

    KeyIsInvalid,

    /// <summary>The authority was not reached, or did not say.</summary>
    NoAuthority,

    /// <summary>It is asked about a key that it has made.</summary>
    VerifyOwnKey,

    /// <summary>It is asked about a key that it has not made.</summary>
    VerifyForeignKey,

    /// <summary>A stanza of a pair that it has granted.</summary>
    Stanza,

    /// <summary>A stanza on a stream on which nothing was granted.</summary>
    StanzaUnauthenticated,

    /// <summary>A stanza of another pair than those granted.</summary>
    StanzaOfStranger,

    /// <summary>An answer to a request of dialback that it has not made.</summary>
    UnsolicitedAnswer,

    UnknownElement,

    /// <summary>Bytes that are no legal stream.</summary>
    Broken,

    /// <summary>A stream error: the other side gives the stream up.</summary>
    StreamError,

    CloseTag,

    /// <summary>The other side sends no more.</summary>
    EndOfBytes,

    /// <summary>It has dialled, and the connection begins in clear.</summary>
    Dialled,

    /// <summary>The handshake of a connection that it has dialled is done.</summary>
    DialledSecured,

    /// <summary>It has dialled: features in clear that offer STARTTLS, which it wants.</summary>
    TlsOffered,

    /// <summary>It has dialled: features in clear without the STARTTLS that its policy requires.</summary>
    TlsNotOffered,

    Proceed,

    TlsRefused,

    /// <summary>It has dialled, and nothing stands between the stream and what the stream is for.</summary>
    Ready,

    Success,

    SaslRefused,

    /// <summary>It has dialled: the features behind the success of SASL.</summary>
    FinalFeatures,

    /// <summary>It has dialled: its key was called valid.</summary>
    Granted,

    /// <summary>It has dialled: its key was refused, by <c>invalid</c> or an error.</summary>
    DialbackRefused,

    /// <summary>It has dialled to ask an authority, which has answered.</summary>
    AuthorityAnswered,
}
