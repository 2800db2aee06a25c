using System.Collections.Immutable;
using static Xmpp.Federation.Model.Peers.Occasion;
using static Xmpp.Federation.Model.Peers.Says;

namespace Xmpp.Federation.Model.Peers;

/// <summary>
/// The flavours of refusal, in the order of a negotiation. Where one can strike in several phases or by several
/// conditions, the first is the usual one and the others are drawn.
/// </summary>
internal static class Flavours
{
    /// <summary>All of them. Those without a twist are refusals of the world around a server: its name, its port, its TLS.</summary>
    public static IReadOnlyList<Flavour> All { get; } =
    [
        OfTheWorld("N1", "has no name"),
        OfTheWorld("N2", "refuses the connection"),
        new("N3", "accepts the connection and ends it before any byte",
            (p, draw) => p.On([Accepted, AcceptedDirectTls], draw(2) == 0 ? End : new Utterance.Reset())),
        new("N4", "accepts the connection and says nothing", (p, _) => p with { IsSilent = true }),
        OfTheWorld("T1", "fails the TLS handshake"),
        new("T2", "speaks in clear where TLS is due", (p, _) => p
            .On(Occasion.StartTls, Says.Proceed, Features)
            .On(AcceptedDirectTls, Header, Features)),
        OfTheWorld("T3", "presents a certificate that has expired"),
        new("S1", "offers STARTTLS, answers it by a failure, and closes",
            (p, _) => p.On(Occasion.StartTls, [TlsFailure, .. Close])),
        new("S2", "offers STARTTLS, answers it by a failure, and stays",
            (p, _) => p.On(Occasion.StartTls, TlsFailure)),
        new("S3", "offers STARTTLS and does not answer it", (p, _) => p.On(Occasion.StartTls)),
        new("H1", "sends a stream error before any header",
            (p, draw) => p.On(Headers(draw), Unheralded, End)),
        new("H2", "sends a header without id, then a stream error",
            (p, draw) => p.On(Headers(draw), [HeaderIn(HeaderForm.WithoutId), .. Accuse("host-unknown")])),
        new("H3", "sends a header without version, and no features",
            (p, draw) => p.On(Headers(draw), HeaderIn(HeaderForm.WithoutVersion))),
        new("H4", "sends a header from another domain",
            (p, draw) => p.On(Headers(draw), HeaderIn(HeaderForm.FromElsewhere), Features)),
        new("H5", "sends a stream error instead of features", (p, draw) => p.On(
            Headers(draw),
            [
                Header,
                .. Accuse(Pick(
                    draw, "policy-violation", "host-unknown", "invalid-namespace", "not-authorized", "unsupported-version",
                    "bad-format", "host-gone", "undefined-condition")),
            ])),
        new("F1", "offers nothing to who is not authenticated", (p, _) => p with { OffersNothing = true }),
        new("F2", "does not offer STARTTLS", (p, _) => p with { OffersStartTls = false }),
        new("F3", "sends no features", (p, draw) => p.On(Headers(draw), Header)),
        new("F4", "offers mechanisms, but not EXTERNAL",
            (p, _) => p with { External = ExternalOffer.Never, OffersForeignMechanism = true, ListsDialback = false }),
        new("A1", "offers EXTERNAL, refuses it with a SASL failure, and leaves the stream open",
            (p, draw) => OnExternal(p, Refuse(Conditions(draw)))),
        new("A2", "refuses EXTERNAL with a SASL failure, and closes the stream",
            (p, draw) => OnExternal(p, [Refuse(Conditions(draw)), .. Close])),
        new("A3", "refuses EXTERNAL with a stream error",
            (p, draw) => OnExternal(p, Accuse(Pick(draw, "not-authorized", "policy-violation", "undefined-condition")))),
        new("A4", "ends the connection when EXTERNAL is asked for", (p, _) => OnExternal(p, End)),
        new("A5", "answers EXTERNAL by a challenge, although it was given a response", (p, _) => OnExternal(p, Challenge)),
        new("D1", "calls every dialback key invalid, and closes", (p, _) => OnKey(p, [Answer("invalid"), .. Close])),
        new("D2", "answers dialback by a dialback error, and stays", (p, draw) => OnKey(p, Fail(Pick(
            draw, "remote-connection-failed", "item-not-found", "remote-server-not-found", "remote-server-timeout",
            "policy-violation", "not-authorized", "forbidden", "not-acceptable", "resource-constraint")))),
        new("D3", "answers dialback by a stream error", (p, draw) => OnKey(p, Accuse(Pick(
            draw, "remote-connection-failed", "host-unknown", "not-authorized", "policy-violation", "invalid-id",
            "invalid-from", "undefined-condition")))),
        new("D4", "does not answer dialback", (p, _) => OnKey(p)),
        new("D5", "answers for another pair, another stream, or what was never asked", (p, _) => p.On(
            SecureHeader,
            Header, new Utterance.PerhapsUnsolicited("before"), Features, new Utterance.PerhapsUnsolicited("after"))),
        new("E1", "redirects to another host",
            (p, draw) => p.On(Headers(draw), [Header, .. Accuse("see-other-host")])),
        new("E2", "shuts down when the first stanza comes", (p, draw) => p.On(
            Occasion.Stanza,
            Accuse(Pick(draw, "system-shutdown", "conflict", "reset", "connection-timeout", "resource-constraint", "host-gone")))),
        new("E3", "does not know the element by which it is asked to authenticate",
            (p, _) => OnExternal(p, Accuse("unsupported-stanza-type"))),
        new("E4", "closes the stream without an error instead of authenticating",
            (p, _) => p.On(SecureHeader, [Header, .. Close])),
    ];

    private static Utterance Unheralded => new Utterance.Bytes(
        "<stream:error><host-unknown xmlns='urn:ietf:params:xml:ns:xmpp-streams'/></stream:error></stream:stream>");

    // A flavour of the header strikes wherever a header comes, or in one epoch only.
    private static Occasion[] Headers(Draw draw) => draw(4) switch
    {
        1 => [ClearHeader],
        2 => [SecureHeader],
        3 => [FinalHeader],
        _ => [ClearHeader, SecureHeader, FinalHeader],
    };

    // Who is to refuse EXTERNAL must offer it, whatever the certificate.
    private static Profile OnExternal(Profile profile, params ImmutableArray<Utterance> utterances) =>
        (profile with { External = ExternalOffer.Always }).On([External, ExternalUnproved], utterances);

    // Who is to refuse dialback must not offer anything better.
    private static Profile OnKey(Profile profile, params ImmutableArray<Utterance> utterances) =>
        (profile with { External = ExternalOffer.Never }).On([ResultRequest, ResultInClear], utterances);

    private static string Conditions(Draw draw) => Pick(
        draw, "not-authorized", "invalid-authzid", "temporary-auth-failure", "encryption-required", "mechanism-too-weak",
        "incorrect-encoding", "invalid-mechanism", "account-disabled");

    private static string Pick(Draw draw, params string[] conditions) => conditions[draw(conditions.Length)];

    private static Flavour OfTheWorld(string name, string meaning) => new(name, meaning, (p, _) => p);
}
