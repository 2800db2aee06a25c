using System.Text;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Shell;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>A port that breaks its promise: nobody waits for ever, and the fault is reported.</summary>
public sealed class HostTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_fault_of_any_type_in_the_loop_ends_the_federation()
    {
        var host = HostOf(new World { Noticing = () => throw new IOException("the log is full") });
        var fate = host.SendAsync(Outgoing);

        var waiting = TestContext.Current.CancellationToken;
        await Assert.ThrowsAsync<IOException>(() => host.Stopped.WaitAsync(Patience, waiting));
        await Assert.ThrowsAsync<IOException>(() => fate.WaitAsync(Patience, waiting));
    }

    [Fact]
    public async Task Who_has_handed_over_a_connection_is_not_left_waiting_by_a_fault()
    {
        var host = HostOf(new World(), (_, _, _) => throw new NotSupportedException("a state nobody thought of"));

        var taken = host.AcceptAsync(new BadSocket("none"), directTls: false, default);

        var waiting = TestContext.Current.CancellationToken;
        await taken.WaitAsync(Patience, waiting);
        await Assert.ThrowsAsync<NotSupportedException>(() => host.Stopped.WaitAsync(Patience, waiting));
    }

    [Fact]
    public async Task A_network_that_throws_what_it_did_not_announce_has_not_connected()
    {
        var world = new World();
        var host = HostOf(world);

        var sending = host.SendAsync(Outgoing);

        Assert.IsType<StanzaFate.Returned>(await sending.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await host.ShutDownAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.IsType<NotSupportedException>(await world.Fault.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData(nameof(ISocket.ReadAsync))]
    [InlineData(nameof(ISocket.WriteAsync))]
    [InlineData(nameof(ISocket.CloseAsync))]
    public async Task A_socket_that_throws_what_it_did_not_announce_is_gone(string member)
    {
        var world = new World();
        var host = HostOf(world);
        var socket = new BadSocket(member);

        await host.AcceptAsync(socket, directTls: false, default).WaitAsync(Patience, TestContext.Current.CancellationToken);

        await socket.Failed.WaitAsync(Patience, TestContext.Current.CancellationToken);
        await host.ShutDownAsync().WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.IsType<NotSupportedException>(await world.Fault.WaitAsync(Patience, TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task A_stanza_does_not_overtake_one_of_its_pair_that_came_over_a_stream_before()
    {
        // RFC 6120 10.1: the stream breaks while the application still takes the stanza, and the next comes over a new one.
        var (first, other) = (new TaskCompletionSource(), new TaskCompletionSource<ConnectionId>());
        var taken = new List<ConnectionId>();
        var world = new World
        {
            Receiving = delivery =>
            {
                lock (taken)
                {
                    taken.Add(delivery.Connection);
                }

                if (delivery.Stanza.Pair == Out)
                {
                    other.SetResult(delivery.Connection);
                }

                return delivery.Connection.Number == 1 ? first.Task : Task.CompletedTask;
            },
        };
        DomainPair[] pairs = [In, In, Out];
        var host = HostOf(world, (_, state, input) => input is Input.Accepted(var id, _)
            ? new Transition(state, [new Output.Deliver(id, ProofOf(pairs[id.Number - 1]), StanzaOf(pairs[id.Number - 1]), null)])
            : new Transition(state, []));
        foreach (var _ in pairs)
        {
            await host.AcceptAsync(new BadSocket("none"), false, default).WaitAsync(Patience, TestContext.Current.CancellationToken);
        }

        await other.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);
        Assert.Equal([1, 3], taken.Select(c => c.Number));
        first.SetResult();
        SpinWait.SpinUntil(() => taken.Count == 3, Patience);

        Assert.Equal([1, 3, 2], taken.Select(c => c.Number));
    }

    private static FederationHost HostOf(World world, StepFunction? step = null)
    {
        var context = new ServerContext { Domains = [Local], Keys = Keys };
        var ports = new Ports
        {
            Network = world,
            Resolver = world,
            Timers = world,
            Chance = world,
            Tasks = world,
            Application = world,
        };
        var host = new FederationHost(context, ports, step);
        host.Start();
        return host;
    }

    /// <summary>A name service that answers, a network that is broken, and time that stands still.</summary>
    private sealed class World : INetwork, IResolver, ITimers, IChance, ITaskStarter, IApplication
    {
        private readonly TaskCompletionSource<Exception> _fault = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Action Noticing { get; init; } = () => { };

        public Func<Output.Deliver, Task> Receiving { get; init; } = _ => Task.CompletedTask;

        /// <summary>The first fault that a loop has reported.</summary>
        public Task<Exception> Fault => _fault.Task;

        public Task<ISocket> ConnectAsync(ConnectionId connection, Target target, CancellationToken unwanted) =>
            throw new NotSupportedException("no such address family");

        public Task<Resolution> ResolveAsync(Domain domain) =>
            Task.FromResult<Resolution>(new Resolution.Found([new Target("s1.example", 5269, DirectTls: false)]));

        public StreamId NextStreamId() => Id;

        public TimeSpan UpTo(TimeSpan longest) => longest;

        public Task ReceiveAsync(Output.Deliver delivery) => Receiving(delivery);

        TimeSpan ITimers.Now => TimeSpan.Zero;

        void ITimers.Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired)
        {
        }

        void ITimers.Cancel(TimerId timer)
        {
        }

        void IApplication.Notice(Output output) => Noticing();

        void ITaskStarter.Start(string name, Func<Task> body) => _ = RunAsync(body);

        private async Task RunAsync(Func<Task> body)
        {
            try
            {
                await body();
            }
            catch (Exception fault)
            {
                _fault.TrySetResult(fault);
            }
        }
    }

    /// <summary>A socket on which a header comes in, and one member of which is broken.</summary>
    private sealed class BadSocket(string broken) : ISocket
    {
        private static readonly byte[] Header = Encoding.UTF8.GetBytes(
            "<stream:stream xmlns='jabber:server' xmlns:stream='http://etherx.jabber.org/streams' "
            + "from='there.example' to='here.example' version='1.0'>");

        private readonly TaskCompletionSource _failed = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private readonly TaskCompletionSource<int> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
        private bool _greeted;

        public Task Failed => _failed.Task;

        public async Task<int> ReadAsync(Memory<byte> buffer)
        {
            Break(nameof(ReadAsync));
            if (_greeted)
            {
                return broken == nameof(CloseAsync) ? 0 : await _end.Task;
            }

            _greeted = true;
            Header.CopyTo(buffer);
            return Header.Length;
        }

        public Task WriteAsync(ReadOnlyMemory<byte> bytes)
        {
            Break(nameof(WriteAsync));
            return Task.CompletedTask;
        }

        public Task<TlsResult> SecureAsync(TlsRequest request) => Task.FromResult(new TlsResult(null, "no TLS here"));

        public Task CloseAsync()
        {
            Break(nameof(CloseAsync));
            return Task.CompletedTask;
        }

        public void Abort() => _end.TrySetException(new IOException("aborted"));

        private void Break(string member)
        {
            if (member == broken)
            {
                _failed.TrySetResult();
                throw new NotSupportedException($"{member} is broken");
            }
        }
    }
}
