namespace Xmpp.Federation.Interop.Tests;

/// <summary>A real ejabberd and this library in both directions.</summary>
public sealed class EjabberdTests
{
    [Fact]
    public Task Both_authenticate_by_certificates_over_STARTTLS() =>
        Meeting.HoldAsync(Ejabberd.Recipe, new Policy { Sasl = SaslPolicy.Required }, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_dialback_over_STARTTLS() =>
        Meeting.HoldAsync(Ejabberd.Recipe, new Policy { Sasl = SaslPolicy.Disabled }, "dialback");

    [Fact]
    public Task Both_authenticate_by_dialback_in_clear() =>
        Meeting.HoldAsync(
            Ejabberd.Recipe,
            new Policy { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always },
            "dialback");
}
