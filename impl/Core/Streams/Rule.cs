namespace Xmpp.Federation.Core.Streams;

/// <summary>The rules by which an input is refused or ignored, each with its clause.</summary>
internal enum Rule
{
    /// <summary>XEP-0220 2.1.1, 2.1.2, 3.1: an answer to no request of this stream never grants anything.</summary>
    UnsolicitedAnswer,

    /// <summary>XEP-0220 2.1, 2.2: without XEP-0288 requests come from the initiator, answers from the receiver.</summary>
    WrongDirection,

    /// <summary>XEP-0220 6.1: a dialback element needs proper addresses, an id on <c>db:verify</c>, a known type.</summary>
    ImproperDialback,

    /// <summary>XEP-0220 2.1.1: one request a pair and stream at a time.</summary>
    RepeatedRequest,

    /// <summary>XEP-0220 2.2.1, 2.5: a dialback request refused, by us or because its authority does not vouch for it.</summary>
    DialbackRefused,

    /// <summary>XEP-0220 2.2.1: the authority of the sender has called the key invalid.</summary>
    KeyInvalid,

    /// <summary>RFC 6120 4.8.4: first-level elements without a meaning are ignored.</summary>
    UnknownElement,

    /// <summary>RFC 6120 4.3.5: features that come when none are due are ignored.</summary>
    LateFeatures,

    /// <summary>RFC 6120 4.9.3.24: an element that this state does not await.</summary>
    UnexpectedElement,

    /// <summary>RFC 6120 4.3.3, 4.9.3.1: a header when no restart is due.</summary>
    UnexpectedHeader,

    /// <summary>RFC 6120 4.8.1, 4.8.3: a wrong stream or content namespace, of the stream or of an element.</summary>
    WrongNamespace,

    /// <summary>RFC 6120 4.7.1, 4.7.2, 4.9.3.7: a header address is missing or is none.</summary>
    ImproperHeader,

    /// <summary>RFC 6120 4.9.3.6: the header names a host that is not served here.</summary>
    HostUnknown,

    /// <summary>INV-13: nobody authenticates here as a domain that is served here.</summary>
    OurOwnDomain,

    /// <summary>RFC 6120 4.7.5: a version with which this server cannot work.</summary>
    UnsupportedVersion,

    /// <summary>RFC 6120 4.3.5: a stanza before negotiation is complete.</summary>
    EarlyStanza,

    /// <summary>RFC 6120 8.1.1.2, 8.1.2.2: a stanza of a pair that is not authorised on this stream.</summary>
    UnauthorisedStanza,

    /// <summary>RFC 6120 4.9.3.7: a stanza without proper addresses.</summary>
    ImproperStanza,

    /// <summary>RFC 6120 4.1: without XEP-0288 stanzas flow from the initiator to the receiver only.</summary>
    StanzaAgainstTheStream,

    /// <summary>RFC 6120 11: bytes that are no legal XML stream.</summary>
    IllegalXml,

    /// <summary>RFC 6120 5.3.3, 5.4.3.3: bytes between the STARTTLS exchange and the handshake.</summary>
    BytesBeforeTls,

    /// <summary>XEP-0288 2.2: bidirectional stanzas where they were not offered, or a second time.</summary>
    BidiNotOffered,

    /// <summary>RFC 6120 5.4.2.2: STARTTLS where it was not offered.</summary>
    StartTlsNotOffered,

    /// <summary>RFC 6120 6.5: an authentication request refused by a SASL failure.</summary>
    SaslRefused,

    /// <summary>RFC 6120 6.4.5: too many failed authentications, by EXTERNAL or dialback.</summary>
    RetriesExceeded,

    /// <summary>RFC 6120 13.12 item 1: more streams than may be, of this address or in all.</summary>
    TooManyStreams,

    /// <summary>RFC 6120 13.12 item 2: more attempts of this address than may be in a minute.</summary>
    TooManyAttempts,

    /// <summary>RFC 6120 13.12: nobody is authenticated yet, and somebody new needs the room.</summary>
    MadeWay,

    /// <summary>XEP-0220 2.5: more questions to authorities than may be under way.</summary>
    TooManyQuestions,

    /// <summary>RFC 6120 13.7.2: the peer's certificate does not validate and policy is strict.</summary>
    CertificateRefused,

    /// <summary>RFC 6120 6.4.5: nothing can be offered to this peer.</summary>
    NothingToOffer,

    /// <summary>RFC 6120 4.4: what comes behind the end of a stream is dropped.</summary>
    StreamEnding,

    /// <summary>The peer's stream error, condition or failure was understood and ends what was tried.</summary>
    PeerRefused,
}
