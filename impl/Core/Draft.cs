using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
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
            Cancel(State.LastCall);
            _outputs.Add(new Output.ShutDownComplete());
        }

        return new Transition(State, _outputs.ToSeq());
    }

    /// <summary>INV-45: one live deadline a state; a new state of another kind gets a new one.</summary>
    public void Watch(ConnectionId connection, Deadline? due, Watch? current)
    {
        due = State.StreamOn(connection)?.IsWriting(due) == true ? Deadline.Writing : due;
        var live = current is not null && State.Timers.ContainsKey(current.Timer);
        if (live && current!.Deadline == due)
        {
            return;
        }

        if (live)
        {
            Cancel(current);
        }

        var owner = new TimerOwner.Connection(connection);
        if (State.Outgoing.TryGetValue(connection, out var stream))
        {
            Put(connection, due is { } deadline ? Watched(stream, deadline, owner) : stream with { Watch = null });
        }
        else if (State.Incoming.TryGetValue(connection, out var incoming))
        {
            Put(connection, due is { } allowed ? Watched(incoming, allowed, owner) : incoming with { Watch = null });
        }
    }

    private OutgoingStream Watched(OutgoingStream stream, Deadline deadline, TimerOwner owner)
    {
        var usual = limits.LengthOf(deadline);
        var length = deadline == Deadline.Idle ? stream.Limits.IdlePeriod(usual) : usual;
        return stream with
        {
            Watch = new Watch(deadline, Set(deadline, owner, length, drawn: false)),
            FirstWhenWatched = stream.InFlight.IsEmpty ? null : stream.InFlight.First.Ticket,
        };
    }

    private IncomingStream Watched(IncomingStream stream, Deadline deadline, TimerOwner owner)
    {
        var (length, left) = Strangers.Grant(limits, stream, deadline);
        return stream with
        {
            Watch = new Watch(deadline, Set(deadline, owner, length, drawn: false)),
            FirstWhenWatched = stream.InFlight.IsEmpty ? null : stream.InFlight.First.Ticket,
            Left = left,
        };
    }

    public Watch Set(Deadline deadline, TimerOwner owner) =>
        new(deadline, Set(deadline, owner, limits.LengthOf(deadline), drawn: false));

    private TimerId Set(Deadline deadline, TimerOwner owner, TimeSpan length, bool drawn)
    {
        var timer = new TimerId(State.NextTimer);
        State = State with { NextTimer = State.NextTimer + 1, Timers = State.Timers.With(timer, owner) };
        _outputs.Add(new Output.SetTimer(timer, owner, deadline, length) { Drawn = drawn });
        return timer;
    }

    public void Cancel(Watch? watch)
    {
        if (watch is not null)
        {
            Cancel(watch.Timer);
        }
    }

    /// <summary>No stream could be had for a pair: stanzas of it are returned at once for a while (RFC 6120 3.3).</summary>
    public void BackOff(DomainPair pair, StanzaCondition condition, ReasonChain reasons)
    {
        var failures = State.BackOffs.TryGetValue(pair, out var before) ? before.Failures + 1 : 1;
        Forget(pair);
        var longest = Core.Establishing.BackOff.Longest(limits, failures);
        if (longest > TimeSpan.Zero && State.BackOffs.Count < limits.BackOffsMax && !State.ShuttingDown)
        {
            var timer = Set(Deadline.Retry, new TimerOwner.BackOff(pair), longest, drawn: true);
            State = State with
            {
                BackOffs = State.BackOffs.With(pair, new BackOff(failures, Waiting: true, timer, condition, reasons)),
            };
        }
    }

    /// <summary>A pair has waited long enough: first it may be tried again, then nothing is known of it any more.</summary>
    public void EndBackOff(DomainPair pair)
    {
        if (!State.BackOffs.TryGetValue(pair, out var backOff))
        {
            return;
        }

        if (!backOff.Waiting)
        {
            State = State with { BackOffs = State.BackOffs.Without(pair) };
            return;
        }

        var memory = Set(Deadline.Memory, new TimerOwner.BackOff(pair), limits.LengthOf(Deadline.Memory), drawn: false);
        State = State with { BackOffs = State.BackOffs.With(pair, backOff with { Waiting = false, Timer = memory }) };
    }

    /// <summary>A peer takes no further pair on a stream: for a while none is asked for (XEP-0220 2.7).</summary>
    public void Refrain(Domain remote)
    {
        if (!State.ShuttingDown && !State.Refrained.ContainsKey(remote) && State.Refrained.Count < limits.RefrainedMax)
        {
            var timer = Set(Deadline.Memory, new TimerOwner.Refrain(remote), limits.LengthOf(Deadline.Memory), drawn: false);
            State = State with { Refrained = State.Refrained.With(remote, timer) };
        }
    }

    /// <summary>What a peer refused may be asked for again.</summary>
    public void Relent(Domain remote)
    {
        if (State.Refrained.TryGetValue(remote, out var timer))
        {
            Cancel(timer);
            State = State with { Refrained = State.Refrained.Without(remote) };
        }
    }

    /// <summary>A pair can be served, or nobody wants it to be any more.</summary>
    public void Forget(DomainPair pair)
    {
        if (State.BackOffs.TryGetValue(pair, out var backOff))
        {
            Cancel(backOff.Timer);
            State = State with { BackOffs = State.BackOffs.Without(pair) };
        }
    }

    private void Cancel(TimerId timer)
    {
        if (State.Timers.ContainsKey(timer))
        {
            State = State with { Timers = State.Timers.Without(timer) };
            _outputs.Add(new Output.CancelTimer(timer));
        }
    }

    /// <summary>The socket is gone: what was with its writer may or may not have arrived (INV-37).</summary>
    public void Bury(ConnectionId connection, bool gone)
    {
        if (!gone)
        {
            return;
        }

        foreach (var (ticket, _) in InFlightOn(connection))
        {
            Settle(ticket, new StanzaFate.Unconfirmed());
        }

        State = State with
        {
            Outgoing = State.Outgoing.Without(connection),
            Incoming = State.Incoming.Without(connection),
            Crowd = State.Incoming.TryGetValue(connection, out var left)
                ? State.Crowd.Changed(connection, left, null)
                : State.Crowd,
        };
    }

    /// <summary>The stanzas that are with the writer of a connection.</summary>
    public Fifo<InFlight> InFlightOn(ConnectionId connection) =>
        State.StreamOn(connection)?.InFlight ?? default;

    /// <summary>Others are with the writer of a connection now.</summary>
    public void PutInFlight(ConnectionId connection, Fifo<InFlight> stanzas)
    {
        if (State.Outgoing.TryGetValue(connection, out var outgoing))
        {
            Put(connection, outgoing with { InFlight = stanzas });
        }
        else
        {
            Put(connection, State.Incoming[connection] with { InFlight = stanzas });
        }
    }

    public void Return(StanzaTicket ticket, StanzaCondition condition, ReasonChain reasons) =>
        Settle(ticket, new StanzaFate.Returned(condition.WireName(), reasons));

    public void Settle(StanzaTicket ticket, StanzaFate fate) => _outputs.Add(new Output.Settle(ticket, fate));

    public void Put(ConnectionId connection, OutgoingStream stream) =>
        State = State with { Outgoing = State.Outgoing.With(connection, stream) };

    public void Put(ConnectionId connection, IncomingStream stream)
    {
        var before = State.Incoming.TryGetValue(connection, out var known) ? known : null;
        State = State with
        {
            Incoming = State.Incoming.With(connection, stream),
            Crowd = State.Crowd.Changed(connection, before, stream),
        };
    }
}
