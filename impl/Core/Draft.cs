using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core;

/// <summary>
/// The state so far and the outputs so far, while one input is being decided. It keeps together what belongs
/// together: a stream and its deadline, a deadline and its timer, a stanza and its fate.
/// </summary>
internal sealed class Draft(Limits limits, FederationState before)
{
    private readonly List<Output> _outputs = [];
    private readonly bool _wasComplete = before.IsComplete;

    public FederationState State { get; set; } = before;

    public void Add(Output output) => _outputs.Add(output);

    public Transition End()
    {
        if (State.IsComplete && !_wasComplete)
        {
            _outputs.Add(new Output.ShutDownComplete());
        }

        return new Transition(State, _outputs.ToSeq());
    }

    /// <summary>INV-45: one live deadline a state; a new state of another kind gets a new one.</summary>
    public void Watch(ConnectionId connection, Deadline? due, Watch? current)
    {
        var live = current is not null && State.Timers.ContainsKey(current.Timer);
        if (live && current!.Deadline == due)
        {
            return;
        }

        if (live)
        {
            Cancel(current);
        }

        var next = due is { } deadline ? Set(deadline, new TimerOwner.Connection(connection)) : null;
        if (State.Outgoing.TryGetValue(connection, out var outgoing))
        {
            Put(connection, outgoing with { Watch = next });
        }
        else if (State.Incoming.TryGetValue(connection, out var incoming))
        {
            Put(connection, incoming with { Watch = next });
        }
    }

    public Watch Set(Deadline deadline, TimerOwner owner)
    {
        var timer = new TimerId(State.NextTimer);
        State = State with { NextTimer = State.NextTimer + 1, Timers = State.Timers.With(timer, owner) };
        _outputs.Add(new Output.SetTimer(timer, owner, deadline, limits.LengthOf(deadline)));
        return new Watch(deadline, timer);
    }

    public void Cancel(Watch? watch)
    {
        if (watch is not null && State.Timers.ContainsKey(watch.Timer))
        {
            State = State with { Timers = State.Timers.Without(watch.Timer) };
            _outputs.Add(new Output.CancelTimer(watch.Timer));
        }
    }

    /// <summary>The socket is gone: what was with its writer may or may not have arrived (INV-37).</summary>
    public void Bury(ConnectionId connection, bool gone)
    {
        if (!gone)
        {
            return;
        }

        if (State.Outgoing.TryGetValue(connection, out var stream))
        {
            foreach (var ticket in stream.InFlight)
            {
                Settle(ticket, new StanzaFate.Unconfirmed());
            }
        }

        State = State with
        {
            Outgoing = State.Outgoing.Without(connection),
            Incoming = State.Incoming.Without(connection),
        };
    }

    public void Return(StanzaTicket ticket, StanzaCondition condition, ReasonChain reasons) =>
        Settle(ticket, new StanzaFate.Returned(condition.WireName(), reasons));

    public void Settle(StanzaTicket ticket, StanzaFate fate) => _outputs.Add(new Output.Settle(ticket, fate));

    public void Put(ConnectionId connection, OutgoingStream stream) =>
        State = State with { Outgoing = State.Outgoing.With(connection, stream) };

    public void Put(ConnectionId connection, IncomingStream stream) =>
        State = State with { Incoming = State.Incoming.With(connection, stream) };
}
