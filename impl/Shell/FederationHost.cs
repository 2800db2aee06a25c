using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Shell;

/// <summary>
/// The loop of one server: take an input, step, perform the outputs. Readers, writers, name service, TLS and the
/// application run outside it and come back as inputs. Nothing here knows the protocol.
/// </summary>
internal sealed class FederationHost(ServerContext context, Ports ports, StepFunction step)
{
    private readonly Mailbox<Input> _inbox = new();
    private readonly object _lock = new();
    private readonly Dictionary<StanzaTicket, TaskCompletionSource<StanzaFate>> _unsettled = [];
    private readonly SortedDictionary<ConnectionId, Connection> _connections = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly List<Connection> _touched = [];
    private FederationState _state = FederationState.Initial;
    private long _lastTicket;
    private int _lastAccepted;
    private Exception? _fault;

    public FederationHost(ServerContext context, Ports ports)
        : this(context, ports, Core.Federation.Step)
    {
    }

    /// <summary>Ends when the server has shut down; faults when the negotiator itself is at fault.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Whether nothing will happen here unless the world moves: no input waits, no loop runs.</summary>
    public bool IsParked => _inbox.IsParked && _connections.Values.All(c => c.IsParked);

    /// <summary>The state between two inputs, for inspection.</summary>
    public FederationState State => _state;

    public void Start() => ports.Tasks.Start("loop", RunAsync);

    /// <summary>Hands over a stanza; the task ends with its fate.</summary>
    public Task<StanzaFate> SendAsync(Stanza stanza)
    {
        var fate = new TaskCompletionSource<StanzaFate>(TaskCreationOptions.RunContinuationsAsynchronously);
        StanzaTicket ticket;
        lock (_lock)
        {
            if (_fault is not null)
            {
                throw new InvalidOperationException("The federation has failed.", _fault);
            }

            ticket = new StanzaTicket(++_lastTicket);
            _unsettled.Add(ticket, fate);
        }

        _inbox.Post(new Input.Submitted(ticket, stanza));
        return fate.Task;
    }

    /// <summary>Takes over a connection that a peer has made.</summary>
    public void Accept(ISocket socket, bool directTls) => _inbox.Post(new Accepted(socket, directTls));

    /// <summary>Closes every stream in order and returns what waits; ends when nothing is left.</summary>
    public Task ShutDownAsync()
    {
        _inbox.Post(new Input.ShutDown());
        return _stopped.Task;
    }
}
