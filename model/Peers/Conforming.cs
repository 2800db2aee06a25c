using System.Collections.Immutable;
using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>The peer that does what the standards ask, in the order in which they show it: the table of a conversation.</summary>
internal static class Conforming
{
    public static Profile Profile { get; } = new()
    {
        Name = "conforming",
        Meaning = "does what the standards ask, in the order in which they show it",
        Rows = ImmutableSortedDictionary.CreateRange<Occasion, ImmutableArray<Utterance>>(
        [
            // It accepts a stream.
            new(AcceptedDirectTls, [Handshake]),
            new(ClearHeader, [Header, Features]),
            new(SecureHeader, [Header, Features]),
            new(FinalHeader, [Header, Features]),
            // RFC 6120 4.7.5 item 4: no version, no features.
            new(LegacyHeader, [HeaderIn(HeaderForm.WithoutVersion)]),
            // RFC 6120 4.9.1.2: the header first, whatever follows.
            new(UnknownHost, [Header, .. Accuse("host-unknown")]),
            new(UntrustedCertificate, [Header, .. Accuse("not-authorized")]),
            // RFC 6120 6.4.5: who cannot offer a proof should say so.
            new(NothingToOffer, [Header, .. Accuse("policy-violation")]),

            // It secures and authenticates one.
            new(Occasion.StartTls, [Says.Proceed, Handshake]),
            // RFC 6120 5.4.2.2.
            new(StartTlsUnoffered, [TlsFailure, .. Close]),
            new(External, [Says.Success, ExpectHeader]),
            new(ExternalUnproved, [Refuse("not-authorized")]),
            // RFC 6120 6.5.4, 6.5.7, 6.4.4.
            new(ExternalInClear, [Refuse("encryption-required")]),
            new(OtherMechanism, [Refuse("invalid-mechanism")]),
            new(Abort, [Refuse("aborted")]),

            // It is the receiving server of dialback (XEP-0220 2.2.1, 2.5).
            new(ResultRequest, [DialBack]),
            new(KeyIsValid, [Answer("valid")]),
            new(KeyIsInvalid, [Answer("invalid"), .. Close]),
            new(NoAuthority, [Fail("remote-server-not-found")]),
            new(ResultInClear, [Fail("policy-violation")]),
            new(ResultUnwanted, [Fail("not-authorized")]),
            new(ResultForUnknownHost, [Fail("item-not-found")]),

            // It is the authoritative one (XEP-0220 2.2.2).
            new(VerifyOwnKey, [Judge("valid")]),
            new(VerifyForeignKey, [Judge("invalid")]),

            // It carries stanzas.
            new(Stanza, [Take]),
            new(StanzaUnauthenticated, Accuse("not-authorized")),
            new(StanzaOfStranger, Accuse("invalid-from")),

            // It meets what should not be.
            new(UnsolicitedAnswer, []),
            new(UnknownElement, Accuse("unsupported-stanza-type")),
            new(Broken, Accuse("not-well-formed")),
            new(Occasion.StreamError, Close),
            new(Occasion.CloseTag, Close),
            new(EndOfBytes, [End]),

            // It dials.
            new(Dialled, [Header]),
            new(DialledSecured, [Header]),
            new(TlsOffered, [Says.StartTls]),
            new(TlsNotOffered, Accuse("policy-violation")),
            new(Occasion.Proceed, [Handshake]),
            new(TlsRefused, [End]),
            new(Ready, [Request]),
            new(Occasion.Success, [ExpectHeader, Header]),
            new(SaslRefused, [Key]),
            new(FinalFeatures, [Stanzas]),
            new(Granted, [Stanzas]),
            new(DialbackRefused, Close),
            new(AuthorityAnswered, Close),
        ]),
    };
}
