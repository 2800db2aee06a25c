using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// Prosody 0.12.3 as Debian 12 ships it. A row is what it was seen to say when the recordings of
/// tests/Corpus were made; a row without utterances is where it was silent.
/// </summary>
internal static class Prosody
{
    // Its header before it has understood one, as it sends it in front of an error.
    private const HeaderForm Bare =
        HeaderForm.WithoutId | HeaderForm.WithoutVersion | HeaderForm.WithoutFrom | HeaderForm.WithoutTo;

    public static Profile Profile { get; } = (Conforming.Profile with
    {
        Name = "prosody-0.12",
        Meaning = "Prosody 0.12.3 as Debian 12 ships it",
        ListsDialbackInClear = true,
        ListsDialbackFinally = true,
        ListsDialbackErrors = false,
        TakesServerPurpose = true,
        TakesErrorForInvalid = true,
        KeepsConnections = true,
    })

        // Headers.
        .On(UnknownHost, [HeaderIn(HeaderForm.WithoutDialback), .. Accuse("host-unknown")])
        .On(HeaderToNoDomain, [HeaderIn(HeaderForm.WithoutFrom | HeaderForm.WithoutDialback), .. Accuse("host-unknown")])
        .On(HeaderWithoutTo, [HeaderIn(HeaderForm.WithoutFrom), .. Accuse("undefined-condition")])
        .On(HeaderFromOwnDomain, [Header, .. Accuse("undefined-condition")])
        .On(AddressesChanged, [HeaderIn(HeaderForm.WithoutId), .. Accuse("improper-addressing")])
        .On(OldVersion, Header)
        .On(ForeignRoot, [HeaderIn(HeaderForm.WithoutId), .. Accuse("invalid-namespace")])
        .On(BrokenHeader, [HeaderIn(Bare), .. Accuse("not-well-formed")])
        .On(MissingCertificate, [Header, .. Accuse("not-authorized")])
        .On(NothingToOffer, [Header, .. Accuse("undefined-condition")])

        // TLS and SASL: what was not offered is no element that it knows.
        .On([StartTlsUnoffered, ExternalInClear, ExternalUnoffered], Accuse("unsupported-stanza-type"))
        .On(StartTlsAgain, TlsFailure, Says.CloseTag)
        .On(CloseTagAnswered, End)
        .On(ExternalWithoutResponse, Refuse("malformed-request"))
        .On(ExternalMisencoded, Refuse("incorrect-encoding"))
        .On(ExternalForOther, Refuse("invalid-authzid"))
        .On([Abort, Bidi])

        // Dialback. It has no errors of XEP-0220 2.5: who cannot be verified hears nothing.
        .On([NoAuthority, ResultFromOwnDomain, ImproperVerify, ResultOfFullAddress])
        .On(KeyIsInvalid, Answer("invalid"))
        .On(ImproperResult, Accuse("improper-addressing"))
        .On([ResultForUnknownHost, VerifyForUnknownHost], Accuse("unsupported-stanza-type"))
        // It takes an answer for a request, and asks the authority about its empty key.
        .On(UnsolicitedResult, DialBack)
        // It looks at the policy for TLS only when the authority has called the key valid.
        .On(ResultInClear, DialBack)
        .On(KeyIsValidInClear, Accuse("policy-violation"))

        // Stanzas.
        .On([StanzaUnauthenticated, ClientStanza, StanzaOfNoAddress])
        .On([StanzaOfStranger, StanzaWithoutFrom], Accuse("not-authorized"))
        .On([StanzaToUnknownHost, StanzaWithoutTo], Accuse("host-unknown"))

        // It dials. RFC 7590 3.1: it asks for STARTTLS that was not offered.
        .On(TlsNotOffered, Says.StartTls)
        .On(HeaderWithoutId, Accuse("undefined-condition"))
        .On([ReadyWithStranger, DialbackRefused], Accuse("not-authorized"))
        // Where dialback is switched off it has nothing else to say.
        .On([ReadyForNothing, SaslRefusedFinally], Close)
        // It authenticates before it asks, on the connection that its stanzas use too.
        .On(ReadyToAsk, Authenticate)
        .On([GrantedToAsk, FinalFeaturesToAsk], Request)
        .On(AuthorityAnswered);
}
