namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// What every real server and this library must come to, in both directions: the ping takes a stream that we open,
/// the answer one that the server opens to us (RFC 6120 4.5), so both directions and, with dialback, both ways of
/// verifying have worked.
/// </summary>
public sealed class BothWaysTests(Servers servers)
{
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task Both_authenticate_by_certificates_over_STARTTLS(Make make) => HoldAsync(
        new(make, Demands.StartTlsAndCertificate),
        new Setting { Policy = new Policy { Sasl = SaslPolicy.Required } }, "EXTERNAL");

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    public Task Both_authenticate_by_certificates_over_direct_TLS(Make make) => HoldAsync(
        new(make, Demands.DirectTls),
        new Setting { Policy = new Policy { Tls = TlsPolicy.DirectOnly, Sasl = SaslPolicy.Required }, DirectTls = true },
        "EXTERNAL");

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public Task Both_authenticate_by_dialback_over_STARTTLS(Make make) => HoldAsync(
        new(make, Demands.StartTls), new Setting { Policy = new Policy { Sasl = SaslPolicy.Disabled } }, "dialback");

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public Task Both_authenticate_by_dialback_in_clear(Make make) => HoldAsync(
        new(make, Demands.NoTls), Setting.Clear, "dialback");

    // XEP-0288 2.1: it uses a stream both ways only for those who have asked for it.
    [Fact]
    public async Task A_Prosody_that_offers_to_use_one_stream_both_ways_opens_its_own_to_who_does_not_ask_for_it()
    {
        var offering = new Arrangement(Make.Prosody, Demands.NoTls) { Bidi = true };
        var server = await servers.StartAsync(offering.Server);
        using (var stream = await RawStream.OpenAsync(server, Domain.Parse("ours.example"), ForeignServer.DomainWith(Flaw.None)))
        {
            Assert.Contains("<bidi xmlns='urn:xmpp:features:bidi'/>", stream.Greeting, StringComparison.Ordinal);
        }

        await HoldAsync(offering, Setting.Clear, "dialback");
    }

    private async Task HoldAsync(Arrangement arrangement, Setting setting, string means)
    {
        await using var meeting = await Meeting.ArrangeAsync(servers, arrangement with { Dialler = setting });
        Assert.Equal(means, await meeting.OutcomeAsync(), ignoreCase: true);
        Assert.Equal(means, (await meeting.AnswerAsync()).Means);

        // Each direction on a stream of its own, at the first attempt: no reasons, nothing refused or given up.
        Assert.Collection(
            meeting.Log,
            line => Assert.Matches($"^(?i)in/[0-9]+: {meeting.Theirs}→{meeting.Ours} by {means}$", line),
            line => Assert.Matches($"^(?i)out/[0-9]+: {meeting.Ours}→{meeting.Theirs} by {means}$", line));
    }
}
