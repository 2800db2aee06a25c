using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>A real ejabberd and this library in both directions.</summary>
public sealed class EjabberdTests : BothWaysTests
{
    private protected override Recipe Recipe => Ejabberd.Recipe;

    [Fact]
    public async Task Who_has_a_certificate_of_an_unknown_authority_dials_back()
    {
        await using var meeting = await Meeting.ArrangeAsync(
            Recipe, Demands.StartTls, Policy.Default, Meeting.Untrusted);
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
            Recipe, Demands.StartTlsAndCertificate, Policy.Default, Meeting.Untrusted);
        var returned = Assert.IsType<StanzaFate.Returned>(await meeting.PingAsync());
        var first = returned.Reasons.Reasons[0];
        Assert.Equal((Flavour.A1, "not-authorized"), (first.Flavour, first.Condition));
    }
}
