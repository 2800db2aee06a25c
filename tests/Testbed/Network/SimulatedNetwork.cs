using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>The links, the name service and the TLS oracle of one world, with the faults that may strike them.</summary>
internal sealed partial class SimulatedNetwork(WorldDefinition world, IEngine engine, WireBook book, Strikes strikes)
{
    private readonly SortedDictionary<string, Listener> _listeners = new(StringComparer.Ordinal);
    private readonly List<SimulatedConnection> _connections = [];
    private FaultBudget _left = world.Faults;

    /// <summary>What may take its time goes by this clock.</summary>
    public SimulatedClock Clock { get; init; } = new();

    public IEngine Engine => engine;

    public IReadOnlyList<SimulatedConnection> Connections => _connections;

    /// <summary>A server starts to accept.</summary>
    public void Listen(string server, Listener listener) => _listeners.Add(server, listener);

    /// <summary>A server accepts no more: who dials it is refused.</summary>
    public void StopListening(string server) => _listeners.Remove(server);

    /// <param name="server">Who dials.</param>
    /// <param name="life">Which of its lives.</param>
    /// <param name="connected">Told which connection of the world a connection of the server is.</param>
    public INetwork DiallerOf(ServerDefinition server, Life life, Action<ConnectionId, SimulatedConnection> connected) =>
        new Dialler(this, server, life, connected);

    public IResolver ResolverOf(ServerDefinition server) => new NameService(this, server);

    /// <summary>A simulated peer dials, in clear, the server of a domain.</summary>
    /// <param name="done">Told whether there is a connection.</param>
    public void Dial(ServerDefinition from, Domain remote, ConnectionEnd end, Action<bool> done)
    {
        var to = world.Servers.FirstOrDefault(s => s.Serves.Contains(remote))?.Name ?? remote;
        var target = Zone.ListenerOf(to);
        engine.Offer(new WorldEvent(
            () => $"connect {from.Name}→{target}", null, () => done(TryConnect(from, target, () => end) is not null))
        {
            Touches = [from.Name.Name, target.Host],
        });
    }

    public void Tapped(SimulatedConnection connection, ConnectionEnd from, ReadOnlyMemory<byte> bytes) =>
        book.Write(connection, from == connection.Initiator, bytes.Span);

    /// <summary>A stranger dials.</summary>
    /// <returns>The connection; null where nobody accepts it.</returns>
    public SimulatedConnection? Admit(Stranger stranger, Target target) =>
        _listeners.TryGetValue(target.Host, out var listener)
            ? Make(stranger.Name, target, stranger.MakeEnd, listener)
            : null;

    /// <summary>The server of the world that no negotiator runs; an unknown one where there is none.</summary>
    public ServerDefinition Outsider { get; } = world.Servers.FirstOrDefault(s => !s.IsNegotiator) ?? Stranger.Anonymous;

    public HandshakeResult Handshake(SimulatedConnection connection)
    {
        var (initiator, receiver) = (Server(connection.From), Server(connection.To));
        var result = TlsOracle.Shake(initiator, receiver);
        if (!Strikes(receiver, "T1"))
        {
            Strikes(receiver, "T3");
            Strikes(initiator, "T3");
        }

        if (_left.TlsFailures > 0)
        {
            var how = (TlsFault)engine.Choose(4, i => $"tls {connection.Name} {(TlsFault)i}");
            if (how != TlsFault.None)
            {
                _left = _left with { TlsFailures = _left.TlsFailures - 1 };
                result = how == TlsFault.Before
                    ? TlsOracle.Fail("handshake failure")
                    : TlsOracle.FailAfterwards(receiver, "bad certificate") with { AlertFollows = how == TlsFault.After };
            }
        }

        engine.Log(() => $"{connection.Name} tls {Show(result.InitiatorSees)} / {Show(result.ReceiverSees)}");
        book.Secure(connection, result);
        return result;
    }

    private static string Show(TlsResult result) =>
        result.Failure ?? (result.Certificate!.Presented ? $"certificate {result.Certificate.Problem}" : "no certificate");

    private void Connect(
        ServerDefinition from, Life life, Target target, TaskCompletionSource<ISocket> connected, Action<SimulatedConnection> told)
    {
        if (!life.IsOver && TryConnect(from, target, () => new SimulatedSocket(life), told) is { } connection)
        {
            connected.SetResult((SimulatedSocket)connection.Initiator);
        }
        else
        {
            connected.SetException(new IOException("connection refused"));
        }
    }

