using System.Net;
using System.Net.Sockets;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>In which way a server is not there.</summary>
public enum Absence
{
    /// <summary>It is there.</summary>
    No,

    /// <summary>Its name does not exist.</summary>
    Unknown,

    /// <summary>It refuses connections.</summary>
    Refusing,

    /// <summary>It accepts connections and stays silent.</summary>
    Silent,
}

/// <summary>An address at which nobody is to be met.</summary>
internal sealed class Absentee : IDisposable
{
    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    public Absentee(Absence how)
    {
        // Bound, so that nobody else has the port. The system accepts for who listens, and there it ends.
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        if (how == Absence.Silent)
        {
            _socket.Listen();
        }
    }

    public IPEndPoint Address => (IPEndPoint)_socket.LocalEndPoint!;

    public void Dispose() => _socket.Dispose();
}
