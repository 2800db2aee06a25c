using System.Security.Cryptography;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// A further pair is refused on a stream: that is the end of the matter for this pair only (XEP-0220 2.5, INV-40), or,
/// where its key is called invalid, of the stream, and no stanza is lost by it.
/// </summary>
public sealed class SharedStreamRefusalTests(Servers servers)
{
    [Fact]
    public async Task A_target_that_ejabberd_does_not_serve_leaves_the_stream_to_the_first_pair()
    {
        await using var all = await ComeAsync();
        var fate = await RefusedAsync(all, new(all.Us.Domain, Gathering.Unserved));
        Assert.Equal("remote-server-timeout after multiplexing D2 not-allowed; H5 host-unknown", fate);
        await StreamGoesOnAsync(all, "<not-allowed");
    }

    [Fact]
    public async Task A_sender_whom_nobody_vouches_for_leaves_the_stream_to_the_first_pair()
    {
        await using var all = await ComeAsync(otherIsThere: false);
        var fate = await RefusedAsync(all, all.Second(Another.Sender));
        Assert.Equal("remote-server-timeout after multiplexing D2 remote-server-not-found; D2 remote-server-not-found", fate);
        await StreamGoesOnAsync(all, "<remote-server-not-found");
    }

    // XEP-0220 2.1.1: behind `invalid` nothing more is sent on the stream; the first pair gets a new one.
    [Fact]
    public async Task A_sender_whose_key_is_denied_ends_the_stream_and_the_first_pair_opens_another()
    {
        await using var all = await ComeAsync(otherIsThere: false);
        await using var stranger = await Party.StartAsync(all.Other, Setting.Clear, RandomNumberGenerator.GetBytes(32));
        all.Server.Learn(all.Other, stranger.Endpoint);
        var fate = await RefusedAsync(all, all.Second(Another.Sender));
        Assert.Equal("internal-server-error after multiplexing D1 invalid", fate);
        await all.PingAsync(all.First, "p3");
        Assert.Equal(2, all.StreamsOf(all.First).Distinct().Count());
        Assert.Empty(all.Refusals);

        // Both have ended the first one in order.
        await Meeting.UntilAsync(
            () => all.ToServer.Answers.Any(a => a.Contains("type='invalid'", Ordinal) && a.EndsWith("</stream:stream>", Ordinal)),
            "the stream is closed in order");
    }

    private Task<Gathering> ComeAsync(bool otherIsThere = true) => Gathering.ComeAsync(
        servers, new(Make.Ejabberd, Demands.NoTls),
        Setting.Clear with { Limits = Core.Limits.Default with { CloseTimeout = TimeSpan.FromSeconds(2) } }, otherIsThere);

    // The first pair has a stream, on which the second is refused.
    private static async Task<string> RefusedAsync(Gathering all, DomainPair pair)
    {
        await all.PingAsync(all.First, "p1");
        var fate = await all.FateAsync(pair, "p2");
        Assert.Empty(all.StreamsOf(pair));
        var (condition, chain) = Assert.IsType<StanzaFate.Returned>(fate);
        return $"{condition} after " + string.Join("; ", chain.Reasons.Select(
            r => (r.Method == "multiplexing" ? "multiplexing " : "") + $"{r.Flavour} {r.Condition}"));
    }

    private static async Task StreamGoesOnAsync(Gathering all, string refusal)
    {
        await all.PingAsync(all.First, "p3");
        Assert.Single(all.StreamsOf(all.First));
        var wire = Assert.Single(all.ToServer.Answers, a => a.Contains(refusal, Ordinal) && a.Contains(" type='valid'", Ordinal));
        Assert.DoesNotContain("stream:error", wire, Ordinal);
        Assert.Single(all.ToServer.Requests, r => r.Contains("id='p1'", Ordinal) && r.Contains("id='p3'", Ordinal));
    }
}
