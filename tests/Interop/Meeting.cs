using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>This library and a real server, which find each other on loopback.</summary>
internal sealed class Meeting : IAsyncDisposable
{
    public static readonly Domain Ours = Domain.Parse("ours.example");
    public static readonly Domain Theirs = Domain.Parse("theirs.example");

    // A server that works needs three seconds to start, and one to talk. A starved machine gets more.
    private static readonly TimeSpan LongestStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(30);

    private readonly TaskCompletionSource<ReceivedStanza> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>> _targets = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private readonly NameServer _names = new();
    private readonly CancellationTokenSource _late;
    private readonly XmppFederation _federation;
    private ForeignServer? _server;

    private Meeting(Policy policy, X509Certificate2? certificate)
    {
        _late = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        _late.CancelAfter(LongestStart);
        _federation = new XmppFederation(new FederationOptions
        {
            Domains = [Ours],
            Policy = policy,
            Certificate = certificate,
            Trust = new CertificateTrust { Roots = Authority.Ours.Roots },
            Listen = [new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0), policy.Tls == TlsPolicy.DirectOnly)],
            StaticTargets = _targets,
            ReceiveAsync = received =>
            {
                _answer.TrySetResult(received);
                return Task.CompletedTask;
            },
            Log = line =>
            {
                _log.Enqueue(line);
                _output?.WriteLine($"{Ours}: {line}");
            },
        });
    }

    public static X509Certificate2 Trusted => Authority.Ours.Issue(Ours.Name);

    public static X509Certificate2 Untrusted => Authority.Theirs.Issue(Ours.Name);

    /// <summary>The decisions of our side, those on streams that we accepted first.</summary>
    public IReadOnlyList<string> Log => [.. _log.Order(StringComparer.Ordinal)];

    /// <summary>Starts both sides and tells each where the other is.</summary>
    public static async Task<Meeting> ArrangeAsync(
        Recipe recipe, Demands demands, Policy policy, X509Certificate2? certificate)
    {
        var meeting = new Meeting(policy, certificate);
        try
        {
            await meeting.OpenAsync(recipe, demands);
            return meeting;
        }
        catch
        {
            await meeting.DisposeAsync();
            throw;
        }
    }

    /// <summary>
    /// Pings the server and awaits the answer. The ping takes a stream that we open, the answer one that the server
    /// opens to us (RFC 6120 4.5): so both directions and, with dialback, both ways of verifying have worked.
    /// </summary>
    public static async Task HoldAsync(
        Recipe recipe, Demands demands, Policy policy, X509Certificate2? certificate, string means)
    {
        await using var meeting = await ArrangeAsync(recipe, demands, policy, certificate);
        Assert.IsType<StanzaFate.Written>(await meeting.PingAsync());
        Assert.Equal(means, (await meeting.AnswerAsync()).Means);

        // Each direction on a stream of its own, at the first attempt: no reasons, nothing refused or given up.
        Assert.Collection(
            meeting.Log,
            line => Assert.Matches($"^(?i)in/[0-9]+: {Theirs}→{Ours} by {means}$", line),
            line => Assert.Matches($"^(?i)out/[0-9]+: {Ours}→{Theirs} by {means}$", line));
    }

    /// <summary>What becomes of a ping.</summary>
    public Task<StanzaFate> PingAsync() => _federation.SendAsync(Stanza.Parse(
        $"<iq type='get' id='p1' from='{Ours}' to='{Theirs}'><ping xmlns='urn:xmpp:ping'/></iq>"))
        .WaitAsync(_late.Token);

    /// <summary>The answer to the ping.</summary>
    public async Task<ReceivedStanza> AnswerAsync()
    {
        var answer = await _answer.Task.WaitAsync(_late.Token);
        Assert.Equal(("iq", "result", "p1"), (answer.Stanza.Kind, answer.Stanza.Type, answer.Stanza.Id));
        Assert.Equal(new DomainPair(Theirs, Ours), answer.Pair);
        return answer;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        await _federation.DisposeAsync();
        _names.Dispose();
        _late.Dispose();
    }

    private async Task OpenAsync(Recipe recipe, Demands demands)
    {
        await _federation.StartAsync();
        var here = _federation.Endpoints[0];

        // The host is an address, so that nobody asks the resolver of the machine for it.
        var service = here.DirectTls ? "_xmpps-server" : "_xmpp-server";
        _names.Service($"{service}._tcp.{Ours}", 0, 0, (ushort)here.Address.Port, $"{here.Address.Address}");
        _server = await ForeignServer.StartAsync(Theirs, _names.Address, demands, recipe, _late.Token);
        _late.CancelAfter(LongestTalk);
        var there = _server.Address;
        _targets[Theirs] = [new StaticTarget($"{there.Address}", there.Port, demands == Demands.DirectTls)];
    }
}
