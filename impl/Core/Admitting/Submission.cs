using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>Which stanzas of the application are taken on; all others go back at once.</summary>
internal static class Submission
{
    /// <summary>Why a stanza goes back; null if it is taken on.</summary>
    public static StanzaFate.Returned? RefusalOf(ServerContext context, FederationState state, DomainPair pair)
    {
        var hasRoute = state.Routes.ContainsKey(pair);
        StanzaCondition? condition = state.ShuttingDown ? StanzaCondition.ServiceUnavailable
            : !context.Serves(pair.Sender) ? StanzaCondition.NotAllowed
            // RFC 6120 10.5: a stanza for an own domain is never sent to another server (INV-13).
            : context.Serves(pair.Target) ? StanzaCondition.ItemNotFound
            : null;
        return condition is { } refused ? new StanzaFate.Returned(refused.WireName(), ReasonChain.Empty)
            : hasRoute ? null
            : state.BackOffs.TryGetValue(pair, out var failed) && failed.Waiting
                ? new StanzaFate.Returned(failed.Condition.WireName(), failed.Reasons)
            : state.Routes.Count >= context.Limits.RoutesMax
                ? new StanzaFate.Returned(StanzaCondition.ResourceConstraint.WireName(), ReasonChain.Empty)
            : null;
    }
}
