using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Shell;

/// <summary>
/// The loop of one server: take an input, step, perform the outputs. Readers, writers, name service, TLS and the
/// application run outside it and come back as inputs. Nothing here knows the protocol.
/// </summary>
internal sealed class FederationHost
{
    private readonly ServerContext _context;
    private readonly Ports _ports;
    private readonly StepFunction _step;
    private readonly IMailbox<Arrival> _inbox;
    private readonly Deliveries _deliveries;
    private readonly object _lock = new();
    private readonly SortedDictionary<StanzaTicket, Unsettled> _unsettled = [];
    private readonly SortedDictionary<ConnectionId, Connection> _connections = [];
    private readonly List<Connection> _touched = [];
    private readonly TaskCompletionSource _stopped = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private Backlog _backlog = Backlog.Empty;
    private long _lastTicket;
    private int _lastAccepted;
    private Exception? _fault;
    private bool _over;
    private volatile bool _left;

    public FederationHost(ServerContext context, Ports ports, StepFunction? step = null, IMailbox<Arrival>? inbox = null)
    {
        _context = context;
        _ports = ports;
        _step = step ?? Core.Federation.Step;
        _inbox = inbox ?? new Mailbox<Arrival>();
        _deliveries = new Deliveries(ports.Application);
    }

    /// <summary>Ends when the server has shut down; faults when the negotiator itself is at fault.</summary>
    public Task Stopped => _stopped.Task;

    /// <summary>Whether nothing will happen here unless the world moves: no input waits, no loop runs.</summary>
    public bool IsParked => (_inbox.IsParked || _left) && _connections.Values.All(c => c.IsParked);

    /// <summary>The state between two inputs.</summary>
    public FederationState State { get; private set; } = FederationState.Initial;

    public void Start() => _ports.Tasks.Start("loop", RunAsync);

    /// <summary>Hands over a stanza; the task ends with its fate.</summary>
    public Task<StanzaFate> SendAsync(Stanza stanza)
    {
        var fate = new TaskCompletionSource<StanzaFate>(TaskCreationOptions.RunContinuationsAsynchronously);
        var bytes = ElementLength.Of(stanza.Element);
        StanzaTicket ticket;
        lock (_lock)
        {
            if (_fault is not null)
            {
                throw new InvalidOperationException("The federation has failed.", _fault);
            }

            if (_over)
            {
                return Task.FromResult<StanzaFate>(TooLate());
            }

            if (!_backlog.HasRoom(_context.Limits, stanza.Pair, bytes))
            {
                return Task.FromResult<StanzaFate>(Returned(StanzaCondition.ResourceConstraint));
            }

            ticket = new StanzaTicket(++_lastTicket);
            _unsettled.Add(ticket, new Unsettled(fate, stanza.Pair, bytes));
            _backlog = _backlog.With(stanza.Pair, bytes);
        }

        Post(new Input.Submitted(ticket, stanza));
        return fate.Task;
    }

    /// <summary>Takes over a connection that a peer has made.</summary>
    /// <param name="socket">The connection.</param>
    /// <param name="directTls">Whether TLS begins with the first byte.</param>
    /// <param name="from">Where the peer connects from.</param>
    /// <returns>A task that ends when it was decided whether the peer may come in. Who accepts should not be far ahead.</returns>
    public Task AcceptAsync(ISocket socket, bool directTls, PeerAddress from)
    {
        var connection = new ConnectionId(Dialled: false, Interlocked.Increment(ref _lastAccepted));
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Bring(new Input.Accepted(connection, directTls) { From = from, At = _ports.Timers.Now }, socket, taken);
        return taken.Task;
    }

    /// <summary>Closes every stream in order and returns what waits; ends when nothing is left.</summary>
    public Task ShutDownAsync()
    {
        Post(new Input.ShutDown());
        return _stopped.Task;
    }

    private void Post(Input input) => _inbox.Post(new Arrival(input));

    // A socket that comes when nothing is taken any more must not stay open.
    private void Bring(Input input, ISocket socket, TaskCompletionSource? taken = null)
    {
        lock (_lock)
        {
            if (!_over)
            {
                _inbox.Post(new Arrival(input, socket, taken));
                return;
            }
        }

        socket.Abort();
        taken?.SetResult();
    }

    private async Task RunAsync()
    {
        var arrival = default(Arrival);
        try
        {
            while (!_stopped.Task.IsCompleted)
            {
                arrival = await _inbox.TakeAsync();
                Take(arrival);
            }

            Leave();
        }
        catch (Exception fault)
        {
            // Ours, of whatever type, and never the peer's: nobody may go on waiting for what will not come.
            arrival.Taken?.TrySetResult();
            Fail(fault);
        }

        _left = true;
    }

    private void Take(Arrival arrival)
    {
        var connection = ConnectionOf(arrival);
        (State, var outputs) = _step(_context, State, arrival.Input);
        foreach (var output in outputs)
        {
            Perform(output);
        }

        foreach (var touched in _touched)
        {
            touched.Flush();
        }

        _touched.Clear();
        if (arrival.EndsAWait)
        {
            connection?.Release();
        }

        if (arrival.Input is Input.OnStream { What: StreamInput.Disconnected or StreamInput.ConnectFailed } gone)
        {
            _connections.Remove(gone.Connection);
        }

        arrival.Taken?.SetResult();
    }

    // The connection that an input is about; a new socket is attached before the core hears of it.
    private Connection? ConnectionOf(Arrival arrival)
    {
        if (arrival.Input is Input.Accepted accepted)
        {
            var connection = Open(accepted.Connection);
            connection.Attach(arrival.Socket!, _ports.Tasks);
            return connection;
        }

        if (arrival.Input is not Input.OnStream(var id, _) || !_connections.TryGetValue(id, out var known))
        {
            return null;
        }

        if (arrival.Socket is not null)
        {
            known.Attach(arrival.Socket, _ports.Tasks);
        }

        return known;
    }

