using System.Text;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What two policies give: one outcome over a thousand schedules, the same at both ends.</summary>
[Collection(Alone.Name)]
public sealed class OutcomeTests
{
    private const int Schedules = 1_000;

    [Theory]
    [InlineData("{}", "{}", Proof.External, Encryption.Starttls, "")]
    [InlineData("{'sasl':'disabled'}", "{'sasl':'disabled'}", Proof.Dialback, Encryption.Starttls, "")]
    [InlineData("{}", "{'peer':{'flavours':['A1']}}", Proof.Dialback, Encryption.Starttls, "A1:not-authorized")]
    [InlineData("{}", "{'profile':'conforming'}", Proof.External, Encryption.Starttls, "")]
    [InlineData(
        "{'tls':'disabled','dialback':'always'}", "{'tls':'disabled','dialback':'always'}",
        Proof.Dialback, Encryption.None, "")]
    [InlineData(
        "{'tls':'disabled','dialback':'always'}", "{'tls':'optional','dialback':'always'}",
        Proof.Dialback, Encryption.None, "")]
    [InlineData("{'tls':'required'}", "{'tls':'disabled','dialback':'always'}", Proof.None, Encryption.None, "S1:starttls-failure")]
    [InlineData("{'tls':'disabled','dialback':'always'}", "{'tls':'required'}", Proof.None, Encryption.None, "F1:starttls-required")]
    [InlineData("{}", "{'dns':{'direct':true}}", Proof.External, Encryption.Direct, "")]
    [InlineData("{'certificate':'valid'}", "{}", Proof.External, Encryption.Starttls, "")]
    [InlineData("{'certificate':'missing'}", "{}", Proof.None, Encryption.None, "D2:remote-connection-failed")]
    [InlineData("{'certificate':'expired'}", "{}", Proof.None, Encryption.None, "H5:not-authorized")]
    [InlineData("{'certificate':'selfSigned'}", "{}", Proof.None, Encryption.None, "H5:not-authorized")]
    [InlineData("{'certificate':'wrongName'}", "{}", Proof.None, Encryption.None, "H5:not-authorized")]
    [InlineData("{'certificate':'unknownCa'}", "{}", Proof.None, Encryption.None, "H5:not-authorized")]
    [InlineData("{'certificate':'noClientPurpose'}", "{}", Proof.None, Encryption.None, "H5:not-authorized")]
    [InlineData("{}", "{'certificate':'expired'}", Proof.None, Encryption.None, "T3:certificate-expired")]
    [InlineData("{}", "{'certificate':'missing'}", Proof.None, Encryption.None, "H5:policy-violation")]
    [InlineData(
        "{'certificate':'expired','strictCertificates':false}", "{'strictCertificates':false}",
        Proof.Dialback, Encryption.Starttls, "")]
    [InlineData("{}", "{'dns':{'srv':'dot'}}", Proof.None, Encryption.None, "N1:the service is decidedly not available")]
    public void Two_policies_give_one_outcome_that_both_ends_agree_on(
        string initiator, string receiver, object outcome, object tls, string reasons)
    {
        var report = new Simulator().Simulate(WorldOf(initiator, receiver), Schedules, Explored.Effort);

        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        var pair = Assert.Single(report.Pairs);
        Assert.Equal((outcome, outcome, tls), (pair.Outcome, pair.ReceiverOutcome, pair.Tls));
        Assert.Equal(reasons, string.Join(",", pair.Reasons));
        // sent = delivered + bounced + unconfirmed, and here nothing is uncertain.
        var delivered = outcome is Proof.None ? 0 : 2 * Schedules;
        Assert.Equal(
            (Schedules, delivered, (2 * Schedules) - delivered, 0),
            (pair.Schedules, pair.Delivered, pair.Bounced, pair.Unconfirmed));
    }

    private static WorldDefinition WorldOf(string initiator, string receiver)
    {
        var json = $$"""
            {"servers":{"a.example":{{initiator}},"b.example":{{receiver}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}]}
            """.Replace('\'', '"');
        var world = WorldFile.Parse("test", Encoding.UTF8.GetBytes(json));
        Assert.Empty(world.Problems);
        return world.Value!;
    }
}
