using System.Security.Cryptography;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// What the real servers make of a second pair on a stream (XEP-0220 2.7): each verifies it, whether it has another
/// sender or another target, and none of them says beforehand that it will.
/// </summary>
public sealed class FurtherPairTests(Servers servers)
{
    // Prosody answers on the stream that goes with the first pair, which nobody has authorised for the second.
    private const string Astray = "p2 follows p1";

    // jabberd2 has one stream for an address of ours, unless it has begun another to ask.
    private const string Together = "a key for p2 follows p1";

    private const string Apart = "p2 has a stream of its own";

    private static int _number;

    [Theory]
    [InlineData(Make.Prosody, Astray)]
    [InlineData(Make.Ejabberd, Apart)]
    [InlineData(Make.Jabberd2, Apart)]
    public Task Another_sender_is_verified(Make make, string expected) => IsVerifiedAsync(make, expected, sameSender: false);

    [Theory]
    [InlineData(Make.Prosody, Astray)]
    [InlineData(Make.Ejabberd, Apart)]
    [InlineData(Make.Jabberd2, Together)]
    public Task Another_target_is_verified(Make make, string expected) => IsVerifiedAsync(make, expected, sameSender: true);

    private async Task IsVerifiedAsync(Make make, string expected, bool sameSender)
    {
        var server = await servers.StartAsync(new(make, Demands.NoTls));
        var number = Interlocked.Increment(ref _number);
        var (ours, other) = (Domain.Parse($"first-{number}.example"), Domain.Parse($"other-{number}.example"));
        var theirs = ForeignServer.DomainWith(Flaw.None);
        var secret = RandomNumberGenerator.GetBytes(32);
        await using var authority = await Party.StartAsync(ours, Setting.Clear with { Second = other }, secret);
        await using var relay = new Relay(authority.Endpoint.Address);
        foreach (var domain in (Domain[])[ours, other])
        {
            server.Learn(domain, new(relay.Address));
        }

        foreach (var domain in (Domain[])[theirs, ForeignServer.Second])
        {
            authority.Learn(domain, new($"{server.Address.Address}", server.Address.Port));
        }

        // Each key is called valid, on the stream that the first pair has opened, and each pair is answered.
        using var stream = await RawStream.OpenAsync(server, ours, theirs);
        var first = new DomainPair(ours, theirs);
        var second = sameSender ? new DomainPair(ours, ForeignServer.Second) : new DomainPair(other, theirs);
        foreach (var pair in (DomainPair[])[first, second])
        {
            var key = new HmacDialbackKeys(secret).Make(pair, new StreamId(stream.Id));
            await stream.SayAsync($"<db:result from='{pair.Sender}' to='{pair.Target}'>{key}</db:result>");
            var answer = Assert.Single(Tags(await stream.HearAsync("<db:result"), "db:result"));
            Assert.All(["type='valid'", $"from='{pair.Target}'", $"to='{pair.Sender}'"], a => Assert.Contains(a, answer, Ordinal));
        }

        await stream.SayAsync(Ping(first, "p1") + Ping(second, "p2"));
        await Meeting.UntilAsync(() => Way() is not null, "the second pair is answered");
        Assert.Equal(expected, Way());

        string? Way()
        {
            var streams = relay.Requests;
            return streams.FirstOrDefault(s => Tags(s, "iq").Any(t => t.Contains("id='p1'", Ordinal))) is not { } one ? null
                : Tags(one, "db:result").Any(IsOfSecond) ? Together
                : Tags(one, "iq").Any(t => t.Contains("id='p2'", Ordinal)) ? Astray
                : streams.Any(s => Tags(s, "iq").Any(t => t.Contains("id='p2'", Ordinal))) ? Apart
                : null;
        }

        bool IsOfSecond(string tag) =>
            tag.Contains($"from='{second.Target}'", Ordinal) && tag.Contains($"to='{second.Sender}'", Ordinal);
    }

    private static string[] Tags(string heard, string name) =>
        [.. heard.Split('<').Where(t => t.StartsWith($"{name} ", Ordinal)).Select(t => t.Split('>')[0])];

    private static string Ping(DomainPair pair, string id) =>
        $"<iq type='get' id='{id}' from='{pair.Sender}' to='{pair.Target}'><ping xmlns='urn:xmpp:ping'/></iq>";
}
