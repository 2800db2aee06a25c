using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>
/// How many questions to authorities are under way (XEP-0220 2.1.2). Each makes this server look up and dial somebody
/// whom a stranger has named; without limits anybody could aim it at anybody. Beyond them the key is answered by
/// <c>resource-constraint</c> (2.5). A question counts until it is answered or given up, although its asker may be gone:
/// who asks and leaves would otherwise have this server dial as fast as he can connect.
/// </summary>
internal static class Questions
{
    public static bool HaveRoom(Limits limits, FederationState state, Errand.Verify errand)
    {
        var from = AddressOf(state, errand);
        var (ofStream, ofAuthority, ofAddress) = (0, 0, 0);
        foreach (var (asked, pending) in state.Verifications)
        {
            ofStream += pending.Asker == errand.Asker ? 1 : 0;
            ofAuthority += asked.Remote == errand.Remote ? 1 : 0;
            ofAddress += pending.From == from ? 1 : 0;
        }

        return state.Verifications.Count < limits.QuestionsMax
            && ofStream < limits.QuestionsPerStreamMax
            && ofAuthority < limits.QuestionsPerAuthorityMax
            && ofAddress < limits.QuestionsPerAddressMax;
    }

    /// <summary>Where the stream comes from that waits for the answer.</summary>
    public static PeerAddress AddressOf(FederationState state, Errand.Verify errand) =>
        state.Incoming.TryGetValue(errand.Asker, out var asker) ? asker.From : default;
}
