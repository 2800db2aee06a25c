using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// Stands between who dials and who is dialled, hears what they say in clear, holds it back or cuts them off.
/// </summary>
internal sealed class Relay : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentQueue<Link> _links = new();
    private readonly IPEndPoint _target;
    private readonly CancellationTokenSource _over = new();
    private readonly Task _accepting;

    /// <summary>Relays to the target whoever dials this.</summary>
    /// <param name="target">Who is dialled.</param>
    public Relay(IPEndPoint target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAllAsync();
    }

    public IPEndPoint Address => (IPEndPoint)_listener.LocalEndpoint;

    /// <summary>Where those who dial can be held back when they ask about a key (XEP-0220 2.1.2).</summary>
    public Gate Questions { get; } = new("<db:verify");

    /// <summary>What the target has said, each connection by itself.</summary>
    public IReadOnlyList<string> Answers => [.. _links.Select(l => l.Answer)];

    /// <summary>What was said to the target, each connection by itself.</summary>
    public IReadOnlyList<string> Requests => [.. _links.Select(l => l.Request)];

    /// <summary>Whether no connection to the target is open any more.</summary>
    public bool IsQuiet => _links.All(l => l.IsOver);

    /// <summary>Ends every connection in both directions, and waits until both ends have seen it.</summary>
    public Task CutAsync() =>
        Task.WhenAll([.. _links.Select(l => l.CutAsync())]).WaitAsync(Meeting.LongestTalk);

    public async ValueTask DisposeAsync()
    {
        // A listener that is stopped between two connections says so by an exception of its own.
        await _over.CancelAsync();
        await _accepting;
        _listener.Dispose();
        _over.Dispose();
        foreach (var link in _links)
        {
            link.Dispose();
        }
    }

    private async Task AcceptAllAsync()
    {
        try
        {
            while (true)
            {
                var dialler = await _listener.AcceptSocketAsync(_over.Token);
                var dialled = new Socket(SocketType.Stream, ProtocolType.Tcp);
                _links.Enqueue(new Link(dialler, dialled, _target, Questions));
            }
        }
        catch (OperationCanceledException)
        {
            // The test is over.
        }
    }

    /// <summary>Holds back whoever says a phrase, from when it is shut until it is opened.</summary>
    internal sealed class Gate(string phrase)
    {
        private readonly TaskCompletionSource _opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private volatile TaskCompletionSource? _reached;

        /// <summary>Ends when the phrase is said after this.</summary>
        public Task Shut()
        {
            var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _reached = reached;
            return reached.Task;
        }

        public void Open()
        {
            _reached = null;
            _opened.TrySetResult();
        }

        public Task PassAsync(string said)
        {
            if (_reached is { } reached && said.Contains(phrase, StringComparison.Ordinal))
            {
                reached.TrySetResult();
                return _opened.Task;
            }

            return Task.CompletedTask;
        }
    }

    /// <summary>One connection to the relay, and the one from it.</summary>
    private sealed class Link : IDisposable
    {
        private const int ChunkBytes = 16_384;

        private readonly StringBuilder _request = new();
        private readonly StringBuilder _answer = new();
        private readonly TaskCompletionSource _cut = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly Socket _dialler;
        private readonly Socket _dialled;
        private readonly Task _both;

        public Link(Socket dialler, Socket dialled, IPEndPoint target, Gate gate)
        {
            (_dialler, _dialled) = (dialler, dialled);
            _both = ConnectAsync(target, gate);
        }

        public bool IsOver => _both.IsCompleted;

        public string Request => Heard(_request);

        public string Answer => Heard(_answer);

        public Task CutAsync()
        {
            _cut.TrySetResult();
            End(_dialler);
            End(_dialled);
            return _both;
        }

        public void Dispose()
        {
            _dialler.Dispose();
            _dialled.Dispose();
        }

        private async Task ConnectAsync(IPEndPoint target, Gate gate)
        {
            try
            {
                await _dialled.ConnectAsync(target);
                await Task.WhenAll(
                [
                    PumpAsync(_dialler, _dialled, _request, said => Task.WhenAny(gate.PassAsync(said), _cut.Task)),
                    PumpAsync(_dialled, _dialler, _answer, _ => Task.CompletedTask),
                ]);
            }
            catch (SocketException)
            {
                // Refused: so is who dials.
                Dispose();
            }
        }

        private static string Heard(StringBuilder all)
        {
            lock (all)
            {
                return all.ToString();
            }
        }

        private static void Hear(StringBuilder all, string said)
        {
            lock (all)
            {
                all.Append(said);
            }
        }

        // What comes after a cut is heard to its end, and goes nowhere.
        private async Task PumpAsync(Socket from, Socket to, StringBuilder heard, Func<string, Task> passAsync)
        {
            var chunk = new byte[ChunkBytes];
            try
            {
                while (await from.ReceiveAsync(chunk) is var count and > 0)
                {
                    var said = Encoding.UTF8.GetString(chunk, 0, count);
                    Hear(heard, said);
                    await passAsync(said);
                    if (!_cut.Task.IsCompleted)
                    {
                        await to.SendAsync(chunk.AsMemory(0, count));
                    }
                }

                End(to);
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                // One end has gone without a word, and so shall the other.
                Dispose();
            }
        }

        private static void End(Socket socket)
        {
            try
            {
                socket.Shutdown(SocketShutdown.Send);
            }
            catch (Exception over) when (over is SocketException or ObjectDisposedException)
            {
                // It has ended already, or was never connected.
            }
        }
    }
}
