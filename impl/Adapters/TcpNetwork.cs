using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// TCP connections to targets. RFC 6120 3.2.1 items 6 and 7: every address of the target is tried, in the order
/// in which the name service gives them, until one answers.
/// </summary>
internal sealed class TcpNetwork(INameService names, TlsSettings tls) : INetwork
{
    // While there are other addresses, a dead one must not use up the deadline.
    private static readonly TimeSpan AddressTimeout = TimeSpan.FromSeconds(3);

    public async Task<ISocket> ConnectAsync(ConnectionId connection, Target target, CancellationToken unwanted)
    {
        var addresses = await AddressesOf(target.Host, unwanted);
        var failure = new IOException($"'{target.Host}' has no address.");
        for (var i = 0; i < addresses.Count; i++)
        {
            var patience = i == addresses.Count - 1 ? Timeout.InfiniteTimeSpan : AddressTimeout;
            try
            {
                return await ConnectAsync(addresses[i], target, patience, unwanted);
            }
            catch (IOException refused)
            {
                failure = refused;
            }
        }

        throw failure;
    }

    private async Task<IReadOnlyList<IPAddress>> AddressesOf(string host, CancellationToken unwanted)
    {
        if (IPAddress.TryParse(host, out var address))
        {
            return [address];
        }

        return await names.AddressesAsync(host, unwanted) switch
        {
            AddressAnswer.Found(var addresses) => addresses,
            AddressAnswer.Failed(var detail) => throw new IOException(detail),
            _ => [],
        };
    }

    private async Task<ISocket> ConnectAsync(
        IPAddress address, Target target, TimeSpan patience, CancellationToken unwanted)
    {
        using var limited = CancellationTokenSource.CreateLinkedTokenSource(unwanted);
        limited.CancelAfter(patience);
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, target.Port), limited.Token);
            return new TcpSocket(socket, tls, target.DirectTls);
        }
        catch (OperationCanceledException) when (!unwanted.IsCancellationRequested)
        {
            socket?.Dispose();
            throw new IOException($"{address} did not answer within {patience.TotalSeconds} s.");
        }
        catch (Exception failure) when (failure is not OperationCanceledException)
        {
            socket?.Dispose();
            throw Breakage.ToIOException(failure);
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
    }
}
