namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>
/// Two that say whether a search for bugs is to be believed. They are no faults that anybody could make, and belong to no list
/// of <see cref="PlantedBug"/>.
/// </summary>
internal static class Canaries
{
    /// <summary>Changes nothing: who finds it finds what is not there.</summary>
    public static PlantedBug Nothing { get; } = new(
        "canary-nothing", "nothing is wrong", "INV-36", "external", step => step);

    /// <summary>Fails in the first step of every execution: who does not find it at once does not look.</summary>
    public static PlantedBug Everything { get; } = new(
        "canary-everything", "the first step fails", "CRASH", "external",
        _ => (_, _, _) => throw new InvalidOperationException("the canary fails in its first step"));

    public static IReadOnlyList<PlantedBug> All { get; } = [Nothing, Everything];
}
