using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The simulated network, under the cooperative engine: one order of everything per seed.</summary>
internal sealed class SimulatedArm : ITransportArm, IWorld
{
    private const int StepsMax = 100_000;

    private readonly Queue<TaskCompletionSource> _settling = new();
    private readonly List<SimulatedConnection> _connections = [];
    private readonly FaultBudget _faults;
    private readonly RefusingStrategy _strategy;
    private readonly CooperativeEngine _engine;
    private readonly ITaskStarter _tasks;
    private readonly Func<ISocket, ISocket> _wrap;
    private int _started;

    private SimulatedArm(ulong seed, Func<ISocket, ISocket> wrap)
    {
        // Every combination of what may reorder and what may cut.
        _faults = new FaultBudget { Delay = seed % 2 == 0, Fragment = seed / 2 % 2 == 0 };
        _strategy = new RefusingStrategy(new RandomStrategy(seed));
        _engine = new CooperativeEngine(_strategy) { Delay = _faults.Delay };
        _tasks = _engine.StarterFor("test", "test");
        _wrap = wrap;
    }

    public int MoreThanFits => 200_000;

    bool IWorld.IsParked => false;

    bool IWorld.IsViolated => false;

    /// <summary>Runs a body in one order. It fails if it would wait for ever.</summary>
    /// <param name="seed">Which order.</param>
    /// <param name="wrap">What stands between the body and a socket.</param>
    /// <param name="body">What to run.</param>
    public static void Run(ulong seed, Func<ISocket, ISocket> wrap, Func<ITransportArm, Task> body)
    {
        var arm = new SimulatedArm(seed, wrap);
        var done = arm.Beside(() => body(arm));
        Assert.True(arm._engine.Run(arm, StepsMax), $"Seed {seed}: it does not come to rest.");
        Assert.True(done.IsCompleted, $"Seed {seed}: it waits for something that will never happen.");
        Assert.True(done.IsCompletedSuccessfully, $"Seed {seed}: {done.Exception?.InnerException}");
    }

    public async Task<Pair> ConnectAsync(Ends ends)
    {
        _strategy.Refusal = ends.Refusal;
        var accepted = new TaskCompletionSource<SimulatedSocket>();
        var client = Server(SocketPair.A, ends.Client);
        var network = NetworkOf(ends, client, Server(SocketPair.B, ends.Server));
        network.Listen(SocketPair.B.Name, new Listener(
            () => new SimulatedSocket(new Life(SocketPair.B.Name, 1)), (end, directTls) =>
            {
                Assert.Equal(ends.DirectTls, directTls);
                accepted.SetResult((SimulatedSocket)end);
            }));
        var target = new Target(SocketPair.B.Name, 5269, ends.DirectTls);
        var dialled = await network.DiallerOf(client, new Life(client.Name.Name, 1), (_, made) => _connections.Add(made))
            .ConnectAsync(new ConnectionId(true, 1), target, CancellationToken.None);
        var server = await accepted.Task;
        return new Pair(_wrap(dialled), _wrap(server), () => Vanish(server));
    }

    public Task<Func<CancellationToken, Task<ISocket>>> VacateAsync(Absence absence)
    {
        var client = Server(SocketPair.A, CertificateState.Valid);
        var network = NetworkOf(Ends.Plain, client).DiallerOf(client, new Life(client.Name.Name, 1), (_, _) => { });
        var target = new Target("nobody.example", 5269, DirectTls: false);
        return Task.FromResult<Func<CancellationToken, Task<ISocket>>>(
            unwanted => network.ConnectAsync(new ConnectionId(true, 1), target, unwanted));
    }

    /// <summary>From now on nothing arrives, and nobody is told: what no connection on loopback can show.</summary>
    public void Cut() => _connections.ForEach(c => c.Sever());

    public Task Beside(Func<Task> body)
    {
        var done = new TaskCompletionSource();
        _tasks.Start($"{++_started}", () => TellAsync(body, done));
        return done.Task;
    }

    public Task SettleAsync()
    {
        var settled = new TaskCompletionSource();
        _settling.Enqueue(settled);
        return settled.Task;
    }

    void IWorld.CollectFaults(List<WorldEvent> faults)
    {
    }

    // A timer fires when nothing else can happen: that is what settling means.
    WorldEvent? IWorld.NextTimer() => _settling.Count == 0
        ? null
        : new WorldEvent(() => "settled", null, () => _settling.Dequeue().SetResult());

    private static async Task TellAsync(Func<Task> body, TaskCompletionSource done)
    {
        try
        {
            await body();
            done.SetResult();
        }
        catch (Exception failure)
        {
            done.SetException(failure);
        }
    }

    // As a simulated peer ends: no more is said, and nobody listens any more.
    private static void Vanish(SimulatedSocket socket)
    {
        socket.Break("the process is gone");
        _ = socket.CloseAsync();
    }

    private static ServerDefinition Server(Domain name, CertificateState certificate) =>
        new(name) { Certificate = certificate };

    private SimulatedNetwork NetworkOf(Ends ends, params ServerDefinition[] servers)
    {
        var faults = _faults with { TlsFailures = ends.Refusal == TlsFault.None ? 0 : 1 };
        var world = new WorldDefinition { Servers = [.. servers], Faults = faults };
        return new SimulatedNetwork(world, _engine, new WireBook(_ => { }), new Strikes());
    }

    /// <summary>A random walk in which a handshake ends as the test says.</summary>
    private sealed class RefusingStrategy(IStrategy inner) : IStrategy
    {
        public TlsFault Refusal { get; set; }

        public int Pick(IReadOnlyList<Option> options) => inner.Pick(options);

        public int Choose(int count, Func<int, string> label)
        {
            for (var i = 0; i < count; i++)
            {
                if (label(i) is var name && name.StartsWith("tls ", StringComparison.Ordinal)
                    && name.EndsWith($" {Refusal}", StringComparison.Ordinal))
                {
                    return i;
                }
            }

            return inner.Choose(count, label);
        }
    }
}
