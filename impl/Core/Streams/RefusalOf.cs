using Xmpp.Federation.Core.Grammar;
using static Xmpp.Federation.Core.Streams.InitiatingState;

namespace Xmpp.Federation.Core.Streams;

/// <summary>
/// Which flavour of refusal it is, state by state, when an outgoing stream ends otherwise than it should: what the
/// catalogue of flavours calls it, and what <see cref="Establishing.Fallback"/> decides by.
/// </summary>
internal static class RefusalOf
{
    /// <summary>The condition of a handshake that was begun and has not come to an end.</summary>
    public const string HandshakeTimeout = "tls-timeout";

    /// <summary>
    /// What is wrong with a response header, if anything. RFC 6120 4.7.1, 4.9.1.3: another <c>from</c> is legal in
    /// front of an error, so the next element decides.
    /// </summary>
    public static Refusal? Header(InitiatingContext context, StreamHeader header)
    {
        if (string.IsNullOrEmpty(header.Id))
        {
            return Seen(Flavour.H2, "missing-id");
        }

        if (string.IsNullOrEmpty(header.From))
        {
            return context.Policy.AcceptMissingFrom
                ? null
                : Seen(Flavour.H4, "missing-from") with { PolicyBit = nameof(Policy.AcceptMissingFrom) };
        }

        return Domain.TryParse(header.From, out var from) && from == context.Errand.Remote
            ? null
            : Seen(Flavour.H4, "invalid-from");
    }

    /// <summary>The peer has said why (RFC 6120 4.9.3).</summary>
    public static Refusal Error(InitiatingState state, Heard.StreamError error)
    {
        var flavour = (state, error.Condition) switch
        {
            (_, StreamCondition.SeeOtherHost) => Flavour.E1,
            (_, StreamCondition.Conflict or StreamCondition.Reset or StreamCondition.SystemShutdown
                or StreamCondition.ConnectionTimeout or StreamCondition.ResourceConstraint) => Flavour.E2,
            (AwaitingOutcome or AwaitingAnswer or AwaitingVerdict, StreamCondition.UnsupportedStanzaType) => Flavour.E3,
            // RFC 7590 3.1: who was asked for STARTTLS without an offer may not know it at all; not a SASL failure.
            (AwaitingProceed, StreamCondition.UnsupportedStanzaType) => Flavour.S1,
            (AwaitingFeatures { Peer.Id: null }, _) => Flavour.H2,
            (AwaitingHeader, _) => Flavour.H1,
            (AwaitingOutcome or AwaitingAnswer { AfterExternal: true }, _) => Flavour.A3,
            (AwaitingAnswer or AwaitingVerdict, _) => Flavour.D3,
            (Ready { Requested.IsEmpty: false }, _) => Flavour.D3,
            (Ready, _) => Flavour.E2,
            _ => Flavour.H5,
        };
        return Seen(flavour, error.Condition.WireName()) with { Text = error.Text, BehindBidi = HasSaidBidi(state) };
    }

    /// <summary>The deadline has passed, and nothing has come.</summary>
    public static Refusal Silence(InitiatingContext context, InitiatingState state) => state switch
    {
        Connecting => new(Flavour.N2, "connect-timeout"),
        Handshaking => new(Flavour.N4, HandshakeTimeout, HeaderSeen: HadHeader(context, state)),
        AwaitingHeader => new(Flavour.N4, "header-timeout", HeaderSeen: HadHeader(context, state)),
        AwaitingFeatures s => s.Peer.Doubt ?? Seen(Flavour.F3, "features-timeout"),
        AwaitingProceed => Seen(Flavour.S3, "starttls-timeout"),
        AwaitingOutcome => Seen(Flavour.A4, "sasl-timeout"),
        _ => Seen(Flavour.D4, "dialback-timeout"),
    };

    /// <summary>The stream or the connection has ended without a word.</summary>
    public static Refusal Loss(InitiatingState state, string detail) => state switch
    {
        Connecting => new(Flavour.N2, detail),
        Handshaking => new(Flavour.T1, detail),
        AwaitingHeader { Epoch.Encrypted: false } => new(Flavour.N3, detail),
        // RFC 8446: a client certificate is refused after the client's own handshake is complete.
        AwaitingHeader { Epoch.Authenticated: false } => new(Flavour.T1, detail),
        AwaitingProceed => Seen(Flavour.S1, detail),
        AwaitingOutcome => Seen(detail == "stream closed" ? Flavour.A2 : Flavour.A4, detail),
        // XEP-0178 3, step 11b: the failure and the end of the stream may come apart.
        AwaitingAnswer { AfterExternal: true } => Seen(Flavour.A2, detail),
        AwaitingAnswer or AwaitingVerdict or Ready { Requested.IsEmpty: false } => Seen(Flavour.D4, detail),
        _ => Seen(Flavour.E4, detail),
    };

    /// <summary>Bytes have come that are no legal stream.</summary>
    public static Refusal Garbage(InitiatingContext context, InitiatingState state, string detail) =>
        state is AwaitingHeader ? new(Flavour.H1, detail, HeaderSeen: HadHeader(context, state)) : Seen(Flavour.H4, detail);

    private static bool HasSaidBidi(InitiatingState state) =>
        state is AwaitingOutcome { Epoch.Bidi: true } or AwaitingAnswer { Epoch.Bidi: true };

    // STARTTLS and SASL come behind a header; direct TLS does not.
    private static bool HadHeader(InitiatingContext context, InitiatingState state) => state switch
    {
        AwaitingHeader { Epoch.Authenticated: true } => true,
        Handshaking or AwaitingHeader { Epoch.Encrypted: true } => context.Method.Security == Security.StartTls,
        _ => false,
    };

    private static Refusal Seen(Flavour flavour, string condition) => new(flavour, condition, HeaderSeen: true);
}
