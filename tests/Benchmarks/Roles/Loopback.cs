using System.Net;
using System.Net.Sockets;

namespace Xmpp.Federation.Benchmarks.Roles;

/// <summary>Connections on this machine.</summary>
internal static class Loopback
{
    private const int DrainBytes = 256;
    private const int Hosts = 250;

    /// <summary>An address of loopback for each number, as if each were a machine of its own.</summary>
    public static IPAddress Address(int number) => new([127, 1, (byte)(number / Hosts), (byte)(number % Hosts + 1)]);

    /// <param name="to">Where somebody listens.</param>
    /// <param name="from">From which of the addresses; null leaves it to the system.</param>
    public static async Task<Socket> ConnectAsync(IPEndPoint to, int? from = null)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (from is { } number)
        {
            socket.Bind(new IPEndPoint(Address(number), 0));
        }

        await socket.ConnectAsync(to);
        return socket;
    }

    /// <summary>Reads and forgets until the peer has ended.</summary>
    public static async Task DrainAsync(Stream stream)
    {
        var dropped = new byte[DrainBytes];
        while (await stream.ReadAsync(dropped) > 0)
        {
        }
    }
}