    private SimulatedConnection? TryConnect(
        ServerDefinition from, Target target, Func<ConnectionEnd> makeEnd, Action<SimulatedConnection>? told = null)
    {
        var refused = false;
        if (_left.RefusedConnects > 0)
        {
            refused = engine.Choose(2, i => $"connect {from.Name}→{target.Host} {(i == 0 ? "accepted" : "refused")}") == 1;
            _left = refused ? _left with { RefusedConnects = _left.RefusedConnects - 1 } : _left;
        }

        refused |= world.Servers.Any(s => s.Name.Name == target.Host && Strikes(s, "N2"));
        if (refused || !_listeners.TryGetValue(target.Host, out var listener))
        {
            return null;
        }

        return Make(from.Name.Name, target, makeEnd, listener, told);
    }

    private SimulatedConnection Make(
        string from, Target target, Func<ConnectionEnd> makeEnd, Listener listener, Action<SimulatedConnection>? told = null)
    {
        var number = _connections.Count(c => c.From == from && c.To == target.Host) + 1;
        var connection = new SimulatedConnection(this, from, target.Host, number, target.DirectTls);
        connection.Join(makeEnd(), listener.MakeEnd());
        _connections.Add(connection);
        book.Connect(connection);
        told?.Invoke(connection);
        listener.Accept(connection.Receiver, target.DirectTls);
        return connection;
    }

    private Resolution Resolve(ServerDefinition asker, Domain domain)
    {
        if (_left.DnsFailures > 0 && engine.Choose(2, i => $"dns {asker.Name} {domain} {(i == 0 ? "answered" : "failed")}") == 1)
        {
            _left = _left with { DnsFailures = _left.DnsFailures - 1 };
            return new Resolution.Failed("server failure");
        }

        foreach (var server in world.Servers)
        {
            if (server.Serves.Contains(domain))
            {
                return Strikes(server, "N1") ? Zone.Nobody : Zone.Of(server);
            }
        }

        return Zone.Nobody;
    }

    private bool Strikes(ServerDefinition server, string flavour)
    {
        if (server.Refuses(flavour))
        {
            strikes.Note(Peers.Strikes.Flavour(flavour));
            return true;
        }

        return false;
    }

    private ServerDefinition Server(string name)
    {
        foreach (var server in world.Servers)
        {
            if (server.Name.Name == name)
            {
                return server;
            }
        }

        return name == Outsider.Name.Name ? Outsider : throw new InvalidOperationException($"No server {name}.");
    }

    private sealed class Dialler(
        SimulatedNetwork network, ServerDefinition server, Life life, Action<ConnectionId, SimulatedConnection> told) : INetwork
    {
        public Task<ISocket> ConnectAsync(ConnectionId connection, Target target, CancellationToken unwanted)
        {
            var connected = new TaskCompletionSource<ISocket>();
            var task = connected.Task;
            var registration = unwanted.Register(() => connected.TrySetCanceled());
            network.Engine.Offer(new WorldEvent(() => $"connect {server.Name}→{target}", null, () =>
            {
                if (network.TakesLong($"connect {server.Name}→{target}"))
                {
                    network.Clock.Linger($"connect {server.Name}→{target}", Answer);
                }
                else
                {
                    Answer();
                }
            })
            {
                Touches = [server.Name.Name, target.Host],
            });
            return task;

            void Answer()
            {
                registration.Unregister();
                if (!task.IsCompleted)
                {
                    network.Connect(server, life, target, connected, made => told(connection, made));
                }
            }
        }
    }

    private sealed class NameService(SimulatedNetwork network, ServerDefinition server) : IResolver
    {
        public Task<Resolution> ResolveAsync(Domain domain)
        {
            var answered = new TaskCompletionSource<Resolution>();
            var task = answered.Task;
            network.Engine.Offer(new WorldEvent(
                () => $"resolve {server.Name} {domain}", null, () => answered.SetResult(network.Resolve(server, domain)))
            {
                Touches = [server.Name.Name],
            });
            return task;
        }
    }
}

/// <summary>How a server accepts: it makes its end of a connection, then takes it over.</summary>
internal sealed record Listener(Func<ConnectionEnd> MakeEnd, Action<ConnectionEnd, bool> Accept);

/// <summary>How a handshake may fail.</summary>
internal enum TlsFault
{
    None,

    /// <summary>For both ends, before the client has finished.</summary>
    Before,

    /// <summary>After the client has finished, which an alert tells it then.</summary>
    After,

    /// <summary>The same without an alert: the client sees no more than how the connection ends.</summary>
    AfterInSilence,
}
