using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>A real Prosody and this library in both directions.</summary>
public sealed class ProsodyTests : BothWaysTests
{
    private protected override Recipe Recipe => Prosody.Recipe;

    [Fact]
    public async Task Who_has_a_certificate_of_an_unknown_authority_dials_back()
    {
        await using var meeting = await Meeting.ArrangeAsync(
            Recipe, Demands.StartTls, Policy.Default, Meeting.Untrusted);
        Assert.IsType<StanzaFate.Written>(await meeting.PingAsync());
        await meeting.AnswerAsync();

        // It offers EXTERNAL only to those whose certificate it trusts.
        Assert.Contains(meeting.Log, l => l.EndsWith($"{Meeting.Ours}→{Meeting.Theirs} by Dialback", Ordinal));
    }

    [Fact]
    public async Task Where_a_certificate_is_demanded_one_of_an_unknown_authority_is_refused()
    {
        await using var meeting = await Meeting.ArrangeAsync(
            Recipe, Demands.StartTlsAndCertificate, Policy.Default, Meeting.Untrusted);
        var returned = Assert.IsType<StanzaFate.Returned>(await meeting.PingAsync());
        Assert.NotEmpty(returned.Reasons.Reasons);
        Assert.All(
            returned.Reasons.Reasons, r => Assert.Equal((Flavour.H5, "not-authorized"), (r.Flavour, r.Condition)));
    }
}
