using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// TCP connections to targets. RFC 6120 3.2.1 items 6 and 7: every address of the target is tried until one answers; RFC
/// 8305 ("Happy Eyeballs"): both families in turn, and the next address before the last one has failed.
/// </summary>
internal sealed class TcpNetwork(INameService names, TlsSettings tls) : INetwork
{
    // Who publishes a name says where it points to: nobody is to be knocked at any number of doors.
    private const int AddressesMax = 8;

    // RFC 8305 5: the recommended delay between two attempts.
    private static readonly TimeSpan AttemptDelay = TimeSpan.FromMilliseconds(250);

    public async Task<ISocket> ConnectAsync(ConnectionId connection, Target target, CancellationToken unwanted)
    {
        IReadOnlyList<IPAddress> addresses = [.. Interlaced(await AddressesOf(target.Host, unwanted)).Take(AddressesMax)];
        return addresses.Count == 0
            ? throw new IOException($"'{target.Host}' has no address.")
            : new TcpSocket(await RaceAsync(addresses, target.Port, unwanted), tls, target.DirectTls);
    }

    /// <summary>
    /// RFC 8305 4: addresses of both families in turn, the family of the first one first, and within a family in their
    /// order.
    /// </summary>
    public static IReadOnlyList<IPAddress> Interlaced(IReadOnlyList<IPAddress> addresses)
    {
        var preferred = addresses.Where(a => a.AddressFamily == addresses[0].AddressFamily).ToList();
        var others = addresses.Where(a => a.AddressFamily != addresses[0].AddressFamily).ToList();
        return
        [
            .. Enumerable.Range(0, Math.Max(preferred.Count, others.Count))
                .SelectMany(i => preferred.Skip(i).Take(1).Concat(others.Skip(i).Take(1))),
        ];
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

    // The first that answers; the others are given up. Of several failures the last one is told.
    private static async Task<Socket> RaceAsync(IReadOnlyList<IPAddress> addresses, int port, CancellationToken unwanted)
    {
        using var decided = CancellationTokenSource.CreateLinkedTokenSource(unwanted);
        List<Task<Socket>> running = [];
        try
        {
            for (var next = 0; ;)
            {
                if (next < addresses.Count)
                {
                    running.Add(ConnectAsync(addresses[next++], port, decided.Token));
                }

                if (await FirstAsync(running, next < addresses.Count, decided.Token) is { } ended)
                {
                    running.Remove(ended);
                    if (ended.IsCompletedSuccessfully || (running.Count == 0 && next == addresses.Count))
                    {
                        return await ended;
                    }

                    unwanted.ThrowIfCancellationRequested();
                }
            }
        }
        finally
        {
            await decided.CancelAsync();
            await DiscardAsync(running);
        }
    }

    // The attempt that ended first; null when it is time for the next one.
    private static async Task<Task<Socket>?> FirstAsync(List<Task<Socket>> running, bool hasMore, CancellationToken over)
    {
        if (!hasMore)
        {
            return await Task.WhenAny(running);
        }

        using var waiting = CancellationTokenSource.CreateLinkedTokenSource(over);
        var delay = Task.Delay(AttemptDelay, waiting.Token);
        var first = await Task.WhenAny([.. running, delay]);
        await waiting.CancelAsync();
        return first as Task<Socket>;
    }

    // Whoever answers as well, a moment later, is not wanted any more.
    private static async Task DiscardAsync(List<Task<Socket>> losers)
    {
        foreach (var loser in losers)
        {
            try
            {
                (await loser).Dispose();
            }
            catch (Exception failure) when (failure is IOException or OperationCanceledException)
            {
                // It has disposed of its socket itself.
            }
        }
    }

    private static async Task<Socket> ConnectAsync(IPAddress address, int port, CancellationToken unwanted)
    {
        Socket? socket = null;
        try
        {
            socket = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            await socket.ConnectAsync(new IPEndPoint(address, port), unwanted);
            return socket;
        }
        catch (OperationCanceledException)
        {
            socket?.Dispose();
            throw;
        }
        catch (Exception failure)
        {
            socket?.Dispose();
            throw Breakage.ToIOException(failure);
        }
    }
}
