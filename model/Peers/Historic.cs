using System.Collections.Immutable;
using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// The servers among which the question of 2004 arose: what follows when the other side knows another way to
/// authenticate. Where a row names no text of its own, it does what RFC 3920 asked at the time.
/// </summary>
internal static class Historic
{
    /// <summary>A server of the time before XMPP: clear text, dialback, errors in words.</summary>
    public static Profile Legacy { get; } = (Conforming.Profile with
    {
        Name = "legacy-0.9",
        Meaning = "knows neither version nor features, TLS or SASL: dialback in clear",
        HasVersion = false,
        ListsDialback = false,
        TakesErrorForInvalid = true,
    })

        // RFC 3920 D.5: "Stream-related errors are handled in the Jabber community by sending XML character data
        // text in a <stream:error/> element".
        .On(UnknownHost, [Header, .. Complain("Host unknown")])
        .On(ResultForUnknownHost, Complain("Host unknown"))
        .On(Broken, Complain("Invalid XML"))
        // It sees no reason to end a stream because of an element that it does not know.
        .On([UnknownElement, StartTlsUnoffered, ExternalInClear, OtherMechanism, Abort, StanzaUnauthenticated, StanzaOfStranger])
        // No dialback errors yet (XEP-0220 2.5): who cannot verify says nothing.
        .On([NoAuthority, ResultUnwanted]);

    /// <summary>jabberd 1.4, as its author described the plan for it (Standards-JIG, July 2004).</summary>
    public static Profile Jabberd14 { get; } = (Conforming.Profile with
    {
        Name = "jabberd14-2004",
        Meaning = "a pre-standard server: no version, and a stream error in front of any header when it refuses",
        HasVersion = false,
        ListsDialback = false,
        TakesErrorForInvalid = true,
    })

        // It has not opened its own stream when it refuses the other one, so that the prefix is bound to nothing
        // (against RFC 6120 4.9.1.2).
        .On(UnknownHost, Unheralded("host-unknown"), End)
        .On(ForeignRoot, Unheralded("invalid-namespace"), End)
        .On(BrokenHeader, Unheralded("xml-not-well-formed"), End)
        // Standards-JIG, July 2004: "Check if xmlns:db is declared and if version attribute is present, if both are
        // missing check if we are configured to allow legacy 1.0 connections (disabled by default)".
        .On(LegacyUndeclared, Unheralded("invalid-namespace"), End)
        // RFC 3920 4.7.3: the condition of what RFC 6120 4.9.3.13 calls not-well-formed.
        .On(Broken, Accuse("xml-not-well-formed"))
        // RFC 3920 8.3, step 4 and step 6: stream errors, for there were no others.
        .On(ResultForUnknownHost, Accuse("host-unknown"))
        .On(NoAuthority, Accuse("remote-connection-failed"))
        .On([StartTlsUnoffered, ExternalInClear, OtherMechanism, Abort], Accuse("unsupported-stanza-type"));

    /// <summary>
    /// The SoapBox Server, as JD Conley described it (Standards-JIG, July 2004): "Right now the SoapBox Server sends
    /// an invalid-namespace stream error in the case where an incoming stream is not one of the configured types."
    /// </summary>
    public static Profile SoapBox { get; } = (Conforming.Profile with
    {
        Name = "soapbox-2004",
        Meaning = "refuses what it is not configured for by invalid-namespace, and uses no dialback where it has SASL",
        // XEP-0220 2.4.2 came later.
        ListsDialback = false,
        TakesErrorForInvalid = true,
    })

        // "If the server is configured to support only Dialback and an incoming connection does not specify xmlns:db
        // on the stream, the error will be generated."
        .On(OnlyProofUndeclared, [Header, .. Accuse("invalid-namespace")])
        // The same error for the other types of stream that it is not configured for: dialback in clear, dialback
        // where it has SASL only, and no proof at all.
        .On([ResultInClear, ResultUnwanted], Accuse("invalid-namespace"))
        .On(NothingToOffer, [Header, .. Accuse("invalid-namespace")])
        // RFC 3920 8.3, step 4 and step 6.
        .On(ResultForUnknownHost, Accuse("host-unknown"))
        .On(NoAuthority, Accuse("remote-connection-failed"))
        // "If a server supports SASL it probably won't use it over dialback (SoapBox doesn't)": dialback after all
        // would be another connection, which a simulated peer does not dial.
        .On([ReadyWithoutExternal, SaslRefused], Accuse("policy-violation"));

    private static ImmutableArray<Utterance> Complain(string text) =>
        [new Utterance.Bytes($"<stream:error>{text}</stream:error>"), Says.CloseTag, End];

    private static Utterance.Bytes Unheralded(string condition) => new Utterance.Bytes(
        $"<stream:error><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");
}
