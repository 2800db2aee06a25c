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

    /// <summary>The same, and the dialback namespace is not declared either.</summary>
    LegacyUndeclared,

    /// <summary>A header whose version is below 1.0, and says so.</summary>
    OldVersion,

    /// <summary>A header of a higher minor version (RFC 6120 4.7.5 item 3).</summary>
    NewMinorVersion,

    /// <summary>A header of a higher major version (RFC 6120 4.9.3.25).</summary>
    NewMajorVersion,

    /// <summary>A header for another content than <c>jabber:server</c> (RFC 6120 4.8.2).</summary>
    ForeignContent,

    /// <summary>A root that is no stream header (RFC 6120 4.8.1).</summary>
    ForeignRoot,

    /// <summary>A header whose prefix is not <c>stream</c> (RFC 6120 4.8.5).</summary>
    OtherPrefix,

    /// <summary>A header without <c>to</c> (RFC 6120 4.7.2).</summary>
    HeaderWithoutTo,

    /// <summary>A header whose <c>to</c> is empty or no domain.</summary>
    HeaderToNoDomain,

    /// <summary>The same, an address with more than a domain in it.</summary>
    HeaderToFullAddress,

    /// <summary>A header from a domain that it serves itself.</summary>
    HeaderFromOwnDomain,

    /// <summary>The header behind the handshake names other domains than the one in clear.</summary>
    AddressesChanged,

    /// <summary>A header that does not declare the dialback namespace (XEP-0220 2.4.1).</summary>
    HeaderWithoutDialback,

    /// <summary>The same where dialback is the only proof that its policy knows.</summary>
    OnlyProofUndeclared,

    /// <summary>A header for a domain that it does not serve.</summary>
    UnknownHost,

    /// <summary>The header behind a handshake in which a certificate was presented that its policy abhors.</summary>
    UntrustedCertificate,

    /// <summary>The header behind a handshake in which no certificate was presented, and its policy wants one.</summary>
    MissingCertificate,

    /// <summary>The header behind a handshake after which no proof is left that it would accept.</summary>
    NothingToOffer,

    StartTls,

    /// <summary>The same where it was not offered, or TLS is there already.</summary>
    StartTlsUnoffered,

    /// <summary>The same behind the handshake.</summary>
    StartTlsAgain,

    /// <summary>An <c>auth</c> by EXTERNAL that the certificate bears out.</summary>
    External,

    /// <summary>An <c>auth</c> by EXTERNAL that the certificate does not bear out.</summary>
    ExternalUnproved,

    ExternalInClear,

    /// <summary>The same where its policy does without TLS.</summary>
    ExternalWithoutTls,

    /// <summary>An <c>auth</c> by EXTERNAL where EXTERNAL was not offered.</summary>
    ExternalUnoffered,

    /// <summary>An <c>auth</c> by EXTERNAL without an initial response (RFC 6120 6.4.2).</summary>
    ExternalWithoutResponse,

    /// <summary>An <c>auth</c> by EXTERNAL whose response is no base 64 (RFC 6120 6.5.5).</summary>
    ExternalMisencoded,

    /// <summary>An <c>auth</c> by EXTERNAL for another domain than that of the header (RFC 6120 6.5.6).</summary>
    ExternalForOther,

    /// <summary>An <c>auth</c> on a stream that has succeeded in one.</summary>
    AuthAgain,

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

    /// <summary>The same in the name of a domain that it serves itself.</summary>
    ResultFromOwnDomain,

    /// <summary>The same without a key.</summary>
    ResultWithoutKey,

    /// <summary>The same for a pair that it has granted.</summary>
    ResultRepeated,

    /// <summary>The same for another pair than one that it has granted on this stream (XEP-0220 2.7).</summary>
    ResultForFurtherPair,

    /// <summary>The same where the header did not declare the dialback namespace.</summary>
    ResultUndeclared,

    /// <summary>A <c>db:result</c> whose addresses are missing or no domains (XEP-0220 6.1).</summary>
    ImproperResult,

    /// <summary>The same, an address with more than a domain in it.</summary>
    ResultOfFullAddress,

    /// <summary>A <c>db:verify</c> whose addresses or id are missing (XEP-0220 6.1).</summary>
    ImproperVerify,

    /// <summary>The authority has called the key of a request valid.</summary>
    KeyIsValid,

    /// <summary>The same on a stream in clear where its policy requires TLS.</summary>
    KeyIsValidInClear,

    KeyIsInvalid,

    /// <summary>The authority was not reached, or did not say.</summary>
    NoAuthority,

    /// <summary>It is asked about a key that it has made.</summary>
    VerifyOwnKey,

    /// <summary>It is asked about a key that it has not made.</summary>
    VerifyForeignKey,

    /// <summary>It is asked about a key of a domain that it does not serve.</summary>
    VerifyForUnknownHost,

    /// <summary>It is asked in clear where its policy requires TLS.</summary>
    VerifyInClear,

    /// <summary>A stanza of a pair that it has granted.</summary>
    Stanza,

    /// <summary>A stanza on a stream on which nothing was granted.</summary>
    StanzaUnauthenticated,

    /// <summary>A stanza of another pair than those granted.</summary>
    StanzaOfStranger,

    /// <summary>A stanza on a stream in clear where its policy requires TLS.</summary>
    StanzaInClear,

    /// <summary>A stanza of a sender that it knows, for a domain that it does not serve.</summary>
    StanzaToUnknownHost,

    /// <summary>A stanza whose <c>from</c> is missing (RFC 6120 8.1.2.2).</summary>
    StanzaWithoutFrom,

    /// <summary>A stanza whose <c>to</c> is missing (RFC 6120 8.1.1.2).</summary>
    StanzaWithoutTo,

    /// <summary>A stanza whose address cannot be read (RFC 6120 4.9.3.6).</summary>
    StanzaOfNoAddress,

    /// <summary>A stanza in the namespace of clients.</summary>
    ClientStanza,

    /// <summary>An answer to a request of dialback that it has not made.</summary>
    UnsolicitedAnswer,

    /// <summary>The same, a <c>db:result</c>.</summary>
    UnsolicitedResult,

    UnknownElement,

    /// <summary>The request of XEP-0288 2.2 to use the stream both ways.</summary>
    Bidi,

    /// <summary>Bytes that are no legal stream.</summary>
    Broken,

    /// <summary>The same before any header of the stream.</summary>
    BrokenHeader,

    /// <summary>A stream error: the other side gives the stream up.</summary>
    StreamError,

    CloseTag,

    /// <summary>The same where its own close tag came first.</summary>
    CloseTagAnswered,

    /// <summary>The other side sends no more.</summary>
    EndOfBytes,

    /// <summary>It has dialled, and the connection begins in clear.</summary>
    Dialled,

    /// <summary>The same where its policy does without TLS.</summary>
    DialledWithoutTls,

    /// <summary>The handshake of a connection that it has dialled is done.</summary>
    DialledSecured,

    /// <summary>It has dialled: a response header without id (RFC 6120 4.7.3).</summary>
    HeaderWithoutId,

    /// <summary>It has dialled: features in clear that offer STARTTLS, which it wants.</summary>
    TlsOffered,

    /// <summary>It has dialled: features in clear without the STARTTLS that its policy requires.</summary>
    TlsNotOffered,

    Proceed,

    TlsRefused,

    /// <summary>It has dialled, and nothing stands between the stream and what the stream is for.</summary>
    Ready,

    /// <summary>The same, and the stream is for a question to an authority.</summary>
    ReadyToAsk,

    /// <summary>The same, and the certificate of the other side is one that its policy abhors.</summary>
    ReadyWithStranger,

    /// <summary>The same, and EXTERNAL, which it would rather use, is not offered.</summary>
    ReadyWithoutExternal,

    /// <summary>The same, and nothing is offered that its policy would let it use.</summary>
    ReadyForNothing,

    Success,

    SaslRefused,

    /// <summary>The same where its policy does without dialback.</summary>
    SaslRefusedFinally,

    /// <summary>It has dialled: the features behind the success of SASL.</summary>
    FinalFeatures,

    /// <summary>The same, and the stream is for a question to an authority.</summary>
    FinalFeaturesToAsk,

    /// <summary>It has dialled: its key was called valid.</summary>
    Granted,

    /// <summary>The same, and the stream is for a question to an authority.</summary>
    GrantedToAsk,

    /// <summary>It has dialled: its key was refused, by <c>invalid</c> or an error.</summary>
    DialbackRefused,

    /// <summary>It has dialled to ask an authority, which has answered.</summary>
    AuthorityAnswered,
}
