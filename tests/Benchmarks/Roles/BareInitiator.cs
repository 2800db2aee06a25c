using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>TCP, a handshake, the bytes of a stanza, and the close: what no negotiation can do without.</summary>
internal sealed class BareInitiator(Credentials credentials) : IInitiator
{
    private static readonly byte[] Said = Encoding.UTF8.GetBytes(RawInitiator.Stanza(Credentials.Initiator, Credentials.Receiver));

    private readonly Tls _tls = new(credentials, Credentials.Initiator);
    private readonly List<Task> _held = [];

    public Task PrepareAsync(int sessions) => Task.CompletedTask;

    public async Task SessionAsync(int number, IPEndPoint receiver)
    {
        using var socket = await Loopback.ConnectAsync(receiver);
        await using var secured = await SecuredAsync(socket);
        await secured.WriteAsync(Said);
        await secured.ShutdownAsync();
        await Loopback.DrainAsync(secured);
    }

    public async Task HoldAsync(int number, IPEndPoint receiver)
    {
        var secured = await SecuredAsync(await Loopback.ConnectAsync(receiver, number));
        await secured.WriteAsync(Said);
        lock (_held)
        {
            _held.Add(Loopback.DrainAsync(secured));
        }
    }

    private async Task<SslStream> SecuredAsync(Socket socket)
    {
        var secured = new SslStream(new NetworkStream(socket, ownsSocket: true));
        await secured.AuthenticateAsClientAsync(_tls.Client);
        return secured;
    }
}
