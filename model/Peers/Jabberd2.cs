using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// jabberd2 2.7.0 as Debian 12 ships it: no EXTERNAL between servers. A row is what it was seen to say when the
/// recordings of tests/Corpus were made; a row without utterances is where it was silent.
/// </summary>
internal static class Jabberd2
{
    // Its header before it has understood one, as it sends it in front of an error.
    private const HeaderForm Bare =
        HeaderForm.WithoutId | HeaderForm.WithoutFrom | HeaderForm.WithoutTo | HeaderForm.WithoutDialback;

    public static Profile Profile { get; } = (Conforming.Profile with
    {
        Name = "jabberd2-2.7",
        Meaning = "jabberd2 2.7.0 as Debian 12 ships it",
        External = ExternalOffer.Never,
        UsesExternal = false,
        ListsDialbackInClear = true,
        ListsDialbackErrors = false,
        TakesErrorForInvalid = true,
        KeepsConnections = true,
    })

        // Headers. It answers for every domain.
        .On([UnknownHost, AddressesChanged, UntrustedCertificate, NothingToOffer], Header, Features)
        .On(HeaderToNoDomain, HeaderIn(HeaderForm.WithoutFrom), Features)
        .On(HeaderWithoutTo, HeaderIn(HeaderForm.WithoutFrom), Features)
        .On([OldVersion, NewMinorVersion, NewMajorVersion], [HeaderIn(Bare), .. Accuse("unsupported-version")])
        .On(ForeignRoot, [HeaderIn(Bare), .. Accuse("bad-format")])
        .On(BrokenHeader, [HeaderIn(Bare), .. Accuse("xml-not-well-formed")])
        // The condition of RFC 3920 4.7.3.
        .On(Broken, Accuse("xml-not-well-formed"))

        // What it does not know, it does not answer.
        .On([StartTlsUnoffered, ExternalInClear, ExternalUnoffered, Abort, UnknownElement])

        // Dialback. It answers for every domain here too, and a key that is not valid is the end.
        .On(ResultForUnknownHost, DialBack)
        .On([ResultFromOwnDomain, KeyIsInvalid], [Answer("invalid"), .. Accuse("invalid-id")])
        .On([NoAuthority, ResultWithoutKey])
        // Its issue 144: where TLS is required, it drops what comes in clear.
        .On([ResultInClear, ResultUnwanted])
        .On(ResultOfFullAddress, DialBack)
        .On(ResultRepeated, Answer("valid"))

        // Stanzas: it drops what it may not take.
        .On([StanzaUnauthenticated, StanzaOfStranger, StanzaToUnknownHost])
        .On(Occasion.StreamError, End)

        // It dials.
        .On(DialledWithoutTls, HeaderIn(HeaderForm.WithoutVersion | HeaderForm.WithoutFrom | HeaderForm.WithoutTo))
        .On(ReadyToAsk, Authenticate)
        .On(GrantedToAsk, Request)
        .On(AuthorityAnswered);
}
