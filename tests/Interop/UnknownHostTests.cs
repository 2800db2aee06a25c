namespace Xmpp.Federation.Interop.Tests;

/// <summary>A domain is addressed that is not served there (RFC 6120 4.9.3.6).</summary>
public sealed class UnknownHostTests(Servers servers) : RefusalTests(servers)
{
    private const string Refused = "remote-server-timeout after H5 host-unknown";

    // jabberd2 does not look whom a header addresses, and vouches for domains that it does not serve.
    [Theory]
    [InlineData(Make.Prosody, Refused)]
    [InlineData(Make.Ejabberd, Refused)]
    [InlineData(Make.Jabberd2, "remote-server-timeout after T3 certificate-wrong-name (StrictCertificates)")]
    public Task We_address_one_that_is_not_theirs(Make make, string expected) =>
        BecomesAsync(expected, new(make, Demands.StartTls) { TheyServe = false });

    [Theory]
    [InlineData(Make.Prosody, Refused)]
    [InlineData(Make.Ejabberd, Refused)]
    [InlineData(Make.Jabberd2, "Dialback")]
    public Task We_address_one_that_is_not_theirs_in_clear(Make make, string expected) =>
        BecomesAsync(expected, new(make, Demands.NoTls) { TheyServe = false, Dialler = Setting.Clear });

    [Theory]
    [InlineData(Make.Prosody, "HostUnknown")]
    [InlineData(Make.Ejabberd, "HostUnknown")]
    [InlineData(Make.Jabberd2, "HostUnknown")]
    public Task They_address_one_that_is_not_ours(Make make, string expected) =>
        IsDecidedAsync(expected, new(make, Demands.StartTls) { Listener = Usual, WeServe = false });

    // Without TLS jabberd2 sends a header of before 1.0 that addresses nobody: its requests do.
    [Theory]
    [InlineData(Make.Prosody, "HostUnknown")]
    [InlineData(Make.Ejabberd, "HostUnknown")]
    [InlineData(Make.Jabberd2, "DialbackRefused; PeerRefused")]
    public Task They_address_one_that_is_not_ours_in_clear(Make make, string expected) => IsDecidedAsync(
        expected, new(make, Demands.NoTls) { Dialler = Setting.Clear, Listener = Setting.Clear, WeServe = false });
}
