using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Xmpp.Federation.Contracts.Tests;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// Addresses of loopback that one server has to itself. A port that was found free and given away again may be
/// taken before its server binds it: by another server, or by an outgoing connection of one that dials from the
/// address where it listens, as jabberd2 does. At an address of its own the usual ports are always free.
/// </summary>
internal static class OwnAddress
{
    /// <summary>Where other servers are accepted (RFC 6120 3.2.2).</summary>
    public const int Service = 5269;

    /// <summary>Where the parts of a server of several processes meet.</summary>
    public const int Inside = 5347;

    // RFC 1035 4.2; and one for those who ask at any port, which everybody may bind.
    private const int NameService = 53;
    private const int OtherNameService = 5300;

    private const int Attempts = 100;

    /// <summary>A name server at such an address, which is taken as long as the name server stands.</summary>
    /// <param name="wellKnown">Whether it has to be asked on port 53.</param>
    public static NameServer NameServer(bool wellKnown)
    {
        // A range for each port, since it is the bound port that keeps an address.
        var (range, port) = wellKnown ? ((byte)53, NameService) : ((byte)54, OtherNameService);
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var host = RandomNumberGenerator.GetBytes(2);
            try
            {
                return new NameServer(new IPEndPoint(new IPAddress([127, range, host[0], host[1]]), port));
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

        throw new InvalidOperationException($"No address of 127.{range}/16 has port {port} free.");
    }
}
