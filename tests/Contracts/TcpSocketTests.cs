using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Shell;
using static Xmpp.Federation.Contracts.Tests.SocketPair;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class TcpSocketTests
{
    [Fact]
    public async Task A_handshake_tells_both_sides_whom_the_other_one_proves()
    {
        var pair = await ConnectAsync();
        var (client, server) = await pair.SecureAsync();
        Assert.Equal(CertificateVerdict.Valid, client.Certificate!.VerdictFor(B));
        Assert.Equal(CertificateVerdict.Valid, server.Certificate!.VerdictFor(A));
        await TalkAsync(pair);
        await CloseAsync(pair);
    }

    [Fact]
    public async Task A_client_without_certificate_is_let_in_as_nobody()
    {
        var pair = await ConnectAsync(client: Options("a.example") with { Certificate = null });
        var (_, server) = await pair.SecureAsync();
        Assert.Equal(PeerCertificate.Missing, server.Certificate);
        await TalkAsync(pair);
    }

    [Fact]
    public async Task A_bad_certificate_does_not_end_the_handshake_in_either_role()
    {
        var pair = await ConnectAsync(
            Options("a.example") with { Certificate = Authority.SelfSigned("a.example") },
            Options("b.example") with { Certificate = Authority.Theirs.Issue("b.example") });
        var (client, server) = await pair.SecureAsync();
        Assert.Equal(CertificateVerdict.UnknownAuthority, client.Certificate!.VerdictFor(B));
        Assert.Equal(CertificateVerdict.SelfSigned, server.Certificate!.VerdictFor(A));
        await TalkAsync(pair);
    }

    [Fact]
    public async Task Issuers_that_come_along_complete_the_path_in_both_roles()
    {
        var between = Authority.Ours.Intermediate("Between");
        var pair = await ConnectAsync(Issued("a.example", between), Issued("b.example", between));
        var (client, server) = await pair.SecureAsync();
        Assert.Equal(CertificateVerdict.Valid, client.Certificate!.VerdictFor(B));
        Assert.Equal(CertificateVerdict.Valid, server.Certificate!.VerdictFor(A));
    }

    [Fact]
    public async Task The_server_presents_the_certificate_of_the_domain_that_the_client_asks_for()
    {
        // XEP-0368 3: SNI is the domain of the JID.
        var several = new FederationOptions
        {
            Domains = [Domain.Parse("c.example"), B],
            Certificates = new Dictionary<Domain, X509Certificate2>
            {
                [Domain.Parse("c.example")] = Authority.Ours.Issue("c.example"),
                [B] = Authority.Ours.Issue("b.example"),
            },
            TrustedRoots = Authority.Ours.Roots,
        };
        var pair = await ConnectAsync(server: several);
        var client = pair.Client.SecureAsync(new TlsRequest(A, B));
        var server = pair.Server.SecureAsync(new TlsRequest(Domain.Parse("c.example"), null));
        Assert.Equal(CertificateVerdict.Valid, (await client.Soon()).Certificate!.VerdictFor(B));
        await server.Soon();
    }

    [Theory]
    [InlineData(true, "xmpp-server")]
    [InlineData(false, "")]
    public async Task Direct_TLS_is_marked_by_its_application_protocol(bool directTls, string protocol)
    {
        // XEP-0368 3: for _xmpps-server the protocol is "xmpp-server".
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var network = Network();
        var target = new Target("127.0.0.1", ((IPEndPoint)listener.LocalEndpoint).Port, directTls);
        var client = await network.ConnectAsync(
            new ConnectionId(true, 1), target, TestContext.Current.CancellationToken);
        var securing = client.SecureAsync(new TlsRequest(A, B));

        using var server = new SslStream(await AcceptAsync(listener));
        await server.AuthenticateAsServerAsync(new SslServerAuthenticationOptions
        {
            ServerCertificate = Authority.Ours.Issue("b.example"),
            ApplicationProtocols = [new("xmpp-server"), new("xmpp-client")],
        }, TestContext.Current.CancellationToken).Soon();
        Assert.Null((await securing.Soon()).Failure);
        Assert.Equal(protocol, Encoding.ASCII.GetString(server.NegotiatedApplicationProtocol.Protocol.Span));
        Assert.Equal("b.example", server.TargetHostName);
    }

    [Fact]
    public async Task A_failed_handshake_is_a_result_with_a_reason()
    {
        var pair = await ConnectAsync();
        var securing = pair.Client.SecureAsync(new TlsRequest(A, B));
        await pair.Server.WriteAsync("<stream:stream>"u8.ToArray());
        var result = await securing.Soon();
        Assert.Null(result.Certificate);
        Assert.NotEmpty(result.Failure!);
    }

    [Fact]
    public async Task An_abort_ends_a_handshake_that_the_peer_does_not_answer()
    {
        var pair = await ConnectAsync();
        var securing = pair.Client.SecureAsync(new TlsRequest(A, B));
        pair.Client.Abort();
        Assert.NotNull((await securing.Soon()).Failure);
        await pair.Client.CloseAsync().Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_close_waits_for_that_of_the_peer_while_a_read_is_pending(bool secured)
    {
        // RFC 6120 4.4: close_notify and FIN from both sides; the reader of each stream still reads.
        var pair = await ConnectAsync();
        if (secured)
        {
            await pair.SecureAsync();
        }

        var pending = pair.Client.ReadAsync(new byte[10]);
        var closing = pair.Client.CloseAsync();
        await pair.Server.WriteAsync("late"u8.ToArray());
        Assert.Equal(4, await pending.Soon());
        await pair.Server.WriteAsync("too late"u8.ToArray());
        Assert.False(closing.IsCompleted);
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[10]).Soon());
        await pair.Server.CloseAsync().Soon();
        await closing.Soon();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_abort_ends_everything_under_way_and_the_peer_gets_a_reset(bool secured)
    {
        var pair = await ConnectAsync();
        if (secured)
        {
            await pair.SecureAsync();
        }

        var pending = pair.Client.ReadAsync(new byte[10]);
        var closing = pair.Client.CloseAsync();
        var reading = pair.Server.ReadAsync(new byte[10]);
        pair.Client.Abort();
        await Assert.ThrowsAsync<IOException>(() => pending.Soon());
        await closing.Soon();
        await Assert.ThrowsAsync<IOException>(() => pair.Client.WriteAsync(new byte[1]).Soon());
        await Assert.ThrowsAsync<IOException>(() => pair.Client.ReadAsync(new byte[1]).Soon());
        await Task.WhenAny(reading).Soon();
        await Assert.ThrowsAsync<IOException>(() => WriteUntilBroken(pair.Server).Soon());
    }

    [Fact]
    public async Task A_network_without_listener_or_with_a_strange_target_is_an_IOException()
    {
        var network = Network();
        foreach (var (host, port) in ((string, int)[])[("127.0.0.1", 1), ("127.0.0.1", 70_000), ("", 1), ("a b", 1)])
        {
            var target = new Target(host, port, DirectTls: false);
            await Assert.ThrowsAsync<IOException>(
                () => network.ConnectAsync(new ConnectionId(true, 1), target, CancellationToken.None).Soon());
        }
    }

    private static TcpNetwork Network() =>
        new(new DnsNameService([]), new TlsSettings(Options("a.example"), TimeProvider.System));

    private static async Task<NetworkStream> AcceptAsync(TcpListener listener) => new(
        await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().Soon(), ownsSocket: true);

    private static FederationOptions Issued(string domain, Authority issuer) => Options(domain) with
    {
        Certificate = issuer.Issue(domain),
        IntermediateCertificates = issuer.Roots,
    };

    private static async Task WriteUntilBroken(TcpSocket socket)
    {
        while (true)
        {
            await socket.WriteAsync(new byte[100]);
        }
    }

    private static async Task TalkAsync(SocketPair pair)
    {
        await Hear(pair.Client, pair.Server);
        await Hear(pair.Server, pair.Client);
    }

    private static async Task Hear(TcpSocket from, TcpSocket to)
    {
        await from.WriteAsync("hello"u8.ToArray()).Soon();
        var buffer = new byte[10];
        Assert.Equal(5, await to.ReadAsync(buffer).Soon());
        Assert.Equal("hello"u8.ToArray(), buffer[..5]);
    }

    private static async Task CloseAsync(SocketPair pair)
    {
        var closing = pair.Client.CloseAsync();
        Assert.Equal(0, await pair.Server.ReadAsync(new byte[1]).Soon());
        await pair.Server.CloseAsync().Soon();
        await closing.Soon();
    }
}
