using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>TCP and SslStream on loopback.</summary>
internal sealed class TcpArm : ITransportArm, IDisposable
{
    private const int Backlog = 1;
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(50);

    // A connection on loopback takes no time; this is long, for a busy machine.
    private static readonly TimeSpan Unanswered = TimeSpan.FromSeconds(1);

    private readonly List<Socket> _raw = [];
    private readonly List<ISocket> _sockets = [];

    // The buffers of both ends grow up to ten megabytes with the usual settings of Linux.
    public int MoreThanFits => 32_000_000;

    public async Task<Pair> ConnectAsync(Ends ends)
    {
        var listening = Listen(Backlog);
        var accepting = listening.AcceptAsync(TestContext.Current.CancellationToken);
        var client = await NetworkOf(ends).ConnectAsync(
            new ConnectionId(true, 1), TargetOf(listening, ends.DirectTls), TestContext.Current.CancellationToken);
        var accepted = await accepting;
        _raw.Add(accepted);
        ISocket server = new TcpSocket(accepted, Certificates.SettingsOf(SocketPair.B, ends.Server), ends.DirectTls);
        server = ends.Refusal == TlsFault.None ? server : new RefusingSocket(server, accepted, ends.Refusal);
        _sockets.AddRange([client, server]);
        return new Pair(client, server, accepted.Close);
    }

    public async Task<Func<CancellationToken, Task<ISocket>>> VacateAsync(Absence absence)
    {
        var listening = Listen(Backlog);
        var target = TargetOf(listening, directTls: false);
        if (absence == Absence.Nobody)
        {
            listening.Dispose();
        }
        else
        {
            await FillAsync(listening);
        }

        return unwanted => NetworkOf(Ends.Plain).ConnectAsync(new ConnectionId(true, 1), target, unwanted);
    }

    public Task Beside(Func<Task> body) => Task.Run(body, TestContext.Current.CancellationToken);

    public Task SettleAsync() => Task.Delay(Quiet, TestContext.Current.CancellationToken);

    public void Dispose()
    {
        _sockets.ForEach(s => s.Abort());
        _raw.ForEach(r => r.Dispose());
    }

    private static Target TargetOf(Socket listening, bool directTls) =>
        new("127.0.0.1", ((IPEndPoint)listening.LocalEndPoint!).Port, directTls);

    private static TcpNetwork NetworkOf(Ends ends) =>
        new(new DnsNameService([]), Certificates.SettingsOf(SocketPair.A, ends.Client));

    private Socket Listen(int backlog)
    {
        var listening = NewSocket();
        listening.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listening.Listen(backlog);
        return listening;
    }

    // A system whose queue of unaccepted connections is full answers no more.
    private async Task FillAsync(Socket listening)
    {
        var connected = true;
        for (var i = 0; i < 10 && connected; i++)
        {
            var connecting = NewSocket().ConnectAsync(listening.LocalEndPoint!);
            await Task.WhenAny(connecting, Task.Delay(Unanswered, TestContext.Current.CancellationToken));
            connected = connecting.IsCompleted;
        }

        Assert.False(connected, "The queue never fills.");
    }

    private Socket NewSocket()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        _raw.Add(socket);
        return socket;
    }
}
