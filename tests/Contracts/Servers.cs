using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Federations on loopback that find each other by configured targets.</summary>
internal sealed class Servers : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>> _targets = new();
    private readonly List<Server> _all = [];

    /// <summary>Starts a server, reachable by the others of this set.</summary>
    public async Task<Server> StartAsync(string domain, Policy policy, Setup? setup = null)
    {
        setup ??= new Setup();
        var server = new Server(new FederationOptions
        {
            Domains = [Domain.Parse(domain)],
            Policy = policy,
            Certificate = setup.WithoutCertificate ? null : setup.Certificate ?? Authority.Ours.Issue(domain),
            Trust = setup.Trust ?? new CertificateTrust { Roots = Authority.Ours.Roots },
            TrustFor = setup.TrustFor,
            FindProofAsync = setup.FindProof,
            Listen = [new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0), setup.DirectTls)],
            StaticTargets = _targets,
            BackOff = setup.BackOff,
            MeterFactory = setup.MeterFactory,
        }, setup);
        _all.Add(server);
        await server.Federation.StartAsync();
        var bound = server.Federation.Endpoints[0];
        _targets[Domain.Parse(domain)] = [new StaticTarget("127.0.0.1", bound.Address.Port, bound.DirectTls)];
        return server;
    }

    /// <summary>Says where a domain is; nowhere at all without ports.</summary>
    public void Place(string domain, params int[] ports) =>
        _targets[Domain.Parse(domain)] = [.. ports.Select(p => new StaticTarget("127.0.0.1", p))];

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _all)
        {
            await server.Federation.CloseAsync().Soon();
        }
    }

    /// <summary>What is special about a server.</summary>
    internal sealed record Setup
    {
        public X509Certificate2? Certificate { get; init; }

        public bool WithoutCertificate { get; init; }

        public bool DirectTls { get; init; }

        /// <summary>None, so that a test may try again at once.</summary>
        public TimeSpan BackOff { get; init; }

        public CertificateTrust? Trust { get; init; }

        public IReadOnlyDictionary<Domain, CertificateTrust> TrustFor { get; init; } =
            ReadOnlyDictionary<Domain, CertificateTrust>.Empty;

        public Func<Domain, Task<IdentityProof>>? FindProof { get; init; }

        public IMeterFactory? MeterFactory { get; init; }

        /// <summary>What is done with each entry of the log, once it is kept.</summary>
        public Action<LogEntry> Log { get; init; } = _ => { };

        public Func<ReceivedStanza, Task> Receive { get; init; } = _ => Task.CompletedTask;
    }
}

/// <summary>A federation, what it has received, and what it has logged.</summary>
internal sealed class Server
{
    private readonly SemaphoreSlim _arrivals = new(0);
    private readonly ConcurrentQueue<ReceivedStanza> _received = new();
    private readonly ConcurrentQueue<LogEntry> _log = new();

    public Server(FederationOptions options, Servers.Setup setup)
    {
        Federation = new XmppFederation(options with
        {
            LoggerFactory = new LogLines(entry =>
            {
                _log.Enqueue(entry);
                setup.Log(entry);
            }),
            ReceiveAsync = stanza =>
            {
                _received.Enqueue(stanza);
                _arrivals.Release();
                return setup.Receive(stanza);
            },
        });
    }

    public XmppFederation Federation { get; }

    public IReadOnlyCollection<LogEntry> Log => _log;

    /// <summary>What was logged so far is not needed any more.</summary>
    public void ForgetLog() => _log.Clear();

    /// <summary>Sends a message and waits for its fate.</summary>
    public Task<StanzaFate> SendAsync(string from, string to, string body = "hello") =>
        Federation.SendAsync(Message(from, to, body)).Soon();

    /// <summary>The next stanza that arrives, in order.</summary>
    public async Task<ReceivedStanza> NextAsync()
    {
        await _arrivals.WaitAsync(TestContext.Current.CancellationToken).Soon();
        Assert.True(_received.TryDequeue(out var received));
        return received!;
    }

    public static Stanza Message(string from, string to, string body = "hello") =>
        Stanza.Parse($"<message from='{from}' to='{to}'><body>{body}</body></message>");
}
