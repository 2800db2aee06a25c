using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// The rules that no recording can be judged by: they are about what is neither on the wire nor in the configuration that
/// is known.
/// </summary>
internal static class Unseen
{
    /// <summary>Each with its reason.</summary>
    public static IReadOnlyDictionary<Rule, string> Reasons { get; } = StanzaRules.OnDelivering.ToDictionary(
        r => r, _ => "what a server hands to its users never crosses the connection that is recorded");

    public static IReadOnlySet<Rule> Rules { get; } = Reasons.Keys.ToHashSet();
}
