using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>A real ejabberd and this library in both directions.</summary>
public sealed class EjabberdTests
{
    [Fact]
    public Task Both_authenticate_by_certificates_over_STARTTLS() => Meeting.HoldAsync(
        Ejabberd.Recipe, Demands.StartTlsAndCertificate,
        new Policy { Sasl = SaslPolicy.Required }, Meeting.Trusted, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_certificates_over_direct_TLS() => Meeting.HoldAsync(
        Ejabberd.Recipe, Demands.DirectTls,
        new Policy { Tls = TlsPolicy.DirectOnly, Sasl = SaslPolicy.Required }, Meeting.Trusted, "EXTERNAL");

    [Fact]
    public Task Both_authenticate_by_dialback_over_STARTTLS() => Meeting.HoldAsync(
        Ejabberd.Recipe, Demands.StartTls, new Policy { Sasl = SaslPolicy.Disabled }, Meeting.Trusted, "dialback");

    [Fact]
    public Task Both_authenticate_by_dialback_in_clear() => Meeting.HoldAsync(
        Ejabberd.Recipe, Demands.NoTls,
        new Policy { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always },
        null, "dialback");

    [Fact]
    public async Task Who_has_a_certificate_of_an_unknown_authority_dials_back()
    {
        await using var meeting = await Meeting.ArrangeAsync(
            Ejabberd.Recipe, Demands.StartTls, Policy.Default, Meeting.Untrusted);
        Assert.IsType<StanzaFate.Written>(await meeting.PingAsync());
        await meeting.AnswerAsync();

        // It offers EXTERNAL to everybody and refuses it afterwards; the stream stays.
        Assert.Contains(
            meeting.Log,
            l => l.StartsWith($"out/1: {Meeting.Ours}→{Meeting.Theirs} by Dialback, after: ", Ordinal)
                && l.Contains("STARTTLS + EXTERNAL: A1 not-authorized", Ordinal));
    }

    [Fact]
    public async Task Where_a_certificate_is_demanded_one_of_an_unknown_authority_is_refused()
    {
        await using var meeting = await Meeting.ArrangeAsync(
            Ejabberd.Recipe, Demands.StartTlsAndCertificate, Policy.Default, Meeting.Untrusted);
        var returned = Assert.IsType<StanzaFate.Returned>(await meeting.PingAsync());
        var first = returned.Reasons.Reasons[0];
        Assert.Equal((Flavour.A1, "not-authorized"), (first.Flavour, first.Condition));
    }
}
