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
        new("A1", "offers EXTERNAL, refuses it with a SASL failure, and leaves the stream open"),
        new("D5", "answers for another pair, another stream, or what was never asked"),
    ];
}
