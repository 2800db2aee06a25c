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

    /// <summary>
    /// Pings the server and awaits the answer. The ping takes a stream that we open, the answer one that the server
    /// opens to us (RFC 6120 4.5): so both directions and, with dialback, both ways of verifying have worked.
    /// </summary>
    public static async Task HoldAsync(
        Func<ForeignServer.Place, ProcessStartInfo> recipe, Policy policy, string means)
    {
        var tls = policy.Tls != TlsPolicy.Disabled;
        var answers = new TaskCompletionSource<ReceivedStanza>(TaskCreationOptions.RunContinuationsAsynchronously);
        var log = new ConcurrentQueue<string>();
        var targets = new ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>>();
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
                answers.TrySetResult(received);
                return Task.CompletedTask;
            },
            Log = line =>
            {
                log.Enqueue(line);
                TestContext.Current.TestOutputHelper?.WriteLine($"{Ours}: {line}");
            },
        });
        await federation.StartAsync();

        // The host is an address, so that nobody asks the resolver of the machine for it.
        var here = federation.Endpoints[0].Address;
        names.Service($"_xmpp-server._tcp.{Ours}", 0, 0, (ushort)here.Port, $"{here.Address}");
        await using var server = await ForeignServer.StartAsync(Theirs, names.Address, tls, recipe);
        targets[server.Domain] = [new StaticTarget($"{server.Address.Address}", server.Address.Port)];

        var fate = federation.SendAsync(Stanza.Parse(
            $"<iq type='get' id='p1' from='{Ours}' to='{Theirs}'><ping xmlns='urn:xmpp:ping'/></iq>"));
        Assert.IsType<StanzaFate.Written>(await fate.WaitAsync(ForeignServer.Patience));
        var answer = await answers.Task.WaitAsync(ForeignServer.Patience);
        Assert.Equal(("iq", "result", "p1"), (answer.Stanza.Kind, answer.Stanza.Type, answer.Stanza.Id));
        Assert.Equal(new DomainPair(server.Domain, Domain.Parse(Ours)), answer.Pair);
        Assert.Equal(means, answer.Means);
        Assert.All(log, AssertSmooth);
    }

    // What is admitted after reasons, given up or refused has not gone as the test says.
    private static void AssertSmooth(string line) => Assert.DoesNotMatch("after:|gave up|refused|failed", line);
}
