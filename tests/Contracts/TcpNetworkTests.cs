using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Several addresses of one target (RFC 6120 3.2.1 items 6 and 7, RFC 8305).</summary>
public sealed class TcpNetworkTests
{
    private static readonly IPAddress Silent = IPAddress.Parse("127.0.0.3");
    private static readonly IPAddress Closed = IPAddress.Parse("127.0.0.2");

    [Theory]
    [InlineData("::1 ::2 10.0.0.1 10.0.0.2", "::1 10.0.0.1 ::2 10.0.0.2")]
    [InlineData("10.0.0.1 10.0.0.2 ::1", "10.0.0.1 ::1 10.0.0.2")]
    [InlineData("10.0.0.1", "10.0.0.1")]
    [InlineData("", "")]
    public void Both_families_are_tried_in_turn(string found, string tried) =>
        Assert.Equal(Addresses(tried), TcpNetwork.Interlaced(Addresses(found)));

    [Fact]
    public async Task A_silent_address_does_not_keep_the_next_one_waiting()
    {
        using var answering = new TcpListener(IPAddress.Loopback, 0);
        answering.Start();
        var port = ((IPEndPoint)answering.LocalEndpoint).Port;
        using var silent = new SilentPort(Silent, port);
        await ConnectAsync(port, Silent, IPAddress.Loopback);
        Assert.True(answering.Pending());
    }

    [Fact]
    public async Task An_address_that_refuses_is_passed_over()
    {
        using var answering = new TcpListener(IPAddress.Loopback, 0);
        answering.Start();
        await ConnectAsync(((IPEndPoint)answering.LocalEndpoint).Port, Closed, IPAddress.Loopback);
        Assert.True(answering.Pending());
    }

    [Fact]
    public async Task Where_every_address_refuses_the_target_does()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var port = ((IPEndPoint)other.LocalEndpoint).Port;
        await Assert.ThrowsAsync<IOException>(() => ConnectAsync(port, Closed, Silent));
    }

    [Fact]
    public async Task Who_is_not_wanted_any_more_gives_up_every_address()
    {
        using var first = new SilentPort(Silent, 0);
        using var unwanted = new CancellationTokenSource();
        var connecting = ConnectAsync(first.Port, unwanted.Token, Silent);
        await unwanted.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    }

    private static Task ConnectAsync(int port, params Seq<IPAddress> addresses) =>
        ConnectAsync(port, TestContext.Current.CancellationToken, addresses);

    private static async Task ConnectAsync(int port, CancellationToken unwanted, params Seq<IPAddress> addresses)
    {
        var options = new FederationOptions { Domains = [Domain.Parse("a.example")] };
        var tls = new TlsSettings(options, new ProofBook(), TimeProvider.System);
        var network = new TcpNetwork(new Names(addresses), tls);
        var target = new Target("b.example", port, DirectTls: false);
        (await network.ConnectAsync(new ConnectionId(true, 1), target, unwanted).Soon()).Abort();
    }

    private static IPAddress[] Addresses(string text) =>
        [.. text.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(IPAddress.Parse)];

    private sealed class Names(Seq<IPAddress> addresses) : INameService
    {
        public Task<SrvAnswer> ServicesAsync(string name) => Task.FromResult<SrvAnswer>(new SrvAnswer.None());

        public Task<AddressAnswer> AddressesAsync(string host, CancellationToken unwanted) =>
            Task.FromResult<AddressAnswer>(new AddressAnswer.Found(addresses));
    }

    /// <summary>A port whose queue is full, so that it answers nobody: what a host behind a dead route looks like.</summary>
    private sealed class SilentPort : IDisposable
    {
        private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        private readonly List<Socket> _waiting = [];

        public SilentPort(IPAddress address, int port)
        {
            _listener.Bind(new IPEndPoint(address, port));
            _listener.Listen(0);
            // More than the queue holds; the last ones hang as everybody else will.
            for (var i = 0; i < 4; i++)
            {
                var filling = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { Blocking = false };
                _waiting.Add(filling);
                try
                {
                    filling.Connect(_listener.LocalEndPoint!);
                }
                catch (SocketException pending) when (pending.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
                {
                    // As it should be.
                }
            }
        }

        public int Port => ((IPEndPoint)_listener.LocalEndPoint!).Port;

        public void Dispose()
        {
            _waiting.ForEach(s => s.Dispose());
            _listener.Dispose();
        }
    }
}
