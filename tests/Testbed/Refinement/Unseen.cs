using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// The rules that no recording can be judged by: they are about what is neither on the wire nor in the configuration that
/// is known.
/// </summary>
internal static class Unseen
{
    private const string HandedOver = "what a server hands to its users never crosses the connection that is recorded";

    private static readonly Dictionary<string, string> Clauses = new(StringComparer.Ordinal)
    {
        ["R7590-3.1-2"] = "whether a server tries TLS where nobody offers it, its recorded configuration does not say",
        ["X0344-2.4-p2"] = "whether a server asks for further pairs behind EXTERNAL, its recorded configuration does not say",
    };

    /// <summary>Each with its reason.</summary>
    public static IReadOnlyDictionary<Rule, string> Reasons { get; } = StanzaRules.OnDelivering.Select(r => (Rule: r, Why: HandedOver))
        .Concat(Model.Protocol.Rules.All.Where(r => Clauses.ContainsKey(r.Clause)).Select(r => (Rule: r, Why: Clauses[r.Clause])))
        .ToDictionary(r => r.Rule, r => r.Why);

    public static IReadOnlySet<Rule> Rules { get; } = Reasons.Keys.ToHashSet();
}
