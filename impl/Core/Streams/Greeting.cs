using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using static Xmpp.Federation.Core.Streams.ReceivingState;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// How a receiving entity answers a header (RFC 6120 4.7): always with its own header first, even if an error
/// follows (4.9.1.2), then with features if the initiator speaks version 1.0.
/// </summary>
internal static class Greeting
{
    public static StreamStep<ReceivingState> Answer(
        ServerContext context, AwaitingHeader state, StreamHeader header, StreamId freshId)
    {
        Domain? peer = Domain.TryParse(header.From, out var from) ? from : null;
        Domain? local = Domain.TryParse(header.To, out var to) && context.Serves(to) ? to : null;
        var ours = Header(context, local, peer, header.Version, freshId);
        if (FaultIn(context, state, header, peer, local) is var (condition, rule, text))
        {
            return ReceivingStream.Accuse(condition, rule, text, ours);
        }

        var session = new Session(state.Epoch, local ?? context.Domains[0], peer, freshId, header.Language);
        return state.Proof is { } proof
            ? Welcome(context, session, proof, ours)
            : Offer(context, session, header.Version, ours);
    }

    // RFC 6120 4.3.5: with features that demand nothing negotiation is complete. A peer that may ask for further pairs
    // on this stream is told that it will hear dialback errors.
    private static StreamStep<ReceivingState> Welcome(ServerContext context, Session session, Verified proof, Act ours)
    {
        var policy = context.For(session.Peer);
        var more = policy.AllowMultiplexingOnSasl && AllowsDialback(policy, session);
        var features = new StreamFeatures { Dialback = more, DialbackErrors = more };
        // What goes back on a bidirectional stream goes behind them: the initiator awaits them first (INV-31).
        return ReceivingStream.To(
            new Established(session, [proof], [], Busy: true),
            [
                ours, new Act.RaiseLimits(), new Act.Admit(proof), Say(context, features),
                .. Bidirectional.Admit(session.Epoch, proof),
            ]);
    }

    /// <summary>No header at all. RFC 6120 4.9.1.2: ours comes first all the same.</summary>
    public static StreamStep<ReceivingState> Refuse(
        ServerContext context, AwaitingHeader state, StreamInput.Received received)
    {
        var ours = Header(context, null, state.Proof?.Pair.Sender, StreamVersion.One, received.FreshId);
        return received.What is Heard.Broken(var violation, _)
            ? ReceivingStream.Accuse(XmlErrors.ConditionFor(violation), Rule.IllegalXml, null, ours)
            : ReceivingStream.Accuse(StreamCondition.InvalidNamespace, Rule.WrongNamespace, null, ours);
    }

    // What is wrong with a header, if anything; the first rule that it breaks.
    private static (StreamCondition Condition, Rule Rule, string? Text)? FaultIn(
        ServerContext context, AwaitingHeader state, StreamHeader header, Domain? peer, Domain? local)
    {
        var policy = context.For(peer);
        var legacy = !header.Version.HasFeatures;
        return header switch
        {
            { ContentNamespace: not Namespaces.Server } => (StreamCondition.InvalidNamespace, Rule.WrongNamespace, null),
            // RFC 6120 6.4.6: who has spoken SASL speaks 1.0, and awaits the features that end the negotiation.
            _ when legacy && (state.Proof is not null || !policy.AcceptLegacy) =>
                (StreamCondition.UnsupportedVersion, Rule.UnsupportedVersion, null),
            // Some peers of before 1.0 send neither address; the pair then comes with the dialback request.
            { To: null } when !legacy => (StreamCondition.ImproperAddressing, Rule.ImproperHeader, "'to' is missing"),
            { To: not null } when local is null => (StreamCondition.HostUnknown, Rule.HostUnknown, null),
            { From: not (null or "") } when peer is null =>
                (StreamCondition.ImproperAddressing, Rule.ImproperHeader, "'from' is no domain"),
            _ when peer is { } claimed && context.Serves(claimed) => (StreamCondition.InvalidFrom, Rule.OurOwnDomain, null),
            // RFC 6120 6.4.6: after SASL the header must still name whom it has authenticated.
            _ when state.Proof is { } proof && (peer != proof.Pair.Sender || local != proof.Pair.Target) =>
                (StreamCondition.InvalidFrom, Rule.ImproperHeader, "not the authenticated pair"),
            // RFC 6120 13.7.2: "MUST attempt to validate … terminate"; INV-21, INV-23.
            _ when state.Epoch.Encrypted && peer is { } named && policy.Abhors(state.Epoch.VerdictFor(named)) => (
                StreamCondition.NotAuthorized, Rule.CertificateRefused,
                $"certificate: {Conditions.Hyphenated(state.Epoch.VerdictFor(named).ToString())}"),
            _ => null,
        };
    }

    private static StreamStep<ReceivingState> Offer(ServerContext context, Session session, StreamVersion version, Act ours)
    {
        var policy = context.For(session.Peer);
        var offered = version.HasFeatures ? FeaturesFor(context, policy, session) : StreamFeatures.None;
        if (offered.OfferNothing && !MayStillChoose(policy, session))
        {
            // RFC 6120 6.4.5: close with `policy-violation` instead of waiting for what cannot come.
            return ReceivingStream.Accuse(StreamCondition.PolicyViolation, Rule.NothingToOffer, "nothing to offer", ours);
        }

        var next = new Negotiating(session, offered, [], 0);
        return version.HasFeatures
            ? ReceivingStream.To(next, ours, Say(context, offered))
            : ReceivingStream.To(next, ours);
    }

    // RFC 6120 5.3.1: beside mandatory TLS nothing else; XEP-0478 3.1: our limits come with every other set.
    private static Act.Say Say(ServerContext context, StreamFeatures features) => new(Phrases.Features(
        features.StartTlsRequired ? features : features with { Limits = StreamLimits.Of(context.Limits) }));

    private static bool MayStillChoose(Policy policy, Session session) =>
        policy.AllowsVerify(session.Epoch) || AllowsDialback(policy, session);

    private static StreamFeatures FeaturesFor(ServerContext context, Policy policy, Session session)
    {
        // RFC 6120 5.4.3.3 item 5: STARTTLS is never offered after TLS (INV-20).
        var startTls = policy.Tls is TlsPolicy.Optional or TlsPolicy.Required
            && context.HasCertificate && !session.Epoch.Encrypted;
        if (startTls && policy.Tls == TlsPolicy.Required)
        {
            // RFC 6120 5.3.1: with mandatory TLS no other feature SHOULD be offered.
            return new StreamFeatures { StartTls = true, StartTlsRequired = true };
        }

        return new StreamFeatures
        {
            StartTls = startTls,
            Mechanisms = session.Peer is { } peer && policy.AllowsExternal(session.Epoch, peer) ? ["EXTERNAL"] : [],
            Dialback = AllowsDialback(policy, session),
            DialbackErrors = AllowsDialback(policy, session),
            // XEP-0288 2.1: before TLS too, unless TLS is required and stands alone.
            Bidi = policy.OfferBidi,
        };
    }

    private static bool AllowsDialback(Policy policy, Session session) =>
        policy.ForbidsDialback(session.Epoch, session.Peer ?? session.Local) is null;

    // RFC 6120 4.7.1: `from` is an own domain; 4.7.2: `to` is theirs; 4.7.5: the lower version, none if they sent none.
    private static Act.Say Header(ServerContext context, Domain? local, Domain? peer, StreamVersion theirs, StreamId id) =>
        new(Phrases.Header(local ?? context.Domains[0], peer, id, theirs.HasFeatures ? StreamVersion.One : null));
}
