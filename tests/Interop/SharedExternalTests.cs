namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// A further pair towards a server that has let us in by EXTERNAL: a certificate and a header name one pair only
/// (INV-10), so it is asked for by dialback, and only where policy wants that.
/// </summary>
public sealed class SharedExternalTests(Servers servers)
{
    // Of the three only ejabberd takes dialback errors, and none that has no dialback; jabberd2 has no EXTERNAL.
    [Theory]
    [InlineData(Make.Ejabberd, Demands.StartTls, true, "out/1 by Dialback")]
    [InlineData(Make.Ejabberd, Demands.StartTls, false, "out/2 by External")]
    [InlineData(Make.Ejabberd, Demands.NoDialback, true, "out/2 by External")]
    [InlineData(Make.Prosody, Demands.StartTls, true, "out/2 by External")]
    [InlineData(Make.Prosody, Demands.StartTls, false, "out/2 by External")]
    public async Task Another_sender_is_served(Make make, Demands demands, bool multiplexing, string expected)
    {
        var setting = new Setting { Policy = new Policy { AllowMultiplexingOnSasl = multiplexing } };
        await using var all = await Gathering.ComeAsync(servers, new(make, demands), setting);
        var second = all.Second(Another.Sender);
        await all.PingAsync(all.First, "p1");
        await all.PingAsync(second, "p2");
        Assert.Equal("out/1 by External", Assert.Single(all.StreamsOf(all.First)));
        Assert.Equal(expected, Assert.Single(all.StreamsOf(second)));
        Assert.Empty(all.Refusals);
    }
}
