using System.Security.Cryptography;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Adapters.Telemetry;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation;

/// <summary>
/// The server-to-server side of an XMPP server: it finds, secures and authenticates streams to other servers,
/// accepts theirs, and carries stanzas over them (RFC 6120, XEP-0178, XEP-0220, XEP-0368). All members may be
/// called from any thread; none captures the caller's SynchronizationContext.
/// </summary>
public sealed class XmppFederation : IAsyncDisposable
{
    /// <summary>
    /// The name of the meter and of the activity source, and the category of the logger. impl/Telemetry.md lists what
    /// comes from them.
    /// </summary>
    public const string TelemetryName = "Xmpp.Federation";

    private const int SecretBytes = 32;
    private const int StreamsToHalfOpen = 10;

    private readonly FederationOptions _options;
    private readonly TlsSettings _tls;
    private readonly SystemTimers _timers = new(TimeProvider.System);
    private readonly ILogger _log;
    private readonly Instruments _instruments;
    private readonly SystemTaskStarter _tasks;
    private readonly FederationHost _host;
    private readonly object _lock = new();
    private List<TcpAcceptor> _acceptors = [];
    private bool _started;
    private Task? _closed;

    /// <summary>Checks the options; opens nothing yet.</summary>
    /// <param name="options">What this server is and demands.</param>
    /// <exception cref="ArgumentException">The options can never work; one sentence says why.</exception>
    public XmppFederation(FederationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (OptionProblems.In(options) is { } problem)
        {
            throw new ArgumentException(problem, nameof(options));
        }

        _options = options;
        var proofs = new ProofBook();
        _tls = new TlsSettings(options, proofs, TimeProvider.System);
        _log = new CarefulLogger(options.LoggerFactory?.CreateLogger(TelemetryName) ?? NullLogger.Instance);
        _instruments = new Instruments(options.MeterFactory, () => _host?.State ?? FederationState.Initial);
        var observation = new Observation(_instruments, TimeProvider.System, _log);
        var names = new DnsNameService(options.NameServers);
        _tasks = new SystemTaskStarter((name, fault) => _log.TaskFailed(fault, name));
        _host = new FederationHost(ContextOf(options), new Ports
        {
            Network = new TcpNetwork(names, _tls),
            Resolver = ResolverOf(options, names, proofs),
            Timers = _timers,
            Chance = new SystemChance(),
            Tasks = _tasks,
            Application = new CallbackApplication(options, _log),
        }, options.Around?.Invoke(observation.Step) ?? observation.Step);
    }

    /// <summary>
    /// Where it listens since <see cref="StartAsync"/>, in the order of <see cref="FederationOptions.Listen"/>, with
    /// the ports that the system has chosen; empty before.
    /// </summary>
    public IReadOnlyList<ListenEndpoint> Endpoints => [.. _acceptors.Select(a => a.Endpoint)];

    /// <summary>
    /// Ends when a started federation has been closed. It faults when the negotiator itself is at fault: then every
    /// stream has been dropped, and nothing can be sent any more.
    /// </summary>
    public Task Stopped => _host.Stopped;

    /// <summary>The state between two inputs, for tests of what an attack leaves behind.</summary>
    internal FederationState State => _host.State;

    /// <summary>Begins to listen and to work; once only.</summary>
    /// <returns>A task that ends when every endpoint is bound.</returns>
    /// <exception cref="IOException">An endpoint cannot be listened on; then nothing has been started.</exception>
    /// <exception cref="InvalidOperationException">It was started or closed before.</exception>
    public Task StartAsync()
    {
        lock (_lock)
        {
            if (_started || _closed is not null)
            {
                throw new InvalidOperationException("A federation can be started once, and not after it was closed.");
            }

            _acceptors = Bind();
            _started = true;
        }

        _host.Start();
        _tasks.Start("stopped", ReportFaultAsync);
        foreach (var acceptor in _acceptors)
        {
            _log.Listening($"{acceptor.Endpoint.Address}", acceptor.Endpoint.DirectTls);
            _tasks.Start($"accept/{acceptor.Endpoint.Address}", () => acceptor.AcceptAllAsync(_host));
        }

        return Task.CompletedTask;
    }

