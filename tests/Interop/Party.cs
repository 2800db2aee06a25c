using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Contracts.Tests;
using Xmpp.Federation.Core;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>How a federation of ours is set up.</summary>
internal sealed record Setting
{
    public static Setting Default { get; } = new();

    /// <summary>Dialback without TLS, and without a certificate.</summary>
    public static Setting Clear { get; } = new()
    {
        Policy = new Policy { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always },
        Flaw = Flaw.Missing,
    };

    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>What is wrong with the certificate that it presents.</summary>
    public Flaw Flaw { get; init; }

    /// <summary>Whether it listens for TLS from the first byte.</summary>
    public bool DirectTls { get; init; }

    /// <summary>A second domain that it serves.</summary>
    public Domain? Second { get; init; }

    /// <summary>How long it waits.</summary>
    public Limits Limits { get; init; } = Limits.Default;

    /// <summary>A fault of its steps, which is to be noticed; null for none.</summary>
    public Func<StepFunction, StepFunction>? Bug { get; init; }
}

/// <summary>
/// A federation of ours, and what it decides. Each of its steps is followed in the model: when it has ended, all that it said
/// must have been allowed, or the test fails with the rule and its clause.
/// </summary>
internal sealed class Party : IAsyncDisposable
{
    private readonly TaskCompletionSource<ReceivedStanza> _received =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>> _targets = new();
    private readonly ConcurrentQueue<ReceivedStanza> _stanzas = new();
    private readonly ConcurrentQueue<string> _log = new();
    private readonly NameServer _names = new();
    private readonly ITestOutputHelper? _output = TestContext.Current.TestOutputHelper;
    private readonly XmppFederation _federation;
    private readonly Onlooker _onlooker;

    private Party(Domain domain, Setting setting, byte[] secret)
    {
        Domain = domain;
        _onlooker = new Onlooker(setting.Second is { } further ? [domain, further] : [domain]);
        _federation = new XmppFederation(new FederationOptions
        {
            Domains = setting.Second is { } second ? [domain, second] : [domain],
            Policy = setting.Policy,
            Certificate = setting.Flaw.CertificateFor(domain),
            Certificates = setting.Second is { } other && setting.Flaw.CertificateFor(other) is { } issued
                ? new Dictionary<Domain, X509Certificate2> { [other] = issued }
                : [],
            Trust = new CertificateTrust { Roots = Authority.Ours.Roots },
            BackOff = TimeSpan.Zero,
            DialbackSecret = secret,
            Listen = [new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0), setting.DirectTls)],
            StaticTargets = _targets,
            NameServers = [_names.Address],
            Limits = setting.Limits,
            Around = step => _onlooker.Over(setting.Bug?.Invoke(step) ?? step),
            ReceiveAsync = received =>
            {
                _received.TrySetResult(received);
                _stanzas.Enqueue(received);
                return Task.CompletedTask;
            },
            LoggerFactory = new LogLines(entry =>
            {
                _log.Enqueue(entry.Line);
                _output?.WriteLine($"{domain}: {entry.Line}");
            }),
        });
    }

    public Domain Domain { get; }

    public ListenEndpoint Endpoint => _federation.Endpoints[0];

    /// <summary>How many things it has said that the model has judged.</summary>
    public int Judged => _onlooker.Utterances;

    /// <summary>The first thing that it has said and was not allowed to, with the rule; null if everything was.</summary>
    public string? Departure => _onlooker.Departure?.ToString();

    /// <summary>How many stanzas have come.</summary>
    public int Received => _stanzas.Count;

    /// <summary>The stanzas that have come.</summary>
    public IReadOnlyList<ReceivedStanza> Stanzas => [.. _stanzas];

    /// <summary>Every line that was logged.</summary>
    public IReadOnlyList<string> Log => [.. _log];

    /// <summary>The decisions about streams that the server has opened.</summary>
    public IReadOnlyList<string> Incoming => [.. _log.Where(l => l.StartsWith("in/", StringComparison.Ordinal))];

    /// <summary>The decisions about streams to the server.</summary>
    public IReadOnlyList<string> Outgoing => [.. _log.Where(l => l.StartsWith("out/", StringComparison.Ordinal))];

    public static async Task<Party> StartAsync(Domain domain, Setting setting, byte[] secret)
    {
        var ours = new Party(domain, setting, secret);
        await ours._federation.StartAsync();
        return ours;
    }

    /// <summary>Tells it where a domain is. One that it has not been told of does not exist.</summary>
    public void Learn(Domain domain, StaticTarget there)
    {
        _onlooker.Know(domain);
        _targets[domain] = [there];
    }

    /// <summary>What becomes of a ping.</summary>
    public Task<StanzaFate> PingAsync(Domain to) => PingAsync(new(Domain, to), "p1");

    /// <inheritdoc cref="PingAsync(Domain)"/>
    public Task<StanzaFate> PingAsync(DomainPair pair, string id) => _federation.SendAsync(Stanza.Parse(
        $"<iq type='get' id='{id}' from='{pair.Sender}' to='{pair.Target}'><ping xmlns='urn:xmpp:ping'/></iq>"));

    public Task<StanzaFate> SendAsync(string stanza) => _federation.SendAsync(Stanza.Parse(stanza));

    /// <summary>The first stanza that comes.</summary>
    public Task<ReceivedStanza> ReceiveAsync() => _received.Task;

    public async ValueTask DisposeAsync()
    {
        await _federation.DisposeAsync();
        _names.Dispose();
        Assert.True(Departure is null, $"{Domain} says what it must not: {Departure}");
    }
}
