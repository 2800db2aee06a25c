using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core.Establishing;

/// <summary>
/// What follows a refusal that ended a connection: the rows of the catalogue of flavours as a table. A step down
/// is allowed by policy only, on the listed cause only, and goes strictly down the lattice of
/// <see cref="Method"/> (INV-18, INV-46). What happens on the same stream is <see cref="InitiatingStream"/>'s.
/// </summary>
internal static class Fallback
{
    /// <summary>The best method for a target; null when policy leaves none.</summary>
    /// <param name="policy">The policy for the remote domain.</param>
    /// <param name="mayAuthenticate">Whether EXTERNAL is of use: with a certificate, and not for a question.</param>
    /// <param name="directTls">Whether the target speaks TLS from the first byte.</param>
    public static Method? First(Policy policy, bool mayAuthenticate, bool directTls)
    {
        var external = policy.Sasl != SaslPolicy.Disabled && mayAuthenticate;
        return (policy.Tls, directTls) switch
        {
            (TlsPolicy.Disabled, true) or (TlsPolicy.DirectOnly, false) => null,
            (TlsPolicy.Disabled, _) => new Method(Security.Clear, External: false) { Bidi = policy.OfferBidi },
            (_, true) => new Method(Security.DirectTls, external) { Bidi = policy.OfferBidi },
            _ => new Method(Security.StartTls, external) { Bidi = policy.OfferBidi },
        };
    }

    /// <summary>
    /// INV-18: once a handshake has failed, what could do without TLS must have it, at every target that is left;
    /// who can break one connection could otherwise choose that there be none. RFC 6120 5.4.3.2: "MAY attempt to
    /// reconnect …, with or without attempting TLS negotiation"; which of the two is for policy to say. INV-24: with a
    /// proof that only TLS can show, it is for nobody to say (RFC 7673 3.4).
    /// </summary>
    public static Policy After(ReasonChain refused, bool bound, Policy policy) =>
        policy.Tls == TlsPolicy.Optional
        && (bound || (!policy.PlainAfterTlsFailure && refused.Seq.Any(IsTlsFailure)))
            ? policy with { Tls = TlsPolicy.Required }
            : policy;

    /// <summary>The next method at the same target, on a new connection; null when there is none.</summary>
    public static Method? StepDown(Refusal refusal, Method method, Policy policy) => (refusal.Flavour, refusal.Condition) switch
    {
        // The peer has said that there is nothing to be had here (RFC 6120 4.9.3.5, .6, .25).
        (_, "host-unknown" or "host-gone" or "unsupported-version") => null,
        // The element that is not supported may be the one that enables bidirectional stanzas (XEP-0288).
        (Flavour.E3, _) when refusal.BehindBidi => method with { Bidi = false },
        (Flavour.A1 or Flavour.A2 or Flavour.A3 or Flavour.A4 or Flavour.A5 or Flavour.E3, _) =>
            policy.ExternalToDialback == ExternalFallback.Never ? null : WithoutExternal(method, policy),
        // Closed before it was ready, without a word: as if EXTERNAL had been refused.
        (Flavour.H5 or Flavour.E4, _) =>
            policy.ExternalToDialback == ExternalFallback.Never ? null : WithoutExternal(method, policy),
        // RFC 6120 5.4.2.2, 5.4.3.2: reconnecting without TLS is for local policy to say.
        (Flavour.S1, _) => InClear(method, policy),
        // A direct TLS port is no place for clear text: there the next target is due.
        (Flavour.T1 or Flavour.T2, _) when method.Security == Security.StartTls =>
            policy.PlainAfterTlsFailure ? InClear(method, policy) : null,
        _ => null,
    };

