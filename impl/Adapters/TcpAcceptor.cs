using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Listens, and hands connections to a federation.</summary>
internal sealed class TcpAcceptor : IDisposable
{
    private const int Backlog = 512;

    // How many may be accepted that the core has not heard of yet; all others wait in TCP and not in our memory.
    private const int AheadMax = 64;
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan PauseMax = TimeSpan.FromSeconds(5);

    private readonly Socket _listening;
    private readonly bool _directTls;
    private readonly TlsSettings _tls;
    private readonly CancellationTokenSource _over = new();
    private readonly Queue<Task> _ahead = new();

    /// <exception cref="IOException">The endpoint cannot be listened on.</exception>
    public TcpAcceptor(ListenEndpoint endpoint, TlsSettings tls)
    {
        (_tls, _directTls) = (tls, endpoint.DirectTls);
        _listening = new Socket(endpoint.Address.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            _listening.Bind(endpoint.Address);
            _listening.Listen(Backlog);
            Endpoint = endpoint with { Address = (IPEndPoint)_listening.LocalEndPoint! };
        }
        catch (SocketException failure)
        {
            _listening.Dispose();
            throw new IOException($"Cannot listen on {endpoint.Address}: {failure.Message}.", failure);
        }
    }

    /// <summary>Where it listens: with the port that the system gave, if it was asked for any.</summary>
    public ListenEndpoint Endpoint { get; }

    /// <summary>Ends once nothing is accepted any more, after <see cref="Dispose"/>.</summary>
    public async Task AcceptAllAsync(FederationHost host)
    {
        var pause = FirstPause;
        while (!_over.IsCancellationRequested)
        {
            try
            {
                var accepted = await _listening.AcceptAsync(_over.Token);
                pause = FirstPause;
                HandOver(accepted, host);
                if (_ahead.Count >= AheadMax)
                {
                    await _ahead.Dequeue();
                }
            }
            catch (SocketException) when (!_over.IsCancellationRequested)
            {
                // One peer was gone too soon, or this process has no descriptor left: time may help.
                await Task.Delay(pause, _over.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                pause = pause * 2 < PauseMax ? pause * 2 : PauseMax;
            }
            catch (Exception) when (_over.IsCancellationRequested)
            {
                return;
            }
        }
    }

    public void Dispose()
    {
        _over.Cancel();
        _listening.Dispose();
    }

    private void HandOver(Socket accepted, FederationHost host)
    {
        try
        {
            accepted.NoDelay = true;
            var from = RemoteAddress.Of(accepted.RemoteEndPoint as IPEndPoint);
            _ahead.Enqueue(host.AcceptAsync(new TcpSocket(accepted, _tls, _directTls), _directTls, from));
        }
        catch (Exception gone) when (gone is SocketException or IOException)
        {
            // The peer has left before it was let in.
            accepted.Dispose();
        }
    }
}
