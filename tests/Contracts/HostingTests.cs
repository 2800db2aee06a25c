using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Xmpp.Federation.Hosting;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>A federation as a service of a host.</summary>
public sealed class HostingTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("hosting-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task Two_hosts_federate_each_stanza_with_a_handler_of_its_own_that_may_answer()
    {
        using var a = Build("a.example");
        using var b = Build("b.example");
        await a.StartAsync(TestContext.Current.CancellationToken);
        await b.StartAsync(TestContext.Current.CancellationToken);
        var federation = a.Services.GetRequiredService<XmppFederation>();
        Learn(a, "b.example", b);
        Learn(b, "a.example", a);
        Assert.IsType<StanzaFate.Written>(await federation.SendAsync(Server.Message("a.example", "b.example", "1")).Soon());
        Assert.IsType<StanzaFate.Written>(await federation.SendAsync(Server.Message("a.example", "b.example", "2")).Soon());
        await a.Services.GetRequiredService<Seen>().Becomes(2);

        // Each was made once for one stanza, and disposed of behind it.
        await b.Services.GetRequiredService<Seen>().Becomes(2);
        Assert.Equal([1, 1], b.Services.GetRequiredService<Seen>().HandledByEach);
        await b.StopAsync(TestContext.Current.CancellationToken).Soon();
        await a.StopAsync(TestContext.Current.CancellationToken).Soon();
        Assert.True(federation.Stopped.IsCompletedSuccessfully);
        Assert.IsType<StanzaFate.Returned>(await federation.SendAsync(Server.Message("a.example", "b.example")).Soon());
    }

    [Fact]
    public async Task Log_and_meter_are_those_of_the_host()
    {
        var entries = new ConcurrentQueue<LogEntry>();
        using var meters = new Meters();
        using var host = Build("a.example", services => services
            .AddSingleton<ILoggerFactory>(new LogLines(entries.Enqueue)).AddSingleton<IMeterFactory>(meters));
        await host.StartAsync(TestContext.Current.CancellationToken);
        Assert.Contains(entries, e => e.Id.Name == "Listening");
        Assert.Equal([0, 0], meters.Observe("xmpp.federation.streams.active"));
        await host.StopAsync(TestContext.Current.CancellationToken).Soon();
    }

    [Fact]
    public async Task A_federation_that_is_added_twice_is_there_once()
    {
        using var host = Build("a.example", services => services.AddXmppFederation<Answering>());
        Assert.Single(host.Services.GetServices<IHostedService>());
        await host.StartAsync(TestContext.Current.CancellationToken);
        await host.StopAsync(TestContext.Current.CancellationToken).Soon();
    }

    [Fact]
    public async Task An_endpoint_in_use_fails_the_start_of_the_host()
    {
        using var taken = new TcpListener(IPAddress.Loopback, 0);
        taken.Start();
        using var host = Build("a.example", services => services.Configure<FederationSettings>(
            s => s.Listen.Add($"{taken.LocalEndpoint}")));
        await Assert.ThrowsAsync<IOException>(() => host.StartAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_host_that_allows_no_time_does_not_wait_for_a_silent_peer()
    {
        var entries = new ConcurrentQueue<LogEntry>();
        using var host = Build(
            "a.example", services => services.AddSingleton<ILoggerFactory>(new LogLines(entries.Enqueue)));
        await host.StartAsync(TestContext.Current.CancellationToken);
        var federation = host.Services.GetRequiredService<XmppFederation>();
        using var silent = new TcpClient();
        await silent.ConnectAsync(federation.Endpoints[0].Address, TestContext.Current.CancellationToken);
        await silent.GetStream().WriteAsync("<"u8.ToArray(), TestContext.Current.CancellationToken);
        await host.StopAsync(new CancellationToken(canceled: true)).Soon();
        Assert.Contains(entries, e => e.Id.Name == "StopCutShort");
        silent.Close();
        await federation.Stopped.Soon();
    }

    [Fact]
    public async Task Wrong_settings_fail_the_start_of_the_host_in_one_sentence()
    {
        using var host = Build("a..example");
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Equal("Domains holds 'a..example', which is no domain name; write it like 'a.example'.", refused.Message);
    }

    [Fact]
    public async Task A_host_without_a_handler_does_not_start()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddXmppFederation(s => s.Domains.Add("a.example"));
        using var host = builder.Build();
        var refused = await Assert.ThrowsAsync<OptionsValidationException>(
            () => host.StartAsync(TestContext.Current.CancellationToken));
        Assert.Contains("No IStanzaHandler is registered", refused.Message, StringComparison.Ordinal);
    }

    // Everything is bound from configuration; where the other one is comes in code, once its port is known.
    private IHost Build(string domain, Action<IServiceCollection>? more = null)
    {
        using var certificate = Authority.Ours.Issue(Domain.TryParse(domain, out _) ? domain : "x.example");
        using var key = certificate.GetECDsaPrivateKey()!;
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Xmpp:Domains:0"] = domain,
            ["Xmpp:Listen:0"] = "127.0.0.1:0",
            ["Xmpp:CertificateFile"] = Write($"{domain}.crt", certificate.ExportCertificatePem()),
            ["Xmpp:KeyFile"] = Write($"{domain}.key", key.ExportPkcs8PrivateKeyPem()),
            ["Xmpp:RootsFile"] = Write("roots.pem", Authority.Ours.Certificate.ExportCertificatePem()),
            ["Xmpp:Policy:Sasl"] = "Required",
        });
        var targets = new ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>>();
        builder.Services.AddSingleton(targets).AddSingleton<Seen>()
            .AddXmppFederation<Answering>(builder.Configuration.GetSection("Xmpp").Bind)
            .Configure<FederationSettings>(s => s.Refine = options => options with { StaticTargets = targets });
        more?.Invoke(builder.Services);
        return builder.Build();
    }

    private string Write(string name, string text)
    {
        var file = Path.Combine(_folder, name);
        File.WriteAllText(file, text + "\n");
        return file;
    }

    private static void Learn(IHost host, string domain, IHost there)
    {
        var endpoint = there.Services.GetRequiredService<XmppFederation>().Endpoints[0].Address;
        host.Services.GetRequiredService<ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>>>()[Domain.Parse(domain)] =
            [new StaticTarget($"{endpoint.Address}", endpoint.Port)];
    }

    /// <summary>How many stanzas each handler has taken, in the order in which they were disposed of.</summary>
    private sealed class Seen
    {
        private readonly SemaphoreSlim _arrivals = new(0);
        private readonly ConcurrentQueue<int> _handled = new();

        public IReadOnlyList<int> HandledByEach => [.. _handled];

        public void Disposed(int handled)
        {
            _handled.Enqueue(handled);
            _arrivals.Release();
        }

        public async Task Becomes(int handlers)
        {
            for (var i = 0; i < handlers; i++)
            {
                await _arrivals.WaitAsync(TestContext.Current.CancellationToken).Soon();
            }
        }
    }

    /// <summary>Answers each message by an error.</summary>
    private sealed class Answering(XmppFederation federation, Seen seen) : IStanzaHandler, IDisposable
    {
        private int _handled;

        public async Task HandleAsync(ReceivedStanza received)
        {
            _handled++;
            if (received.Stanza.ErrorReply("item-not-found") is { } answer)
            {
                Assert.IsType<StanzaFate.Written>(await federation.SendAsync(answer).Soon());
            }
        }

        public void Dispose() => seen.Disposed(_handled);
    }
}
