using System.Collections.Concurrent;
using System.Net;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>
/// This library as initiator. Since a federation opens one stream for a pair of domains and keeps it, each session has a
/// federation of its own, made before anybody measures; what is measured is the stream and its close.
/// </summary>
internal sealed class OurInitiator(Credentials credentials) : IInitiator
{
    private readonly ConcurrentDictionary<Domain, IReadOnlyList<StaticTarget>> _targets = new();
    private readonly ConcurrentQueue<XmppFederation> _prepared = new();
    private XmppFederation? _holding;

    public async Task PrepareAsync(int sessions)
    {
        for (var i = 0; i < sessions; i++)
        {
            _prepared.Enqueue(await StartAsync());
        }
    }

    public async Task SessionAsync(int number, IPEndPoint receiver)
    {
        _targets[Domain.Parse(Credentials.Receiver)] = [new StaticTarget($"{receiver.Address}", receiver.Port)];
        _ = _prepared.TryDequeue(out var federation);
        await SendAsync(federation!, Credentials.Receiver);
        await federation!.CloseAsync();
    }

    public async Task HoldAsync(int number, IPEndPoint receiver)
    {
        // Each domain on a machine of its own, so that no stream serves two.
        var remote = $"r{number}.{Credentials.Receiver}";
        _targets[Domain.Parse(remote)] = [new StaticTarget($"{Loopback.Address(number)}", receiver.Port)];
        var federation = LazyInitializer.EnsureInitialized(ref _holding, () => StartAsync().GetAwaiter().GetResult());
        await SendAsync(federation, remote);
    }

    private static async Task SendAsync(XmppFederation federation, string remote)
    {
        var fate = await federation.SendAsync(Stanza.Parse(RawInitiator.Stanza(Credentials.Initiator, remote)));
        if (fate is not StanzaFate.Written)
        {
            throw new IOException($"{fate}");
        }
    }

    private async Task<XmppFederation> StartAsync()
    {
        var federation = new XmppFederation(new FederationOptions
        {
            Domains = [Domain.Parse(Credentials.Initiator)],
            Certificate = credentials.Of(Credentials.Initiator),
            Trust = new CertificateTrust { Roots = credentials.Roots },
            StaticTargets = _targets,
        });
        await federation.StartAsync();
        return federation;
    }
}
