using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// ejabberd 23.01 as Debian 12 ships it. A row is what it was seen to say when the recordings of
/// tests/Corpus were made; a row without utterances is where it was silent.
/// </summary>
internal static class Ejabberd
{
    private const HeaderForm Anonymous = HeaderForm.WithoutFrom | HeaderForm.WithoutTo;

    public static Profile Profile { get; } = (Conforming.Profile with
    {
        Name = "ejabberd-23.01",
        Meaning = "ejabberd 23.01 as Debian 12 ships it",
        External = ExternalOffer.Always,
        ListsDialbackFinally = true,
    })

        // Headers. It judges certificates at the end of SASL only.
        .On([UntrustedCertificate, AddressesChanged], Header, Features)
        .On(HeaderWithoutTo, [HeaderIn(HeaderForm.WithoutFrom), .. Accuse("improper-addressing")])
        .On(HeaderToNoDomain, [HeaderIn(Anonymous), .. Accuse("invalid-xml")])
        .On(HeaderToFullAddress, [Header, .. Accuse("improper-addressing")])
        // RFC 6120 4.8.5 allows other prefixes.
        .On(OtherPrefix, [HeaderIn(Anonymous), .. Accuse("invalid-xml")])
        .On(ForeignContent, [Header, .. Accuse("invalid-namespace")])
        .On(NewMajorVersion, [Header, .. Accuse("unsupported-version")])
        .On(OldVersion, Header)
        .On(ForeignRoot, [HeaderIn(Anonymous), .. Accuse("invalid-xml")])
        .On(BrokenHeader, [HeaderIn(Anonymous), .. Accuse("not-well-formed")])

        // SASL: it takes an identity from the header, whatever the response says.
        .On(ExternalWithoutTls, Refuse("not-authorized"))
        .On(ExternalMisencoded, Refuse("malformed-request"))
        .On(AuthAgain, Refuse("not-authorized"))

        // Dialback.
        .On(KeyIsInvalid, Answer("invalid"))
        .On(ImproperResult, Fail("bad-request"))
        .On(ImproperVerify, new Utterance.Verdict("error", "bad-request"))
        .On(ResultOfFullAddress, Fail("remote-server-not-found"))
        .On(ResultForUnknownHost, Fail("not-allowed"))
        .On(ResultFromOwnDomain, Answer("invalid"))
        .On(ResultUndeclared)
        .On([ResultInClear, VerifyInClear, StanzaInClear], Accuse("policy-violation"))
        .On(UnsolicitedAnswer, Accuse("not-authorized"))

        // Stanzas.
        .On([StanzaWithoutFrom, StanzaWithoutTo], Accuse("improper-addressing"))
        .On(StanzaToUnknownHost, Accuse("host-unknown"))
        .On(UnknownElement)

        // It dials. A refusal is the end, without a word.
        .On(DialbackRefused, End)
        .On([ReadyForNothing, SaslRefusedFinally], End)
        .On(ReadyWithStranger, Close);
}
