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

    [Fact]
    public async Task Prosody_dials_and_we_answer_on_its_stream()
    {
        await using var all = await Gathering.ComeAsync(servers, Strict, Certified);
        await using var herald = await all.HeraldAsync(Setting.Default);
        await herald.PingAsync(all.First, "p1");
        await all.AnsweredAsync(all.First, "p1");
        await all.PingAsync(all.First, "p2");
        Assert.Equal(["in/1 by External"], all.StreamsOf(all.First));
        Assert.Equal(["in/1 by External"], all.StreamsOf(all.First.Inverse));
        Assert.Single(all.ToUs.Requests);
        Assert.Single(all.ToServer.Requests);
        Assert.Empty(all.Refusals);
    }

    // It has opened a stream to ask about our key, and prefers that one.
    [Fact]
    public async Task After_dialback_Prosody_answers_on_a_stream_of_its_own()
    {
        await using var all = await Gathering.ComeAsync(servers, Open, Clear);
        await all.PingAsync(all.First, "p1");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n---\n", all.ToServer.Requests.Concat(all.ToServer.Answers).Concat(all.ToUs.Requests).Concat(all.ToUs.Answers)));
        Assert.Equal(["out/1 by Dialback"], all.StreamsOf(all.First));
        Assert.Equal(["out/1 by Dialback"], all.StreamsOf(all.First.Inverse));
        Assert.Empty(all.Refusals);
    }

    [Fact]
    public async Task Nothing_is_lost_in_either_direction_and_both_end_the_stream_in_order()
    {
        await using var all = await Gathering.ComeAsync(servers, Open, Clear);
        await Task.WhenAll([.. Enumerable.Range(1, Many).Select(n => all.PingAsync(all.First, $"p{n}"))]);
        await all.Us.DisposeAsync();
        await Meeting.UntilAsync(() => all.ToServer.IsQuiet && all.ToUs.IsQuiet, "every connection is over");
        Assert.All(
            all.ToServer.Requests.Concat(all.ToServer.Answers).Concat(all.ToUs.Requests).Concat(all.ToUs.Answers),
            said => Assert.EndsWith("</stream:stream>", said, Ordinal));
    }
}
