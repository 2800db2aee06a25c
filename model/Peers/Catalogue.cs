namespace Xmpp.Federation.Model.Peers;

/// <summary>A simulated peer, or a way in which one refuses: its name in world files and what it does.</summary>
/// <param name="Name">Such as <c>conforming</c> or <c>D5</c>.</param>
/// <param name="Meaning">What it does, in one phrase.</param>
internal sealed record PeerEntry(string Name, string Meaning);

/// <summary>The peers and flavours of refusal that can be simulated.</summary>
internal static class Catalogue
{
    /// <summary>Whole servers, chosen by <c>profile</c>.</summary>
    public static IReadOnlyList<PeerEntry> Profiles { get; } =
    [
        new("conforming", "does what the standards ask, in the order in which they show it"),
    ];

    /// <summary>Single deviations of an otherwise conforming server, chosen by <c>peer.flavours</c>.</summary>
    public static IReadOnlyList<PeerEntry> Flavours { get; } =
    [
        new("N1", "has no name"),
        new("N2", "refuses the connection"),
        new("N3", "accepts the connection and ends it before any byte"),
        new("N4", "accepts the connection and says nothing"),
        new("T1", "fails the TLS handshake"),
        new("T2", "speaks in clear where TLS is due"),
        new("T3", "presents a certificate that has expired"),
        new("S1", "offers STARTTLS, answers it by a failure, and closes"),
        new("S2", "offers STARTTLS, answers it by a failure, and stays"),
        new("S3", "offers STARTTLS and does not answer it"),
        new("H1", "sends a stream error before any header"),
        new("H2", "sends a header without id, then a stream error"),
        new("H3", "sends a header without version, and no features"),
        new("H4", "sends a header from another domain"),
        new("H5", "sends a stream error instead of features"),
        new("F1", "offers nothing to who is not authenticated"),
        new("F2", "does not offer STARTTLS"),
        new("F3", "sends no features"),
        new("F4", "offers mechanisms, but not EXTERNAL"),
        new("A1", "offers EXTERNAL, refuses it with a SASL failure, and leaves the stream open"),
        new("A2", "refuses EXTERNAL with a SASL failure, and closes the stream"),
        new("A3", "refuses EXTERNAL with a stream error"),
        new("A4", "ends the connection when EXTERNAL is asked for"),
        new("A5", "answers EXTERNAL by a challenge, although it was given a response"),
        new("D1", "calls every dialback key invalid, and closes"),
        new("D2", "answers dialback by a dialback error, and stays"),
        new("D3", "answers dialback by a stream error"),
        new("D4", "does not answer dialback"),
        new("D5", "answers for another pair, another stream, or what was never asked"),
        new("E1", "redirects to another host"),
        new("E2", "shuts down when the first stanza comes"),
        new("E3", "does not know the element by which it is asked to authenticate"),
        new("E4", "closes the stream without an error instead of authenticating"),
    ];
}