    private Connection Open(ConnectionId id)
    {
        var connection = new Connection(id, _context.Limits, _ports.Chance, Post);
        _connections.Add(id, connection);
        return connection;
    }

    private void Perform(Output output)
    {
        switch (output)
        {
            case Output.Send(var id, var item):
                Touch(id).Say(item);
                break;
            case Output.SendStanza sending:
                Touch(sending.Connection).SayStanza(sending.Stanza);
                break;
            case Output.BeginTls tls:
                _connections[tls.Connection].BeginTls(new TlsRequest(tls.Local, tls.Remote));
                break;
            case Output.ExpectHeader(var id):
                _connections[id].ExpectHeader();
                break;
            case Output.RaiseLimits(var id):
                _connections[id].RaiseLimits();
                break;
            case Output.Disconnect(var id, var atOnce):
                _connections[id].End(atOnce);
                break;
            case Output.Settle(var ticket, var fate):
                Settle(ticket, fate);
                break;
            case Output.SetTimer timer:
                var length = timer.Drawn ? _ports.Chance.UpTo(timer.Length) : timer.Length;
                _ports.Timers.Start(timer.Timer, timer.Owner, length, t => Post(new Input.TimedOut(t)));
                break;
            case Output.CancelTimer(var timer):
                _ports.Timers.Cancel(timer);
                break;
            case Output.ShutDownComplete:
                _stopped.TrySetResult();
                break;
            default:
                Begin(output);
                break;
        }
    }

    // What takes time, and what only the application wants to know.
    private void Begin(Output output)
    {
        switch (output)
        {
            case Output.Resolve(var errand):
                _ports.Tasks.Start($"resolve/{errand.Remote}", () => ResolveAsync(errand));
                break;
            case Output.Dial dial:
                var connection = Open(dial.Connection);
                _ports.Tasks.Start($"dial/{dial.Connection}", () => DialAsync(dial, connection));
                break;
            case Output.Deliver deliver:
                var from = _connections[deliver.Connection];
                from.Hold();
                _ports.Tasks.Start($"deliver/{deliver.Connection}", _deliveries.Enqueue(deliver, from.Release));
                break;
            default:
                _ports.Application.Notice(output);
                break;
        }
    }

    private Connection Touch(ConnectionId id)
    {
        var connection = _connections[id];
        if (!_touched.Contains(connection))
        {
            _touched.Add(connection);
        }

        return connection;
    }

    private async Task ResolveAsync(Errand errand)
    {
        try
        {
            Post(new Input.Resolved(errand, await _ports.Resolver.ResolveAsync(errand.Remote)));
        }
        catch (Exception failure)
        {
            Post(new Input.Resolved(errand, new Resolution.Failed(failure.Message)));
            if (failure is not IOException)
            {
                throw;
            }
        }
    }

    private async Task DialAsync(Output.Dial dial, Connection connection)
    {
        try
        {
            var socket = await _ports.Network.ConnectAsync(dial.Connection, dial.Target, connection.Unwanted);
            Bring(new Input.OnStream(dial.Connection, new StreamInput.Connected()), socket);
        }
        catch (Exception failure)
        {
            // The core waits for this or for a socket; what the port did not announce is reported as well.
            Post(new Input.OnStream(dial.Connection, new StreamInput.ConnectFailed(failure.Message)));
            if (failure is not (IOException or OperationCanceledException))
            {
                throw;
            }
        }
    }

    private void Settle(StanzaTicket ticket, StanzaFate fate)
    {
        Unsettled? waiting;
        lock (_lock)
        {
            if (_unsettled.Remove(ticket, out waiting))
            {
                _backlog = _backlog.Without(waiting.Pair, waiting.Bytes);
            }
        }

        // INV-37: a ticket has one fate. A second one would be a fault of the core.
        (waiting ?? throw new InvalidOperationException($"Stanza {ticket} has two fates.")).Fate.SetResult(fate);
    }

    private void Leave()
    {
        foreach (var fate in Retire(null))
        {
            fate.TrySetResult(TooLate());
        }
    }

    private void Fail(Exception fault)
    {
        var waiting = Retire(fault);
        try
        {
            foreach (var connection in _connections.Values)
            {
                connection.End(atOnce: true);
            }
        }
        finally
        {
            foreach (var fate in waiting)
            {
                fate.TrySetException(fault);
            }

            _stopped.TrySetException(fault);
        }
    }

    // Nothing is taken any more: what is still in the inbox, or comes late, must not wait for ever.
    private TaskCompletionSource<StanzaFate>[] Retire(Exception? fault)
    {
        TaskCompletionSource<StanzaFate>[] waiting;
        lock (_lock)
        {
            (_fault, _over) = (fault, true);
            waiting = [.. _unsettled.Values.Select(u => u.Fate)];
            _unsettled.Clear();
            _backlog = Backlog.Empty;
        }

        while (_inbox.TryTake(out var late))
        {
            late.Socket?.Abort();
            late.Taken?.SetResult();
        }

        return waiting;
    }

    private static StanzaFate.Returned TooLate() => Returned(StanzaCondition.ServiceUnavailable);

    private static StanzaFate.Returned Returned(StanzaCondition condition) => new(condition.WireName(), ReasonChain.Empty);

    /// <summary>A stanza whose fate is awaited.</summary>
    private sealed record Unsettled(TaskCompletionSource<StanzaFate> Fate, DomainPair Pair, long Bytes);
}
