namespace Xmpp.Federation;

/// <summary>
/// What would have to change for a refused attempt to succeed: first by the policy field that stood in the way, then by
/// what the peer said, then by the kind of refusal. A pure function of the reason.
/// </summary>
internal static class Remedies
{
    public static string For(Reason reason) =>
        (reason.PolicyBit is { } bit ? ByPolicy(bit, reason) : null) ?? ByCondition(reason) ?? ByFlavour(reason.Flavour);

    private static string? ByPolicy(string bit, Reason reason) => (bit, reason.Flavour) switch
    {
        (nameof(Policy.Tls), Flavour.N1) =>
            "Tls excludes every target of this domain: allow direct TLS or STARTTLS here, as the peer offers it.",
        (nameof(Policy.Tls), Flavour.F1) => "The peer requires TLS: set Tls to Optional or Required here.",
        (nameof(Policy.Tls), _) => "The peer has to offer TLS, or Tls has to be Optional for it here.",
        (nameof(Policy.StrictCertificates), _) =>
            "The peer needs a certificate that is valid for its domain and trusted here; without StrictCertificates dialback goes on.",
        (nameof(Policy.Sasl), _) => "Sasl is Required here: EXTERNAL has to succeed at the peer, or Sasl has to be Optional for it.",
        (nameof(Policy.Dialback), _) =>
            "EXTERNAL is not to be had, and Dialback allows no key on this stream: loosen it for this domain, or mend the certificates.",
        (nameof(Policy.ExternalToDialback), _) => "ExternalToDialback is Never here: EXTERNAL has to succeed at the peer.",
        (nameof(Policy.PlainAfterTlsFailure), _) =>
            "TLS has to succeed, since PlainAfterTlsFailure does not allow clear text behind a failed handshake here.",
        (nameof(Policy.AcceptLegacy), _) =>
            "The peer speaks a protocol older than XMPP 1.0: AcceptLegacy would admit it, by dialback only.",
        (nameof(Policy.AcceptMissingFrom), _) => "The peer's header names nobody: AcceptMissingFrom would take it.",
        (nameof(Policy.RequireDialbackNamespace), _) =>
            "The peer's header does not declare dialback, which RequireDialbackNamespace demands here.",
        _ => null,
    };

    private static string? ByCondition(Reason reason) => reason.Condition switch
    {
        "host-unknown" or "host-gone" => "The peer does not serve this domain: correct its DNS records, or its configuration.",
        "unsupported-version" => "The peer does not speak XMPP 1.0, and there is no other version here.",
        "resource-constraint" => "The peer is overloaded or limits connections: try later.",
        "temporary-auth-failure" => "The peer could not check just now: try later.",
        "system-shutdown" or "reset" => "The peer is going down or has lost its state: try later.",
        "see-other-host" => "The peer redirects; no redirection is followed, since nothing proves it: correct the SRV records.",
        "item-not-found" when reason.Flavour == Flavour.D2 =>
            "The peer does not serve this domain: correct its DNS records, or its configuration.",
        "remote-server-not-found" or "remote-connection-failed" or "remote-server-timeout" when reason.Flavour == Flavour.D2 =>
            "The peer could not ask this server about the key: make this domain reachable from there, by DNS, port and TLS.",
        "starttls-required" => "The peer requires TLS: set Tls to Optional or Required here.",
        "certificate-mismatched" or "certificate-bogus" =>
            "What is published of the peer's certificate (DANE, POSH) does not agree with what was found: the peer has to correct it.",
        _ => null,
    };

    private static string ByFlavour(Flavour flavour) => flavour switch
    {
        Flavour.N1 => "The domain needs an SRV record for _xmpp-server or _xmpps-server, or an address (RFC 6120 3.2).",
        Flavour.N2 => "The host has to accept connections at this port: check its firewall, its port and the SRV records.",
        Flavour.N3 => "Something at the host ends connections at once: a ban, an overload or a proxy.",
        Flavour.N4 => "The host accepts connections and says nothing: its server hangs, or something else listens there.",
        Flavour.T1 => "Both need a TLS version and cipher in common, and the peer has to accept this server's certificate.",
        Flavour.T2 => "The SRV records have to tell ports for direct TLS (_xmpps-server) from those for STARTTLS (_xmpp-server).",
        Flavour.T3 => "The peer needs a certificate that is valid for its domain and trusted here.",
        Flavour.S1 => "The peer has to offer STARTTLS: it may lack a certificate.",
        Flavour.S3 => "The peer does not answer STARTTLS: its server hangs in it.",
        Flavour.H1 => "What answers at the port does not speak XMPP, or refuses before it does.",
        Flavour.H2 => "The peer's header lacks an id, without which nothing can be proved: an old or broken server.",
        Flavour.H3 => "The peer speaks a protocol older than XMPP 1.0, for which policy leaves no proof.",
        Flavour.H4 => "Another host or service answers at this address: correct the SRV records, or the peer's configuration.",
        Flavour.H5 => "The peer refuses this server before negotiating: its condition and text say why.",
        Flavour.F1 => "The peer offers no method: most often it does not trust this server's certificate and has no dialback.",
        Flavour.F2 => "The peer has to offer STARTTLS.",
        Flavour.F3 => "The peer never sends its features: its server hangs.",
        Flavour.F4 => "The peer does not offer EXTERNAL: it may not trust this server's certificate, or not ask for one.",
        Flavour.A1 or Flavour.A2 or Flavour.A3 or Flavour.A4 or Flavour.A5 =>
            "The peer refuses EXTERNAL: this server's certificate has to be valid for the sending domain and trusted there.",
        Flavour.D1 =>
            "The authoritative server of the sending domain denies the key: all servers of that domain need the same DialbackSecret.",
        Flavour.D2 or Flavour.D3 => "The peer refuses dialback for this pair: its condition says why.",
        Flavour.D4 => "The peer does not answer the key: it may not reach this server to ask about it.",
        Flavour.D5 => "The peer answers what was never asked: a broken or hostile server.",
        Flavour.E1 => "The peer redirects; no redirection is followed: correct the SRV records.",
        Flavour.E2 => "The peer ended the stream for reasons of its own: try later.",
        Flavour.E3 => "The peer does not know an element of the negotiation that it offered: an old or broken server.",
        Flavour.E4 => "The peer closes the stream without a word: its log says why.",
        _ => throw new ArgumentOutOfRangeException(nameof(flavour), flavour, "No remedy is known."),
    };
}
