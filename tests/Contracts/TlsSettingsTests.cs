using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;
using static Xmpp.Federation.Contracts.Tests.SocketPair;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Which TLS is spoken.</summary>
public sealed class TlsSettingsTests
{
    [Fact]
    public void TLS_1_2_and_1_3_are_spoken_with_one_handshake_and_no_resumption()
    {
        // RFC 7590 1, RFC 7525 3.1: nothing older; RFC 6120 5.3.5: no renegotiation, so none that is unsafe.
        var settings = new TlsSettings(Options("a.example"), new ProofBook(), TimeProvider.System);
        var client = settings.ForClient(A, B, directTls: false, _ => { });
        var server = settings.ForServer(A, null, directTls: false, _ => { });
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, client.EnabledSslProtocols);
        Assert.Equal(SslProtocols.Tls12 | SslProtocols.Tls13, server.EnabledSslProtocols);
        Assert.False(client.AllowRenegotiation || client.AllowTlsResume);
        Assert.False(server.AllowRenegotiation || server.AllowTlsResume);
    }

    [Fact]
    public async Task A_renegotiation_breaks_the_connection()
    {
        // RFC 6120 5.3.5: who does not support it "MUST close the TCP connection" at an attempt; the core then says
        // no word more. TLS 1.3 has none.
        if (!OperatingSystem.IsLinux() && !OperatingSystem.IsWindows())
        {
            Assert.Skip("Elsewhere no server of .NET can ask for it.");
            return;
        }

        var (client, server, _) = await SecuredAsync();
        await using var asked = server;
        var reading = client.ReadAsync(new byte[10]);
        var asking = server.NegotiateClientCertificateAsync(TestContext.Current.CancellationToken);

        await Assert.ThrowsAsync<IOException>(() => reading.Soon());
        client.Abort();
        await Assert.ThrowsAnyAsync<Exception>(() => asking.Soon());
    }

    [Fact]
    public async Task TLS_is_ended_before_the_connection_is()
    {
        // RFC 6120 4.4; RFC 5246 6.2.1: a record of type 21 is an alert, and the only one here is close_notify.
        var (client, server, bytes) = await SecuredAsync();
        await using var ended = server;
        var closing = client.CloseAsync();

        var record = new byte[1000];
        var count = await bytes.ReadAsync(record, TestContext.Current.CancellationToken).AsTask().Soon();
        Assert.True(count > 0, "the connection has ended without a word of TLS");
        Assert.Equal(21, record[0]);

        // Nor does it end before the peer has said so: only now.
        Assert.False(closing.IsCompleted);
        await server.ShutdownAsync().Soon();
        await bytes.DisposeAsync();
        await closing.Soon();
    }

    // Our client, and a server of .NET that speaks TLS 1.2 and knows renegotiation; with what it reads.
    private static async Task<(ISocket Client, SslStream Server, NetworkStream Bytes)> SecuredAsync()
    {
        var stop = TestContext.Current.CancellationToken;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var network = new TcpNetwork(new DnsNameService([]), new TlsSettings(Options("a.example"), new ProofBook(), TimeProvider.System));
        var target = new Target("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, DirectTls: false);
        var client = await network.ConnectAsync(new ConnectionId(true, 1), target, stop);
        var securing = client.SecureAsync(new TlsRequest(A, B));
        var bytes = new NetworkStream(await listener.AcceptSocketAsync(stop).AsTask().Soon(), ownsSocket: true);
        var server = new SslStream(bytes);
        var old = new SslServerAuthenticationOptions
        {
            ServerCertificate = Authority.Ours.Issue("b.example"),
            EnabledSslProtocols = SslProtocols.Tls12,
            AllowRenegotiation = true,
        };
        await server.AuthenticateAsServerAsync(old, stop).Soon();
        Assert.Null((await securing.Soon()).Failure);
        return (client, server, bytes);
    }
}
