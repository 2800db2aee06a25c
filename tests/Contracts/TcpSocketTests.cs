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

/// <summary>What the adapter does beyond the contract of the transport port: paths, SNI, ALPN, targets.</summary>
public sealed class TcpSocketTests
{
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
            Trust = new CertificateTrust { Roots = Authority.Ours.Roots },
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
    public async Task A_strange_target_is_an_IOException()
    {
        var network = Network();
        foreach (var (host, port) in ((string, int)[])[("127.0.0.1", 70_000), ("", 1), ("a b", 1)])
        {
            var target = new Target(host, port, DirectTls: false);
            await Assert.ThrowsAsync<IOException>(
                () => network.ConnectAsync(new ConnectionId(true, 1), target, CancellationToken.None).Soon());
        }
    }

    private static TcpNetwork Network() =>
        new(new DnsNameService([]), new TlsSettings(Options("a.example"), new ProofBook(), TimeProvider.System));

    private static async Task<NetworkStream> AcceptAsync(TcpListener listener) => new(
        await listener.AcceptSocketAsync(TestContext.Current.CancellationToken).AsTask().Soon(), ownsSocket: true);

    private static FederationOptions Issued(string domain, Authority issuer) => Options(domain) with
    {
        Certificate = issuer.Issue(domain),
        IntermediateCertificates = issuer.Roots,
    };
}