    /// <summary>The policy field that forbade the step down which the refusal would have allowed; null if none did.</summary>
    public static string? ForbiddenBy(Refusal refusal, Method method, Policy policy) => refusal switch
    {
        { PolicyBit: { } known } => known,
        { Condition: "host-unknown" or "host-gone" or "unsupported-version" } => null,
        { Flavour: Flavour.A1 or Flavour.A2 or Flavour.A3 or Flavour.A4 or Flavour.A5 or Flavour.E3 or Flavour.H5 or Flavour.E4 }
            when method.External => policy switch
            {
                { Sasl: SaslPolicy.Required } => nameof(Policy.Sasl),
                { Dialback: DialbackPolicy.Never } => nameof(Policy.Dialback),
                { ExternalToDialback: ExternalFallback.Never } => nameof(Policy.ExternalToDialback),
                _ => null,
            },
        { Flavour: Flavour.S1 } when policy.Tls != TlsPolicy.Optional => nameof(Policy.Tls),
        // Where TLS is required anyway, no field forbids what a failed handshake would otherwise allow.
        { Flavour: Flavour.T1 or Flavour.T2 } when method.Security == Security.StartTls
            && policy is { Tls: TlsPolicy.Optional, PlainAfterTlsFailure: false } => nameof(Policy.PlainAfterTlsFailure),
        _ => null,
    };

    /// <summary>
    /// Whether the same is due once more on a new connection. XEP-0220 2.5, of <c>resource-constraint</c>: "attempt to
    /// establish a new TCP connection … and give up when receiving the same error on the new connection". Once in a
    /// search, so that it stays finite (INV-46).
    /// </summary>
    public static bool DeservesAnother(Refusal refusal, ReasonChain refused) =>
        IsConstraint(refusal.Flavour, refusal.Condition) && !refused.Seq.Any(r => IsConstraint(r.Flavour, r.Condition));

    /// <summary>
    /// Whether another target may be tried. Once a header has come, the peer is that host and has refused.
    /// </summary>
    public static bool MayTryNextTarget(Refusal refusal, Method method) => refusal switch
    {
        { HeaderSeen: true } => false,
        { Flavour: Flavour.N2 or Flavour.N3 or Flavour.N4 or Flavour.T2 or Flavour.H1 } => true,
        { Flavour: Flavour.T1 } => method.Security == Security.DirectTls,
        _ => false,
    };

    /// <summary>
    /// INV-41. RFC 6120 10.4.3: unresolved is <c>remote-server-not-found</c>, no stream is
    /// <c>remote-server-timeout</c>; XEP-0220 2.1.1: after <c>invalid</c>, <c>internal-server-error</c>.
    /// </summary>
    public static StanzaCondition BounceFor(Flavour flavour) => flavour switch
    {
        Flavour.N1 => StanzaCondition.RemoteServerNotFound,
        Flavour.D1 => StanzaCondition.InternalServerError,
        _ => StanzaCondition.RemoteServerTimeout,
    };

    /// <summary>XEP-0220 2.5: what a receiving server tells when it could not ask the authority.</summary>
    public static StanzaCondition VerdictFor(Flavour flavour) => flavour switch
    {
        Flavour.N1 => StanzaCondition.RemoteServerNotFound,
        Flavour.N4 or Flavour.D4 => StanzaCondition.RemoteServerTimeout,
        _ => StanzaCondition.RemoteConnectionFailed,
    };

    /// <summary>
    /// Whether it is the further pair on the same stream that the peer cannot take (XEP-0220 2.7): then it is spared
    /// further ones for a while. <c>invalid</c> and the other dialback errors speak of the pair alone.
    /// </summary>
    public static bool BlamesMultiplexing(Refusal refusal) =>
        refusal.Flavour is not (Flavour.D1 or Flavour.D2) || IsConstraint(refusal.Flavour, refusal.Condition);

    // Who can keep a handshake from its end is no better than who can break it.
    private static bool IsTlsFailure(Reason refused) =>
        refused.Flavour is Flavour.T1 or Flavour.T2 || refused.Condition == RefusalOf.HandshakeTimeout;

    private static bool IsConstraint(Flavour flavour, string condition) =>
        flavour == Flavour.D2 && condition == "resource-constraint";

    private static Method? WithoutExternal(Method method, Policy policy) =>
        method.External && policy.Dialback != DialbackPolicy.Never && policy.Sasl != SaslPolicy.Required
            ? method with { External = false }
            : null;

    private static Method? InClear(Method method, Policy policy) =>
        method.Security != Security.Clear && policy.Tls == TlsPolicy.Optional
            ? new Method(Security.Clear, External: false) { Bidi = method.Bidi }
            : null;
}
