namespace Xmpp.Federation.Interop.Tests;

/// <summary>TLS from the first byte (XEP-0368): at the wrong port, and with certificates of no use.</summary>
public sealed class DirectTlsTests(Servers servers) : RefusalTests(servers)
{
    private static readonly Setting Direct = Usual with { DirectTls = true };

    public static Table<Flaw> WithOurFlaw => new()
    {
        { Flaw.Expired, "Dialback", "Dialback after A1 not-authorized", null },
        { Flaw.UnknownAuthority, "Dialback", "Dialback after A1 not-authorized", null },
        { Flaw.Missing, "Dialback", "Dialback", null },
    };

    // They answer with a stream error in clear, which is no TLS.
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public Task We_dial_a_port_for_STARTTLS_with_TLS(Make make) =>
        BecomesAsync("remote-server-timeout after T1", new(make, Demands.StartTls) { DialDirectTls = true });

    // They close the connection, and say nothing.
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task We_dial_a_port_for_TLS_in_clear(Make make) =>
        BecomesAsync("remote-server-timeout after N3", new(make, Demands.DirectTls) { DialDirectTls = false });

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task They_dial_our_port_for_STARTTLS_with_TLS(Make make) =>
        IsDecidedAsync("IllegalXml", new(make, Demands.StartTls) { Listener = Usual, DialledDirectTls = true });

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task They_dial_our_port_for_TLS_in_clear(Make make) =>
        IsDecidedAsync("PeerRefused", new(make, Demands.StartTls) { Listener = Direct, DialledDirectTls = false });

    [Theory]
    [MemberData(nameof(WithOurFlaw))]
    public Task We_dial_with_a_flaw_in_our_certificate(Make make, Flaw flaw, string expected) => BecomesAsync(
        expected, new(make, Demands.DirectTls) { Dialler = Usual with { Flaw = flaw }, Listener = Usual });

    [Theory]
    [InlineData(Make.Prosody, Flaw.Expired, "certificate-expired")]
    [InlineData(Make.Prosody, Flaw.UnknownAuthority, "certificate-unknown-authority")]
    [InlineData(Make.Ejabberd, Flaw.Expired, "certificate-expired")]
    [InlineData(Make.Ejabberd, Flaw.UnknownAuthority, "certificate-unknown-authority")]
    public Task We_dial_who_has_a_flaw(Make make, Flaw flaw, string condition) => BecomesAsync(
        $"remote-server-timeout after T3 {condition} (StrictCertificates)", new(make, Demands.DirectTls) { Flaw = flaw });

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task They_dial_with_a_flaw(Make make) => IsDecidedAsync(
        "CertificateRefused", new(make, Demands.DirectTls) { Flaw = Flaw.Expired, Dialler = Lax, Listener = Direct });
}
