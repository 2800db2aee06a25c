using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Core.Admitting;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// What counts as one address. Of IPv6 that is the first half: RFC 6177 gives each site at least a /64, so that whoever
/// has one has all the others.
/// </summary>
internal static class RemoteAddress
{
    private const int NetworkBytes = 8;

    public static PeerAddress Of(IPEndPoint? remote) => remote?.Address switch
    {
        null => default,
        { IsIPv4MappedToIPv6: true } mapped => new PeerAddress(mapped.MapToIPv4().ToString()),
        { AddressFamily: AddressFamily.InterNetworkV6 } six => new PeerAddress(NetworkOf(six)),
        var four => new PeerAddress(four.ToString()),
    };

    private static string NetworkOf(IPAddress address)
    {
        var bytes = address.GetAddressBytes();
        Array.Clear(bytes, NetworkBytes, bytes.Length - NetworkBytes);
        return $"{new IPAddress(bytes)}/64";
    }
}
