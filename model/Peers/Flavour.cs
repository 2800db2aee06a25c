namespace Xmpp.Federation.Model.Peers;

/// <summary>A way in which a server refuses, as a deviation of its profile.</summary>
/// <param name="Name">Such as <c>A1</c>.</param>
/// <param name="Meaning">What it does, in one phrase.</param>
/// <param name="Twist">Makes the refusing profile of the one that would not refuse.</param>
internal sealed record Flavour(string Name, string Meaning, Func<Profile, Draw, Profile> Twist);

/// <summary>Picks one of several variants; the first one where nothing is left to chance.</summary>
/// <param name="count">How many there are.</param>
/// <returns>From 0 to <paramref name="count"/> - 1.</returns>
internal delegate int Draw(int count);
