namespace Xmpp.Federation.Interop.Tests;

/// <summary>What every real server and this library must come to, in both directions.</summary>
public abstract class BothWaysTests
{
    private protected abstract Recipe Recipe { get; }

    [Fact]
    public Task Both_authenticate_by_certificates_over_STARTTLS() => Meeting.HoldAsync(
        Recipe, Demands.StartTlsAndCertificate,
        new Policy { Sasl = SaslPolicy.Required }, Meeting.Trusted, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_certificates_over_direct_TLS() => Meeting.HoldAsync(
        Recipe, Demands.DirectTls,
        new Policy { Tls = TlsPolicy.DirectOnly, Sasl = SaslPolicy.Required }, Meeting.Trusted, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_dialback_over_STARTTLS() => Meeting.HoldAsync(
        Recipe, Demands.StartTls, new Policy { Sasl = SaslPolicy.Disabled }, Meeting.Trusted, "dialback");

    [Fact]
    public Task Both_authenticate_by_dialback_in_clear() => Meeting.HoldAsync(
        Recipe, Demands.NoTls,
        new Policy { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always },
        null, "dialback");
}
