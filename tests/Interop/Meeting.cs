using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>This library and a real server, which find and answer each other.</summary>
internal static class Meeting
{
    private const string Ours = "ours.example";
    private const string Theirs = "theirs.example";

    // For the start of the server and all that is said; a server that works needs three seconds.
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(30);

    /// <summary>
    /// Pings the server and awaits the answer. The ping takes a stream that we open, the answer one that the server
    /// opens to us (RFC 6120 4.5): so both directions and, with dialback, both ways of verifying have worked.
    /// </summary>
    /// <param name="recipe">How the server is configured and started.</param>
    /// <param name="policy">What we demand; without TLS the server has none either.</param>
    /// <param name="means">How both are to be authenticated.</param>
    public static async Task HoldAsync(
        Func<ForeignServer.Place, ProcessStartInfo> recipe, Policy policy, string means)
    {
        using var late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        late.CancelAfter(Longest);
        var tls = policy.Tls != TlsPolicy.Disabled;
        var targets = new ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>>();
        var (answer, log, output) = (NewAnswer(), new ConcurrentQueue<string>(), TestContext.Current.TestOutputHelper);
        using var names = new NameServer();
        await using var federation = new XmppFederation(new FederationOptions
        {
            Domains = [Domain.Parse(Ours)],
            Policy = policy,
            Certificate = tls ? Authority.Ours.Issue(Ours) : null,
            TrustedRoots = Authority.Ours.Roots,
            Listen = [new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0))],
            StaticTargets = targets,
            ReceiveAsync = received =>
            {
                answer.TrySetResult(received);
                return Task.CompletedTask;
            },
            Log = line =>
            {
                log.Enqueue(line);
                output?.WriteLine($"{Ours}: {line}");
            },
        });
        await federation.StartAsync();

        // The host is an address, so that nobody asks the resolver of the machine for it.
        var here = federation.Endpoints[0].Address;
        names.Service($"_xmpp-server._tcp.{Ours}", 0, 0, (ushort)here.Port, $"{here.Address}");
        await using var server = await ForeignServer.StartAsync(Theirs, names.Address, tls, recipe, late.Token);
        targets[server.Domain] = [new StaticTarget($"{server.Address.Address}", server.Address.Port)];

        Assert.IsType<StanzaFate.Written>(await federation.SendAsync(Ping()).WaitAsync(late.Token));
        AssertAnswers(await answer.Task.WaitAsync(late.Token), means);
        AssertSmooth(log, means);
    }

    private static TaskCompletionSource<ReceivedStanza> NewAnswer() =>
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private static Stanza Ping() => Stanza.Parse(
        $"<iq type='get' id='p1' from='{Ours}' to='{Theirs}'><ping xmlns='urn:xmpp:ping'/></iq>");

    private static void AssertAnswers(ReceivedStanza answer, string means)
    {
        Assert.Equal(("iq", "result", "p1"), (answer.Stanza.Kind, answer.Stanza.Type, answer.Stanza.Id));
        Assert.Equal(new DomainPair(Domain.Parse(Theirs), Domain.Parse(Ours)), answer.Pair);
        Assert.Equal(means, answer.Means);
    }

    // Each direction on a stream of its own, at the first attempt: no reasons, nothing refused or given up.
    private static void AssertSmooth(IEnumerable<string> log, string means) => Assert.Collection(
        log.Order(StringComparer.Ordinal),
        line => Assert.Matches($"^(?i)in/[0-9]+: {Theirs}→{Ours} by {means}$", line),
        line => Assert.Matches($"^(?i)out/[0-9]+: {Ours}→{Theirs} by {means}$", line));
}
