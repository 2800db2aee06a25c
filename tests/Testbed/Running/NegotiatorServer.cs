using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>A server of the world that runs the production negotiator over simulated ports.</summary>
internal sealed class NegotiatorServer : IApplication, IChance
{
    private readonly Execution _execution;
    private readonly FederationHost _host;
    private readonly SortedDictionary<ConnectionId, SimulatedConnection> _connections = [];
    private readonly List<Output.Admitted> _admitted = [];
    private readonly List<Output.GaveUp> _gaveUp = [];
    private readonly Func<Stanza, Stanza?> _reply;
    private readonly object _accepting = new();
    private int _accepted;
    private int _ids;

    public NegotiatorServer(Execution execution, ServerDefinition definition, Life life, PlantedBug? bug)
    {
        (_execution, _reply, Definition, Life, Name) = (execution, bug?.Reply ?? UnavailableTo, definition, life, definition.Name.Name);
        Tasks = execution.Engine.StarterFor(definition.Name.Name, life.Name);
        var ports = new Ports
        {
            Network = execution.Network.DiallerOf(definition, life, Note),
            Resolver = execution.Network.ResolverOf(definition),
            Timers = execution.Clock.For(life),
            Chance = this,
            Tasks = Tasks,
            Application = this,
        };
        var context = ContextOf(definition, new HmacDialbackKeys(Encoding.UTF8.GetBytes(SecretOf(life.Name))));
        _host = new FederationHost(
            bug is null ? context : bug.Tell(context),
            ports,
            Observed(bug is null ? Core.Federation.Step : bug.Plant(Core.Federation.Step)),
            bug?.Inbox?.Invoke());
    }

    public ServerDefinition Definition { get; }

    public Life Life { get; }

    public string Name { get; }

    public ITaskStarter Tasks { get; }

    public bool Serves(Domain domain) => Definition.Serves.Contains(domain);

    public FederationState State => _host.State;

    public bool IsParked => _host.IsParked;

    /// <summary>What the negotiator threw, if it did.</summary>
    public Exception? Fault => Life.IsOver ? null : _host.Stopped.Exception?.InnerException;

    /// <summary>Whether it was told to stop.</summary>
    public bool IsShuttingDown { get; private set; }

    /// <summary>Whether it was told to stop, and has.</summary>
    public bool HasStopped => _host.Stopped.IsCompleted;

    /// <summary>The pages of the connections that this server has dialled.</summary>
    public IEnumerable<Page> Dialled => _connections.Where(c => c.Key.Dialled).Select(c => _execution.Book.PageOf(c.Value));

    public IReadOnlyList<Output.Admitted> Admissions => _admitted;

    public IReadOnlyList<Output.GaveUp> Failures => _gaveUp;

    public void Start()
    {
        _execution.Network.Listen(Name, new Listener(() => new SimulatedSocket(Life), Accept));
        _host.Start();
    }

    /// <summary>It is lost with all it knows; nothing that it still does has an effect.</summary>
    public void Lose()
    {
        Life.End();
        _execution.Network.StopListening(Name);
        _execution.Clock.Forget(Life);
        foreach (var (id, connection) in _connections.ToArray())
        {
            Perish(id, connection);
        }

        // Whatever its loop hears next ends it.
        _ = _host.ShutDownAsync();
    }

    /// <summary>It is to stop in order; nobody can connect to it any more.</summary>
    public void ShutDown()
    {
        IsShuttingDown = true;
        _execution.Network.StopListening(Name);
        _ = _host.ShutDownAsync();
    }

    public Task<StanzaFate> SendAsync(Stanza stanza) => _host.SendAsync(stanza);

    /// <summary>Who serves a domain now, if it is a negotiator.</summary>
    public NegotiatorServer? Neighbour(Domain domain) =>
        _execution.Servers.FirstOrDefault(s => s.Definition.Serves.Contains(domain));

