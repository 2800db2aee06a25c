namespace Xmpp.Federation.Interop.Tests;

/// <summary>An authority denies a key, or cannot be asked (XEP-0220 2.1.1, 2.5).</summary>
public sealed class DialbackRefusalTests(Servers servers) : RefusalTests(servers)
{
    private const string Denied = "internal-server-error after D1 invalid";

    // ejabberd says what hinders it; the others fall silent, until they close the stream.
    private const string Told = "remote-server-timeout after D2 remote-server-not-found";
    private const string Silent = "remote-server-timeout after E2 connection-timeout";

    [Theory]
    [InlineData(Make.Prosody, Denied)]
    [InlineData(Make.Ejabberd, Denied)]
    [InlineData(Make.Jabberd2, Denied)]
    public Task Our_authority_denies_our_key(Make make, string expected) => BecomesAsync(
        expected, new(make, Demands.StartTls) { Dialler = DialbackOnly, Listener = DialbackOnly, OneSecret = false });

    [Theory]
    [InlineData(Make.Prosody, Denied)]
    [InlineData(Make.Ejabberd, Denied)]
    [InlineData(Make.Jabberd2, Denied)]
    public Task Our_authority_denies_our_key_in_clear(Make make, string expected) => BecomesAsync(
        expected, new(make, Demands.NoTls) { Dialler = Setting.Clear, Listener = Setting.Clear, OneSecret = false });

    [Theory]
    [InlineData(Make.Prosody, Silent)]
    [InlineData(Make.Ejabberd, Told)]
    [InlineData(Make.Jabberd2, Silent)]
    public Task Our_authority_cannot_be_found(Make make, string expected) => BecomesAsync(
        expected,
        new(make, Demands.StartTls)
        {
            Dialler = DialbackOnly,
            OursAway = Absence.Unknown,
            Impatient = make != Make.Ejabberd,
        });

    // Who is asked for their domain here is a server of another make with a secret of its own.
    [Theory]
    [InlineData(Make.Prosody, Make.Ejabberd, "KeyInvalid")]
    [InlineData(Make.Ejabberd, Make.Prosody, "KeyInvalid")]
    [InlineData(Make.Jabberd2, Make.Prosody, "KeyInvalid")]
    public Task Their_authority_denies_their_key(Make make, Make authority, string expected) => IsDecidedAsync(
        expected, new(make, Demands.NoTls) { Dialler = Setting.Clear, Listener = Setting.Clear, Authority = authority });
}
