using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>
/// Connections from many addresses of loopback, each of which does one harmful thing and then stays for as long as it is
/// let. What the server does to them is not their concern.
/// </summary>
internal sealed class Attackers(EndPoint server) : IDisposable
{
    private const string Header =
        "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' "
        + "xmlns:db='jabber:server:dialback' from='evil.example' to='b.example' version='1.0'>";

    private const string Key = "<db:result from='victim.example' to='b.example'>key</db:result>";
    private const int Addresses = 20;
    private const int AtATime = 100;

    private readonly List<IDisposable> _held = [];
    private readonly object _lock = new();

    /// <summary>Stays silent; half a header; a header and no more; a handshake that is never begun in earnest.</summary>
    public static IReadOnlyList<string> HalfOpen { get; } =
        ["", Header[..60], Header, $"{Header}<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"];

    /// <summary>Garbage; an element without end; depth; attributes; keys and nonsense in numbers; bytes behind STARTTLS.</summary>
    public static IReadOnlyList<string> Hostile { get; } =
    [
        "GET / HTTP/1.0\r\n\r\n",
        $"{Header}<x>{new string('x', 50_000)}",
        Header + string.Concat(Enumerable.Repeat("<x>", 3_000)),
        $"{Header}<x {string.Concat(Enumerable.Range(0, 500).Select(i => $" a{i}=''"))}/>",
        Header + string.Concat(Enumerable.Repeat(Key, 1_000)),
        Header + string.Concat(Enumerable.Repeat("<x xmlns='urn:x'/>", 3_000)),
        $"{Header}<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/><x/>",
        "<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'>]><x>&a;</x>",
    ];

    /// <summary>So many connections that say these words in turn.</summary>
    public Task AttackAsync(int connections, IReadOnlyList<string> words) =>
        InTurnsAsync(connections, number => SayAsync(number, words[number % words.Count]));

    /// <summary>So many connections that authenticate nobody, but name somebody behind a true handshake.</summary>
    public Task AimAsync(int connections) => InTurnsAsync(connections, AimOneAsync);

    /// <summary>A further byte on each connection.</summary>
    public async Task TrickleAsync()
    {
        Socket[] sockets;
        lock (_lock)
        {
            sockets = [.. _held.OfType<Socket>()];
        }

        foreach (var socket in sockets)
        {
            await TryAsync(async () => await socket.SendAsync(" "u8.ToArray()));
        }
    }

    public void Dispose()
    {
        _held.ForEach(held => held.Dispose());
        _held.Clear();
    }

    private static async Task InTurnsAsync(int count, Func<int, Task> one)
    {
        for (var first = 0; first < count; first += AtATime)
        {
            await Task.WhenAll([.. Enumerable.Range(first, Math.Min(AtATime, count - first)).Select(one)]);
        }
    }

    private Task SayAsync(int number, string words) => TryAsync(async () =>
    {
        var socket = await ConnectAsync(number);
        await socket.SendAsync(Encoding.UTF8.GetBytes(words));
    });

    private Task AimOneAsync(int number) => TryAsync(async () =>
    {
        var clear = new NetworkStream(await ConnectAsync(number));
        await clear.WriteAsync(Encoding.UTF8.GetBytes($"{Header}<starttls xmlns='urn:ietf:params:xml:ns:xmpp-tls'/>"));
        await ReadUntilAsync(clear, "<proceed");
        var secured = new SslStream(clear, leaveInnerStreamOpen: false, (_, certificate, _, _) => certificate is not null);
        Hold(secured);
        await secured.AuthenticateAsClientAsync("b.example");
        await secured.WriteAsync(Encoding.UTF8.GetBytes(Header + Key));
    });

    private async Task<Socket> ConnectAsync(int number)
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        Hold(socket);
        socket.Bind(new IPEndPoint(IPAddress.Parse($"127.0.0.{2 + (number % Addresses)}"), 0));
        await socket.ConnectAsync(server);
        return socket;
    }

    private static async Task ReadUntilAsync(Stream stream, string words)
    {
        var heard = "";
        var buffer = new byte[4_096];
        while (!heard.Contains(words, StringComparison.Ordinal))
        {
            var count = await stream.ReadAsync(buffer);
            heard += count > 0 ? Encoding.UTF8.GetString(buffer, 0, count) : throw new IOException("an end");
        }
    }

    // Who is turned away, or has made way, notices it by an exception.
    private static async Task TryAsync(Func<Task> attempt)
    {
        try
        {
            await attempt();
        }
        catch (Exception lost) when (lost is IOException or SocketException or ObjectDisposedException or InvalidOperationException)
        {
            // That is what he is there for.
        }
    }

    private void Hold(IDisposable held)
    {
        lock (_lock)
        {
            _held.Add(held);
        }
    }
}