    /// <summary>
    /// Hands a stanza over for another server. Stanzas of one pair of domains are written in the order of these
    /// calls (RFC 6120 10.1).
    /// </summary>
    /// <param name="stanza">The stanza; its sender's domain is one of <see cref="FederationOptions.Domains"/>.</param>
    /// <returns>
    /// The fate of the stanza, once it is known; exactly one. <see cref="Stanza.ErrorReply"/> makes the error for
    /// one that was returned. After <see cref="CloseAsync"/> a stanza is returned at once.
    /// </returns>
    /// <exception cref="InvalidOperationException">It was never started, or has failed by its own fault.</exception>
    public Task<StanzaFate> SendAsync(Stanza stanza)
    {
        ArgumentNullException.ThrowIfNull(stanza);
        return Volatile.Read(ref _started)
            ? _host.SendAsync(stanza)
            : throw new InvalidOperationException("Start the federation before you send.");
    }

    /// <summary>
    /// Listens no more, returns what waits with <c>service-unavailable</c>, closes every stream in order (RFC 6120
    /// 4.4) and gives peers that do not answer a few seconds. Harmless when repeated.
    /// </summary>
    /// <returns>A task that ends when nothing is left, or faults as <see cref="Stopped"/> does.</returns>
    public Task CloseAsync()
    {
        lock (_lock)
        {
            return _closed ??= ShutDownAsync(_started);
        }
    }

    /// <inheritdoc cref="CloseAsync"/>
    public async ValueTask DisposeAsync() => await CloseAsync().ConfigureAwait(false);

    private static IResolver ResolverOf(FederationOptions options, DnsNameService names, ProofBook proofs)
    {
        var resolver = new StaticResolver(options, new DnsResolver(names, RandomNumberGenerator.GetInt32));
        return options.FindProofAsync is { } find ? new ProvingResolver(resolver, find, proofs) : resolver;
    }

    private static ServerContext ContextOf(FederationOptions options)
    {
        var secret = options.DialbackSecret is { } own ? own.Span : RandomNumberGenerator.GetBytes(SecretBytes);
        var policies = default(Map<Domain, Policy>);
        foreach (var (remote, policy) in options.PolicyFor)
        {
            policies = policies.With(remote, policy);
        }

        return new ServerContext
        {
            Domains = options.Domains.ToSeq(),
            Policy = options.Policy,
            PolicyFor = policies,
            HasCertificate = options.HasCertificate(),
            Limits = LimitsOf(options),
            Keys = new HmacDialbackKeys(secret),
        };
    }

    private static Limits LimitsOf(FederationOptions options)
    {
        var limits = options.Limits;
        var halfOpen = Math.Min(limits.HalfOpenMax, options.StreamsMax / StreamsToHalfOpen);
        return limits with
        {
            BackOffFirst = options.BackOff,
            ElementBytesMax = options.StanzaBytesMax,
            StreamsMax = options.StreamsMax,
            StreamsPerAddressMax = options.StreamsPerAddressMax,
            AttemptsPerMinuteMax = options.AttemptsPerMinuteMax,
            HalfOpenMax = halfOpen,
            HalfOpenPerAddressMax = Math.Min(limits.HalfOpenPerAddressMax, halfOpen),
        };
    }

    private List<TcpAcceptor> Bind()
    {
        List<TcpAcceptor> bound = [];
        try
        {
            foreach (var endpoint in _options.Listen)
            {
                bound.Add(new TcpAcceptor(endpoint, _tls));
            }

            return bound;
        }
        catch (IOException)
        {
            bound.ForEach(a => a.Dispose());
            throw;
        }
    }

    private async Task ShutDownAsync(bool started)
    {
        try
        {
            if (started)
            {
                _log.Closing();
                _acceptors.ForEach(a => a.Dispose());
                await _host.ShutDownAsync().ConfigureAwait(false);
                _log.Closed();
            }
        }
        finally
        {
            _timers.Dispose();
            _instruments.Dispose();
        }
    }

    private async Task ReportFaultAsync()
    {
        try
        {
            await _host.Stopped;
        }
        catch (Exception fault)
        {
            _log.NegotiatorFailed(fault);
        }
    }
}
