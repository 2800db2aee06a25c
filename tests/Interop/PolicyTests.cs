namespace Xmpp.Federation.Interop.Tests;

/// <summary>What one side demands is what the other does not do.</summary>
public sealed class PolicyTests(Servers servers) : RefusalTests(servers)
{
    private static readonly Setting ExternalOnly =
        Usual with { Policy = new Policy { Sasl = SaslPolicy.Required, StrictCertificates = false } };

    private static readonly Setting NeverDialback =
        Usual with { Policy = new Policy { Dialback = DialbackPolicy.Never, StrictCertificates = false } };

    // jabberd2 does not say that it requires TLS: it drops the key and waits.
    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after F1 starttls-required (Tls)")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after F1 starttls-required (Tls)")]
    [InlineData(Make.Jabberd2, "remote-server-timeout after E2 connection-timeout")]
    public Task They_require_TLS_and_we_have_none_and_dial(Make make, string expected) =>
        BecomesAsync(expected, new(make, Demands.StartTls) { Dialler = Setting.Clear, Impatient = make == Make.Jabberd2 });

    // Prosody asks for STARTTLS although it is not offered; ejabberd ends the stream with policy-violation.
    [Theory]
    [InlineData(Make.Prosody, "StartTlsNotOffered")]
    [InlineData(Make.Ejabberd, "PeerRefused")]
    public Task They_require_TLS_and_dial_us_who_have_none(Make make, string expected) =>
        IsDecidedAsync(expected, new(make, Demands.StartTls) { Listener = Setting.Clear });

    // RFC 7590 3.1: we ask for STARTTLS although it is not offered. jabberd2 does not answer.
    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after S1 unsupported-stanza-type (Tls)")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after S1 starttls-failure (Tls)")]
    [InlineData(Make.Jabberd2, "remote-server-timeout after E2 connection-timeout")]
    public Task We_require_TLS_and_dial_who_has_none(Make make, string expected) =>
        BecomesAsync(expected, new(make, Demands.NoTls) { Impatient = make == Make.Jabberd2 });

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public Task We_require_TLS_and_do_not_ask_for_it_unless_it_is_offered(Make make) => BecomesAsync(
        "remote-server-timeout after F2 no-starttls (Tls)",
        new(make, Demands.NoTls) { Dialler = Usual with { Policy = new Policy { TryTlsUnadvertised = false } } });

    // Prosody sends its key in clear, and closes when that is refused; ejabberd closes with unsupported-feature;
    // jabberd2's header is one of before 1.0, which no features can follow.
    [Theory]
    [InlineData(Make.Prosody, "DialbackRefused; PeerRefused")]
    [InlineData(Make.Ejabberd, "PeerRefused")]
    [InlineData(Make.Jabberd2, "NothingToOffer")]
    public Task We_require_TLS_and_are_dialled_by_who_has_none(Make make, string expected) =>
        IsDecidedAsync(expected, new(make, Demands.NoTls) { Dialler = Setting.Clear, Listener = Usual });

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public Task Where_TLS_is_optional_to_us_we_do_without(Make make)
    {
        var optional = Usual with { Policy = new Policy { Tls = TlsPolicy.Optional, Dialback = DialbackPolicy.Always } };
        return BecomesAsync("Dialback", new(make, Demands.NoTls) { Dialler = optional });
    }

    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after F4 no-external (Sasl)")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after A1 not-authorized (Sasl)")]
    [InlineData(Make.Jabberd2, "remote-server-timeout after F4 no-external (Sasl)")]
    public Task We_require_EXTERNAL_and_they_do_not_let_us(Make make, string expected) => BecomesAsync(
        expected, new(make, Demands.StartTls) { Dialler = ExternalOnly with { Flaw = Flaw.UnknownAuthority } });

    // Their certificate is no proof, and their key is none to us. All but ejabberd close then.
    [Theory]
    [InlineData(Make.Prosody, "DialbackRefused; PeerRefused")]
    [InlineData(Make.Ejabberd, "DialbackRefused")]
    [InlineData(Make.Jabberd2, "DialbackRefused; PeerRefused")]
    public Task We_require_EXTERNAL_and_are_dialled_by_who_cannot(Make make, string expected) => IsDecidedAsync(
        expected, new(make, Demands.StartTls) { Flaw = Flaw.UnknownAuthority, Dialler = Lax, Listener = ExternalOnly });

    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after F4 no-external (Dialback)")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after A1 not-authorized (Dialback)")]
    [InlineData(Make.Jabberd2, "remote-server-timeout after F4 no-external (Dialback)")]
    public Task We_never_dial_back_and_they_do_not_let_us_otherwise(Make make, string expected) => BecomesAsync(
        expected, new(make, Demands.StartTls) { Dialler = NeverDialback with { Flaw = Flaw.UnknownAuthority } });

    [Theory]
    [InlineData(Make.Prosody, "NothingToOffer")]
    [InlineData(Make.Ejabberd, "NothingToOffer")]
    [InlineData(Make.Jabberd2, "NothingToOffer")]
    public Task We_never_dial_back_and_are_dialled_by_who_can_nothing_else(Make make, string expected) => IsDecidedAsync(
        expected, new(make, Demands.StartTls) { Flaw = Flaw.UnknownAuthority, Dialler = Lax, Listener = NeverDialback });

    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after E3 unsupported-stanza-type")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after D3 not-authorized")]
    public Task They_never_dial_back_and_we_do_nothing_else(Make make, string expected) =>
        BecomesAsync(expected, new(make, Demands.NoDialback) { Dialler = DialbackOnly });

    // With a certificate that it trusts, a strict Prosody is content with dialback.
    [Fact]
    public Task A_Prosody_that_demands_a_certificate_does_not_demand_EXTERNAL() =>
        BecomesAsync("Dialback", new(Make.Prosody, Demands.StartTlsAndCertificate) { Dialler = DialbackOnly });

    // No EXTERNAL and no dialback to be had: Prosody has no features to offer, and says so.
    [Theory]
    [InlineData(Make.Prosody, "remote-server-timeout after H5 undefined-condition; H5 undefined-condition")]
    [InlineData(Make.Ejabberd, "remote-server-timeout after A1 not-authorized; A3 not-authorized; D3 not-authorized")]
    public Task They_never_dial_back_and_our_certificate_is_not_trusted(Make make, string expected) => BecomesAsync(
        expected, new(make, Demands.NoDialback) { Dialler = Usual with { Flaw = Flaw.UnknownAuthority } });

    [Fact]
    public Task A_Prosody_that_never_dials_back_dials_who_does_nothing_else() =>
        IsDecidedAsync("PeerRefused", new(Make.Prosody, Demands.NoDialback) { Listener = DialbackOnly });

    [Fact]
    public Task An_ejabberd_that_never_dials_back_dials_who_does_nothing_else() => IsSaidAsync(
        "Peer provided no SASL mechanisms", new(Make.Ejabberd, Demands.NoDialback) { Listener = DialbackOnly });
}
