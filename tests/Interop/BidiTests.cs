using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// One stream for both directions with Prosody (XEP-0288), where both of us offer it: whoever has dialled.
/// </summary>
public sealed class BidiTests(Servers servers)
{
    private const int Many = 50;

    private static readonly Policy Offering = new() { OfferBidi = true };

    private static readonly Setting Certified = new() { Policy = Offering };

    private static readonly Setting DialbackOnly = new() { Policy = Offering with { Sasl = SaslPolicy.Disabled } };

    private static readonly Setting Clear = Setting.Clear with { Policy = Setting.Clear.Policy with { OfferBidi = true } };

    private static readonly Variant Strict = new(Make.Prosody, Demands.StartTlsAndCertificate) { Bidi = true };

    private static readonly Variant Open = new(Make.Prosody, Demands.NoTls) { Bidi = true };

    [Fact]
    public async Task We_dial_and_Prosody_answers_on_our_stream()
    {
        await using var all = await Gathering.ComeAsync(servers, Strict, Certified);
        await all.PingAsync(all.First, "p1");
        await all.PingAsync(all.First, "p2");
        Assert.Equal(["out/1 by External"], all.StreamsOf(all.First));
        Assert.Equal(["out/1 by External"], all.StreamsOf(all.First.Inverse));
        Assert.Empty(all.ToUs.Requests);
        Assert.Empty(all.Refusals);
    }

    [Theory]
    [InlineData(Demands.StartTlsAndCertificate, "External")]
    [InlineData(Demands.StartTls, "Dialback")]
    [InlineData(Demands.NoTls, "Dialback")]
    public async Task Prosody_dials_and_we_answer_on_its_stream(Demands demands, string means)
    {
        var setting = demands switch { Demands.NoTls => Clear, Demands.StartTls => DialbackOnly, _ => Certified };
        await using var all = await Gathering.ComeAsync(servers, Open with { Demands = demands }, setting);
        await using var herald = await all.HeraldAsync(setting with { Policy = setting.Policy with { OfferBidi = false } });
        await herald.PingAsync(all.First, "p1");
        await all.AnsweredAsync(all.First, "p1");
        await all.PingAsync(all.First, "p2");
        Assert.Equal([$"in/1 by {means}"], all.StreamsOf(all.First));
        Assert.Equal([$"in/1 by {means}"], all.StreamsOf(all.First.Inverse));
        Assert.Single(all.ToUs.Requests);
        Assert.Empty(all.Refusals);
    }

    // It has opened a stream to ask about our key, which both directions may use first: its own key comes before the
    // question. Then ours is authorised as well.
    [Theory]
    [InlineData(Demands.NoTls)]
    [InlineData(Demands.StartTls)]
    public async Task After_dialback_Prosody_s_own_stream_serves_both_directions(Demands demands)
    {
        await using var all = await Gathering.ComeAsync(
            servers, Open with { Demands = demands }, demands == Demands.NoTls ? Clear : DialbackOnly);
        await all.PingAsync(all.First, "p1");
        await Meeting.UntilAsync(() => all.StreamsOf(all.First.Inverse).Count == 2, "our stream is authorised");
        await all.PingAsync(all.First, "p2");
        Assert.Equal(["in/1 by Dialback", "out/1 by Dialback"], all.StreamsOf(all.First));
        Assert.Equal(["in/1 by Dialback", "out/1 by Dialback"], all.StreamsOf(all.First.Inverse));
        Assert.Empty(all.Refusals);
        if (demands == Demands.NoTls)
        {
            Assert.DoesNotContain(all.ToServer.Requests.Concat(all.ToServer.Answers), s => s.Contains("<iq ", Ordinal));
            Assert.Contains(" id='p2'", Assert.Single(all.ToUs.Requests), Ordinal);
        }
    }

    // INV-43: what went over the stream that has ended goes over ours, which is authorised for it. Prosody answers on a
    // new one.
    [Fact]
    public async Task Where_two_streams_serve_both_directions_one_may_end()
    {
        await using var all = await Gathering.ComeAsync(servers, Open, Clear);
        await all.PingAsync(all.First, "p1");
        await Meeting.UntilAsync(() => all.StreamsOf(all.First.Inverse).Count == 2, "our stream is authorised");
        await all.ToUs.CutAsync();

        // What either of us says before it has seen the end is lost.
        var number = 1;
        await Meeting.UntilAsync(
            () => all.Us.Received > 1, "a ping is answered", between: () => _ = all.Us.PingAsync(all.First, $"p{++number}"));
        Assert.Single(all.ToServer.Requests, r => r.Contains("<db:result ", Ordinal) && r.Contains("<iq ", Ordinal));
        Assert.Equal(["in/1", "out/1", "in/2"], all.StreamsOf(all.First).Select(s => s.Split(' ')[0]));
    }

    [Theory]
    [InlineData(Demands.StartTlsAndCertificate)]
    [InlineData(Demands.NoTls)]
    public async Task Nothing_is_lost_and_we_end_the_stream_in_order(Demands demands)
    {
        await using var all = await Gathering.ComeAsync(
            servers, Open with { Demands = demands }, demands == Demands.NoTls ? Clear : Certified);
        await Task.WhenAll([.. Enumerable.Range(1, Many).Select(n => all.PingAsync(all.First, $"p{n}"))]);
        var streams = demands == Demands.NoTls ? 2 : 1;
        await Meeting.UntilAsync(() => all.StreamsOf(all.First).Count == streams, "our stream is authorised");
        await all.Us.DisposeAsync();
        await all.PartedAsync();
        Assert.Empty(all.Refusals);
        var ended = $" {all.Us.Domain}->{Gathering.Theirs} closed: stream closed";
        await Meeting.UntilAsync(() => all.Server.Lines.Any(l => l.EndsWith(ended, Ordinal)), "Prosody has heard the end");
        if (demands == Demands.NoTls)
        {
            Assert.All(all.Said, said => Assert.EndsWith("</stream:stream>", said, Ordinal));
        }
    }

    // RFC 6120 4.4: its closing tag is answered by ours, and what goes next is told that nobody is there.
    [Fact]
    public async Task A_Prosody_that_stops_ends_the_stream_in_order_and_so_do_we()
    {
        await using var server = await ForeignServer.StartAsync(Open);
        await using var all = await Gathering.ComeAsync(server, Clear);
        await all.PingAsync(all.First, "p1");
        await server.StopAsync();
        await all.PartedAsync();
        Assert.All(all.Said, said => Assert.EndsWith("</stream:stream>", said, Ordinal));
        Assert.Contains("<system-shutdown ", Assert.Single(all.ToUs.Requests), Ordinal);
        var (condition, _) = Assert.IsType<StanzaFate.Returned>(await all.FateAsync(all.First, "p2"));
        Assert.Equal("remote-server-timeout", condition);
    }

    // XEP-0288 2.1: a feature that nobody asks for. jabberd2 and ejabberd do not know it.
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public async Task A_server_that_cannot_answers_on_a_stream_of_its_own(Make make)
    {
        await using var all = await Gathering.ComeAsync(servers, new(make, Demands.StartTls), Certified);
        await all.PingAsync(all.First, "p1");
        Assert.StartsWith("out/", all.StreamOf(all.First), Ordinal);
        Assert.StartsWith("in/", all.StreamOf(all.First.Inverse), Ordinal);
        Assert.Empty(all.Refusals);
    }
}
