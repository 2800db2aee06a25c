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
    private readonly object _accepting = new();
    private int _accepted;
    private int _ids;

    public NegotiatorServer(Execution execution, ServerDefinition definition, PlantedBug? bug)
    {
        (_execution, Definition, Name) = (execution, definition, definition.Name.Name);
        Tasks = execution.Engine.StarterFor(Name);
        var ports = new Ports
        {
            Network = execution.Network.DiallerOf(definition, (id, connection) => _connections[id] = connection),
            Resolver = execution.Network.ResolverOf(definition),
            Timers = execution.Clock.For(Name),
            Chance = this,
            Tasks = Tasks,
            Application = this,
        };
        var context = ContextOf(definition);
        _host = new FederationHost(
            bug is null ? context : bug.Tell(context),
            ports,
            Observed(bug is null ? Core.Federation.Step : bug.Plant(Core.Federation.Step)));
    }

    public ServerDefinition Definition { get; }

    public string Name { get; }

    public ITaskStarter Tasks { get; }

    public FederationState State => _host.State;

    public bool IsParked => _host.IsParked;

    /// <summary>What the negotiator threw, if it did.</summary>
    public Exception? Fault => _host.Stopped.Exception?.InnerException;

    /// <summary>The pages of the connections that this server has dialled.</summary>
    public IEnumerable<Page> Dialled => _connections.Where(c => c.Key.Dialled).Select(c => _execution.Book.PageOf(c.Value));

    public IReadOnlyList<Output.Admitted> Admissions => _admitted;

    public IReadOnlyList<Output.GaveUp> Failures => _gaveUp;

    public void Start()
    {
        _execution.Network.Listen(Name, new Listener(() => new SimulatedSocket(Name), Accept));
        _host.Start();
    }

    public Task<StanzaFate> SendAsync(Stanza stanza) => _host.SendAsync(stanza);

    public Page? PageOf(ConnectionId connection) =>
        _connections.TryGetValue(connection, out var found) ? _execution.Book.PageOf(found) : null;

    public Task ReceiveAsync(Output.Deliver delivery)
    {
        _execution.Delivered(new Delivered(this, delivery.Proof, delivery.Stanza, PageOf(delivery.Connection)!));
        return Task.CompletedTask;
    }

    public void Notice(Output output)
    {
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

    /// <summary>From what a server makes its dialback keys.</summary>
    public static string SecretOf(string server) => $"the secret of {server}";

    public StreamId NextStreamId() => new($"{Name}-{++_ids}");

    private static ServerContext ContextOf(ServerDefinition definition) => new()
    {
        Domains = definition.Serves,
        Policy = definition.Policy,
        PolicyFor = definition.PolicyFor,
        HasCertificate = definition.Certificate != CertificateState.Missing,
        Keys = new HmacDialbackKeys(Encoding.UTF8.GetBytes(SecretOf(definition.Name.Name))),
        Limits = definition.BackOff ? Limits.Default : Limits.Default with { BackOffFirst = TimeSpan.Zero },
    };

    private void Accept(ConnectionEnd end, bool directTls)
    {
        // Who is accepted first is counted first, by the negotiator as by this book.
        lock (_accepting)
        {
            _connections[new ConnectionId(Dialled: false, ++_accepted)] = end.Connection;
            _ = _host.AcceptAsync((SimulatedSocket)end, directTls, new PeerAddress(end.Connection.From));
        }
    }

    private StepFunction Observed(StepFunction step) => (context, state, input) =>
    {
        var after = step(context, state, input);
        _execution.Stepped(new Stepped(this, state, input, after));
        return after;
    };
}

/// <summary>
/// The dialback keys of simulated peers, without cryptography: only their maker can make them. XEP-0220 2.1.1 leaves
/// the making of a key to its authority, and nobody else may judge it.
/// </summary>
internal sealed class SymbolicKeys(string maker) : IDialbackKeys
{
    public string Make(DomainPair pair, StreamId id) => $"key:{maker}:{pair.Sender}:{pair.Target}:{id}";

    public bool IsOurs(DomainPair pair, StreamId id, string key) => key == Make(pair, id);
}
