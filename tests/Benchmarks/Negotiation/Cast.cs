using System.Net;
using Xmpp.Federation.Benchmarks.Report;
using Xmpp.Federation.Benchmarks.Roles;
using Xmpp.Federation.Interop.Tests;

namespace Xmpp.Federation.Benchmarks.Negotiation;

/// <summary>The processes of a run; all of them end with it.</summary>
internal sealed class Cast : IAsyncDisposable
{
    // What marks the exception of a test that is left out.
    private const string SkipMark = "$XunitDynamicSkip$";

    private readonly string _folder = Directory.CreateTempSubdirectory("federation-").FullName;
    private readonly List<IAsyncDisposable> _started = [];
    private readonly List<Figure> _missing = [];

    /// <summary>A line for each real server that is not there.</summary>
    public IReadOnlyList<Figure> Missing => _missing;

    public async Task<Pairings> AssembleAsync()
    {
        var credentials = Credentials.Write(_folder);
        var raw = await StartAsync("raw initiator", credentials);
        List<Pairing> real = [];
        foreach (var make in (Make[])[Make.Prosody, Make.Ejabberd])
        {
            if (await StartAsync(make) is { } server)
            {
                real.Add(new Pairing($"{make}", raw, server.ProcessId, server.Address));
            }
        }

        var ours = await StartAsync("our receiver", credentials);
        var bare = await StartAsync("bare receiver", credentials);
        return new Pairings(
            Between("bare SslStream", await StartAsync("bare initiator", credentials), bare),
            Between("ours → ours", await StartAsync("our initiator", credentials), ours),
            Between("ours", raw, ours),
            real);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var started in _started)
        {
            await started.DisposeAsync();
        }

        Directory.Delete(_folder, recursive: true);
    }

    private static Pairing Between(string name, Peer initiator, Peer receiver) => new(
        name, initiator, receiver.ProcessId, new IPEndPoint(IPAddress.Loopback, receiver.Address.Port));

    private async Task<Peer> StartAsync(string role, Credentials credentials)
    {
        var peer = await Peer.StartAsync(role, credentials);
        _started.Add(peer);
        return peer;
    }

    // Its recipe gives up at once where the server is not installed, with a sentence that says so.
    private async Task<ForeignServer?> StartAsync(Make make)
    {
        try
        {
            var server = await ForeignServer.StartAsync(new(make, Demands.StartTlsAndCertificate) { Quiet = true });
            _started.Add(server);
            return server;
        }
        catch (Exception absent) when (absent is not IOException)
        {
            var why = absent.Message.Replace(SkipMark, "", StringComparison.Ordinal);
            _missing.Add(new Figure($"negotiation as receiver, against {make}", "≤ 0.8 ×", "not measured", why));
            return null;
        }
    }
}
