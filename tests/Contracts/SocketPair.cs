using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Both ends of a TCP connection on loopback, as the adapters see them.</summary>
internal sealed class SocketPair
{
    public static readonly Domain A = Domain.Parse("a.example");
    public static readonly Domain B = Domain.Parse("b.example");

    private SocketPair(TcpSocket client, TcpSocket server) => (Client, Server) = (client, server);

    public TcpSocket Client { get; }

    public TcpSocket Server { get; }

    public static FederationOptions Options(string domain) => new()
    {
        Domains = [Domain.Parse(domain)],
        Certificate = Authority.Ours.Issue(domain),
        Trust = new CertificateTrust { Roots = Authority.Ours.Roots },
    };

    /// <summary>A connection between two servers, a client of TLS and its server.</summary>
    public static async Task<SocketPair> ConnectAsync(
        FederationOptions? client = null, FederationOptions? server = null, bool directTls = false)
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var accepting = listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask();
        var dialled = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await dialled.ConnectAsync(listener.LocalEndpoint, TestContext.Current.CancellationToken).AsTask().Soon();
        return new SocketPair(
            new TcpSocket(dialled, SettingsOf(client ?? Options("a.example")), directTls),
            new TcpSocket(await accepting.Soon(), SettingsOf(server ?? Options("b.example")), directTls));
    }

    /// <summary>Performs the handshake: the client is A and asks for B.</summary>
    public async Task<(TlsResult Client, TlsResult Server)> SecureAsync()
    {
        var client = Client.SecureAsync(new TlsRequest(A, B));
        var server = Server.SecureAsync(new TlsRequest(B, null));
        return (await client.Soon(), await server.Soon());
    }

    private static TlsSettings SettingsOf(FederationOptions options) => new(options, new ProofBook(), TimeProvider.System);
}
