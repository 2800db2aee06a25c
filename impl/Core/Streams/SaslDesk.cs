using System.Text;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using static Xmpp.Federation.Core.Streams.ReceivingState;

namespace Xmpp.Federation.Core.Streams;

/// <summary>How a receiving entity treats SASL EXTERNAL (RFC 6120 6, XEP-0178 3 steps 9 to 11).</summary>
internal static class SaslDesk
{
    public static StreamStep<ReceivingState> Begin(ServerContext context, Negotiating state, Heard.Auth auth) =>
        RefusalOf(context, state, auth) is { } condition ? Fail(context, state, condition)
        // RFC 6120 6.3.10, RFC 4422 5: without an initial response the first challenge is empty.
        : auth.InitialResponse is null
            ? ReceivingStream.To(new AwaitingResponse(state), new Act.Say(Phrases.EmptyChallenge))
            : Decide(context, state, auth.InitialResponse);

    /// <summary>
    /// The answer to our challenge. RFC 6120 6.4.2 writes an empty <em>initial</em> response as "="; an empty answer
    /// needs no mark, because its element is there.
    /// </summary>
    public static StreamStep<ReceivingState> Answer(ServerContext context, Negotiating state, string response) =>
        Decide(context, state, response.Length == 0 ? "=" : response);

    private static StreamStep<ReceivingState> Decide(ServerContext context, Negotiating state, string response)
    {
        if (!TryDecode(response, out var identity))
        {
            return Fail(context, state, SaslCondition.IncorrectEncoding);
        }

        // XEP-0178 3, step 11a: no identity means the `from` of the header; INV-11: any other is refused.
        var peer = state.Session.Peer!.Value;
        if (identity.Length > 0 && !(Domain.TryParse(identity, out var named) && named == peer))
        {
            return Fail(context, state, SaslCondition.InvalidAuthzid);
        }

        var pair = new DomainPair(peer, state.Session.Local);
        var proof = Verified.ByCertificate(pair, state.Session.Epoch.Certificate!);
        return ReceivingStream.To(
            new AwaitingHeader(state.Session.Epoch with { Authenticated = true }, proof),
            new Act.Say(Phrases.Success), new Act.ExpectHeader());
    }

    public static StreamStep<ReceivingState> Fail(ServerContext context, Negotiating state, SaslCondition condition) =>
        ReceivingStream.Fail(context, state, Rule.SaslRefused, new Act.Say(Phrases.SaslFailure(condition)));

    private static SaslCondition? RefusalOf(ServerContext context, Negotiating state, Heard.Auth auth)
    {
        var (session, policy) = (state.Session, context.For(state.Session.Peer));
        return auth.Mechanism switch
        {
            // RFC 6120 6.5.7.
            not "EXTERNAL" => SaslCondition.InvalidMechanism,
            _ when policy.Sasl == SaslPolicy.Disabled => SaslCondition.InvalidMechanism,
            // RFC 6120 6.5.4; INV-22.
            _ when !session.Epoch.Encrypted => SaslCondition.EncryptionRequired,
            _ when session.Peer is not { } peer || !policy.AllowsExternal(session.Epoch, peer) => SaslCondition.NotAuthorized,
            _ => null,
        };
    }

    // RFC 6120 6.4.2: "=" is the empty response. 13.9.1: characters outside the alphabet and pads in the wrong place
    // MUST be refused, and the bits that are left over are zero: then encoding gives back what was decoded.
    private static bool TryDecode(string response, out string identity)
    {
        identity = "";
        if (response is "=")
        {
            return true;
        }

        var bytes = new byte[response.Length];
        if (response.Length == 0
            || !Convert.TryFromBase64String(response, bytes, out var count)
            || Convert.ToBase64String(bytes, 0, count) != response)
        {
            return false;
        }

        identity = Encoding.UTF8.GetString(bytes, 0, count);
        return true;
    }
}