    public Page? PageOf(ConnectionId connection) =>
        _connections.TryGetValue(connection, out var found) ? _execution.Book.PageOf(found) : null;

    public Task ReceiveAsync(Output.Deliver delivery)
    {
        if (!Life.IsOver)
        {
            _execution.Delivered(new Delivered(this, delivery.Proof, delivery.Stanza, PageOf(delivery.Connection)!));
            if (Definition.Answers && _reply(delivery.Stanza) is { } answer)
            {
                _execution.Answer(this, answer);
            }
        }

        return Task.CompletedTask;
    }

    public void Notice(Output output)
    {
        if (Life.IsOver)
        {
            return;
        }

        _execution.Engine.Log(() => $"{Name} {EventText.Of(output)}");
        switch (output)
        {
            case Output.Admitted admitted:
                _admitted.Add(admitted);
                break;
            case Output.GaveUp gaveUp:
                _gaveUp.Add(gaveUp);
                break;
        }
    }

    // Which of two timers comes first is for the engine to say; how long one is says nothing more.
    public TimeSpan UpTo(TimeSpan longest) => longest;

    /// <summary>From what a server makes its dialback keys in one of its lives.</summary>
    public static string SecretOf(string life) => $"the secret of {life}";

    public StreamId NextStreamId() => new($"{Life.Name}-{++_ids}");

    // RFC 6120 8.3: as for a recipient that is not there; null where nothing may be said.
    private static Stanza? UnavailableTo(Stanza stanza) => stanza.ErrorReply("service-unavailable");

    /// <summary>What a server is told.</summary>
    public static ServerContext ContextOf(ServerDefinition definition, IDialbackKeys keys) => new()
    {
        Domains = definition.Serves,
        Policy = definition.Policy,
        PolicyFor = definition.PolicyFor,
        HasCertificate = definition.Certificate != CertificateState.Missing,
        Keys = keys,
        Limits = Limits.Default with
        {
            BackOffFirst = definition.BackOff ? Limits.Default.BackOffFirst : TimeSpan.Zero,
            QueueStanzasMax = definition.Queue,
        },
    };

    private void Accept(ConnectionEnd end, bool directTls)
    {
        // Who is accepted first is counted first, by the negotiator as by this book.
        lock (_accepting)
        {
            Note(new ConnectionId(Dialled: false, ++_accepted), end.Connection);
            _ = _host.AcceptAsync((SimulatedSocket)end, directTls, new PeerAddress(end.Connection.From));
        }
    }

    // Under Coyote a connection may be half made when the server is lost: it is lost with it.
    private void Note(ConnectionId id, SimulatedConnection connection)
    {
        _connections[id] = connection;
        if (Life.IsOver)
        {
            Perish(id, connection);
        }
    }

    private static void Perish(ConnectionId id, SimulatedConnection connection) =>
        ((SimulatedSocket)(id.Dialled ? connection.Initiator : connection.Receiver)).Perish();

    private StepFunction Observed(StepFunction step) => (context, state, input) =>
    {
        if (Life.IsOver)
        {
            throw new ServerLostException();
        }

        var after = step(context, state, input);
        _execution.Stepped(new Stepped(this, state, input, after));
        return after;
    };
}

/// <summary>The world has taken the server away: its loop ends, and who waits for it waits in vain.</summary>
internal sealed class ServerLostException() : InvalidOperationException("The server is lost.");

/// <summary>
/// The dialback keys of simulated peers, without cryptography: only their maker can make them. XEP-0220 2.1.1 leaves
/// the making of a key to its authority, and nobody else may judge it.
/// </summary>
internal sealed class SymbolicKeys(string maker) : IDialbackKeys
{
    public string Make(DomainPair pair, StreamId id) => $"key:{maker}:{pair.Sender}:{pair.Target}:{id}";

    public bool IsOurs(DomainPair pair, StreamId id, string key) => key == Make(pair, id);
}
