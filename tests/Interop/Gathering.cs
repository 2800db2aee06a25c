using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>Which domain of a further pair on a stream (XEP-0220 2.7) is another than that of the first.</summary>
public enum Another
{
    /// <summary>Another domain of ours, to the same one of theirs.</summary>
    Sender,

    /// <summary>Another domain of theirs, from the same one of ours.</summary>
    Target,
}

/// <summary>
/// This library with two domains and a real server with two, and whoever listens in on the way from each to the other.
/// </summary>
internal sealed partial class Gathering : IAsyncDisposable
{
    private const int SecretBytes = 32;

    private static int _number;

    private readonly byte[] _secret;

    private Gathering(ForeignServer server, Party us, Domain other, byte[] secret)
    {
        _secret = secret;
        Server = server;
        Us = us;
        Other = other;
        ToServer = new Relay(server.Address);
        ToUs = new Relay(us.Endpoint.Address);
        First = new(us.Domain, Theirs);
    }

    public static Domain Theirs => ForeignServer.DomainWith(Flaw.None);

    /// <summary>A domain that the server does not serve, although we are told that it is there.</summary>
    public static Domain Unserved { get; } = Domain.Parse("unserved.example");

    public ForeignServer Server { get; }

    public Party Us { get; }

    /// <summary>Our second domain.</summary>
    public Domain Other { get; }

    /// <summary>Where we dial the server.</summary>
    public Relay ToServer { get; }

    /// <summary>Where the server dials us.</summary>
    public Relay ToUs { get; }

    /// <summary>The pair that comes first.</summary>
    public DomainPair First { get; }

    /// <summary>Starts both sides and tells each where the other is.</summary>
    /// <param name="servers">The servers that run.</param>
    /// <param name="variant">Which of them it is to be.</param>
    /// <param name="setting">How our side is set up.</param>
    /// <param name="otherIsThere">Whether the server can find our second domain.</param>
    public static async Task<Gathering> ComeAsync(Servers servers, Variant variant, Setting setting, bool otherIsThere = true) =>
        await ComeAsync(await servers.StartAsync(variant), setting, otherIsThere);

    /// <inheritdoc cref="ComeAsync(Servers, Variant, Setting, bool)"/>
    public static async Task<Gathering> ComeAsync(ForeignServer server, Setting setting, bool otherIsThere = true)
    {
        var number = Interlocked.Increment(ref _number);
        var other = Domain.Parse($"neighbour-{number}.example");
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var us = await Party.StartAsync(Domain.Parse($"house-{number}.example"), setting with { Second = other }, secret);
        var all = new Gathering(server, us, other, secret);
        all.Show(us);
        foreach (var domain in otherIsThere ? (Domain[])[us.Domain, other] : [us.Domain])
        {
            server.Learn(domain, new(all.ToUs.Address));
        }

        return all;
    }

    /// <summary>The pair that comes second.</summary>
    public DomainPair Second(Another another) =>
        another == Another.Sender ? new(Other, Theirs) : new(Us.Domain, ForeignServer.Second);

    /// <summary>
    /// Somebody of our name and with our keys whom the server does not find: it answers to us what they ask.
    /// </summary>
    public async Task<Party> HeraldAsync(Setting setting)
    {
        var herald = await Party.StartAsync(Us.Domain, setting, _secret);
        Show(herald);
        return herald;
    }

    /// <summary>What becomes of a ping.</summary>
    public Task<StanzaFate> FateAsync(DomainPair pair, string id) => Us.PingAsync(pair, id).WaitAsync(Meeting.LongestTalk);

    /// <summary>Pings the server; the ping is written and answered.</summary>
    public async Task PingAsync(DomainPair pair, string id)
    {
        Assert.Equal(new StanzaFate.Written(), await FateAsync(pair, id));
        await AnsweredAsync(pair, id);
    }

    /// <summary>Waits for the answer to a ping.</summary>
    public async Task<ReceivedStanza> AnsweredAsync(DomainPair pair, string id)
    {
        await Meeting.UntilAsync(() => Us.Stanzas.Any(s => s.Stanza.Id == id), $"the ping {id} is answered");
        var answer = Assert.Single(Us.Stanzas, s => s.Stanza.Id == id);
        Assert.Equal(("iq", "result"), (answer.Stanza.Kind, answer.Stanza.Type));
        Assert.Equal(pair.Inverse, answer.Pair);
        return answer;
    }

    /// <summary>The streams on which a pair was authorised, by which means: <c>out/1 by Dialback</c> for example.</summary>
    public IReadOnlyList<string> StreamsOf(DomainPair pair) =>
        [.. Us.Log.Where(l => l.Contains($": {pair} by ", Ordinal)).Select(l => l.Replace($": {pair}", "", Ordinal))];

    /// <summary>The only stream on which a pair was authorised.</summary>
    public string StreamOf(DomainPair pair) => StreamName().Match(Assert.Single(StreamsOf(pair))).Value;

    /// <summary>All that was said by anybody, as far as it was in clear: each side of each connection by itself.</summary>
    public IReadOnlyList<string> Said =>
        [.. ToServer.Requests, .. ToServer.Answers, .. ToUs.Requests, .. ToUs.Answers];

    /// <summary>Waits until nobody is connected any more.</summary>
    public Task PartedAsync() => Meeting.UntilAsync(() => ToServer.IsQuiet && ToUs.IsQuiet, "every connection is over");

    /// <summary>What was refused on any stream.</summary>
    public IReadOnlyList<string> Refusals => [.. Us.Log.Where(l => l.Contains(": refused: ", Ordinal))];

    public async ValueTask DisposeAsync()
    {
        await Us.DisposeAsync();
        await ToServer.DisposeAsync();
        await ToUs.DisposeAsync();
        Assert.True(Us.Judged > 0, "Nothing that we said was judged.");
    }

    private void Show(Party party)
    {
        foreach (var domain in (Domain[])[Theirs, ForeignServer.Second, Unserved])
        {
            party.Learn(domain, new($"{ToServer.Address.Address}", ToServer.Address.Port));
        }
    }

    [GeneratedRegex("^[a-z]+/[0-9]+")]
    private static partial Regex StreamName();
}
