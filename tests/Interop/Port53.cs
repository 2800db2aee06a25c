using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>The port of name servers (RFC 1035 4.2), for servers that ask on no other.</summary>
internal static class Port53
{
    private const byte Last = 254;

    /// <summary>A name server on that port, at an address of loopback that has none yet.</summary>
    public static NameServer NameServer()
    {
        for (byte host = 1; host <= Last; host++)
        {
            try
            {
                return new NameServer(new IPEndPoint(new IPAddress([127, 53, 53, host]), 53));
            }
            catch (SocketException taken) when (taken.SocketErrorCode == SocketError.AddressAlreadyInUse)
            {
                // Of another server.
            }
            catch (SocketException denied) when (denied.SocketErrorCode == SocketError.AccessDenied)
            {
                Assert.Skip("A name server on port 53 of loopback needs root, or net.ipv4.ip_unprivileged_port_start.");
            }
        }

        throw new InvalidOperationException("Every address is taken.");
    }
}
