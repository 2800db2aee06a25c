using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;

namespace Xmpp.Federation.Core;

/// <summary>
/// One step in the making: the state so far and the outputs so far. It decides nothing about the protocol; it
/// asks the machines and carries what they say from one to the other. Lives for the length of one
/// <see cref="Federation.Step"/>.
/// </summary>
internal sealed class Turn(ServerContext context, FederationState before)
{
    private readonly List<Output> _outputs = [];
    private readonly bool _wasComplete = IsComplete(before);
    private FederationState _state = before;

    public Transition End()
    {
        if (IsComplete(_state) && !_wasComplete)
        {
            _outputs.Add(new Output.ShutDownComplete());
        }

        return new Transition(_state, _outputs.ToSeq());
    }

    public void Submit(StanzaTicket ticket, Stanza stanza)
    {
        var condition = _state.ShuttingDown ? StanzaCondition.ServiceUnavailable
            : !context.Serves(stanza.Pair.Sender) ? StanzaCondition.NotAllowed
            // RFC 6120 10.5: a stanza for an own domain is never sent to another server (INV-13).
            : context.Serves(stanza.Pair.Target) ? StanzaCondition.ItemNotFound
            : (StanzaCondition?)null;
        if (condition is { } refused)
        {
            Return(ticket, refused, ReasonChain.Empty);
            return;
        }

        Route(stanza.Pair, new RouteInput.Submitted(new Waiting(ticket, stanza)));
    }

    public void Accept(ConnectionId connection, bool directTls)
    {
        ReceivingState first = directTls
            ? new ReceivingState.Handshaking()
            : new ReceivingState.AwaitingHeader(Epoch.Clear, null);
        Put(connection, new IncomingStream(first, null));
        if (_state.ShuttingDown)
        {
            Advance(connection, new StreamInput.Finish());
            return;
        }

        Watch(connection, ReceivingStream.DeadlineOf(first), null);
        if (directTls)
        {
            _outputs.Add(new Output.BeginTls(connection, context.Domains[0], null));
        }
    }

    public void Resolved(Errand errand, Resolution answer)
    {
        if (_state.Searches.TryGetValue(errand, out var search))
        {
            Search(search, new EstablishmentInput.Resolved(answer));
        }
    }

    public void Wrote(ConnectionId connection)
    {
        if (!_state.Outgoing.TryGetValue(connection, out var stream) || stream.InFlight.IsEmpty)
        {
            return;
        }

        Settle(stream.InFlight.First, new StanzaFate.Written());
        Put(connection, stream with { InFlight = stream.InFlight.Dequeue() });
        if (stream.Context.Errand is Errand.Carry carry && RouteOn(carry.Pair, connection))
        {
            Route(carry.Pair, new RouteInput.Wrote());
        }
    }

    public void TimedOut(TimerId timer)
    {
        // INV-45: a timer that is not live any more is stale.
        if (!_state.Timers.TryGetValue(timer, out var owner))
        {
            return;
        }

        _state = _state with { Timers = _state.Timers.Without(timer) };
        switch (owner)
        {
            case TimerOwner.Connection(var connection):
                Advance(connection, new StreamInput.TimedOut());
                break;
            case TimerOwner.Resolution(var errand) when _state.Searches.TryGetValue(errand, out var search):
                Search(search with { Watch = null }, new EstablishmentInput.TimedOut());
                break;
        }
    }

    public void ShutDown()
    {
        // Nobody waits for an authority any more: the streams that asked are closed below.
        _state = _state with { ShuttingDown = true, Verifications = default };
        foreach (var (errand, search) in _state.Searches)
        {
            Cancel(search.Watch);
            _state = _state with { Searches = _state.Searches.Without(errand) };
        }

        foreach (var (pair, route) in _state.Routes)
        {
            foreach (var waiting in route.Queue)
            {
                Return(waiting.Ticket, StanzaCondition.ServiceUnavailable, ReasonChain.Empty);
            }

            _state = _state with { Routes = _state.Routes.Without(pair) };
        }

        foreach (var connection in _state.Outgoing.Keys.Concat(_state.Incoming.Keys))
        {
            Advance(connection, new StreamInput.Finish());
        }
    }

    /// <summary>Tells one stream what happened on it. A connection that is gone hears nothing.</summary>
    public void Advance(ConnectionId connection, StreamInput input)
    {
        if (_state.Outgoing.TryGetValue(connection, out var outgoing))
        {
            var step = InitiatingStream.Step(outgoing.Context, context.Keys, outgoing.State, input);
            Put(connection, outgoing with { State = step.State });
            Watch(connection, InitiatingStream.DeadlineOf(step.State), outgoing.Watch);
            Perform(connection, step.Acts);
            Bury(connection, step.State is InitiatingState.Gone);
        }
        else if (_state.Incoming.TryGetValue(connection, out var incoming))
        {
            var step = ReceivingStream.Step(context, incoming.State, input);
            Put(connection, incoming with { State = step.State });
            Watch(connection, ReceivingStream.DeadlineOf(step.State), incoming.Watch);
            Perform(connection, step.Acts);
            Bury(connection, step.State is ReceivingState.Gone);
        }
    }

    private static bool IsComplete(FederationState state) =>
        state is { ShuttingDown: true, Outgoing.Count: 0, Incoming.Count: 0 };

    private void Perform(ConnectionId connection, Seq<Act> acts)
    {
        foreach (var act in acts)
        {
            switch (act)
            {
                case Act.Say(var item):
                    _outputs.Add(new Output.Send(connection, item));
                    break;
                case Act.BeginTls(var addressed):
                    _outputs.Add(TlsFor(connection, addressed));
                    break;
                case Act.ExpectHeader:
                    _outputs.Add(new Output.ExpectHeader(connection));
                    break;
                case Act.RaiseLimits:
                    _outputs.Add(new Output.RaiseLimits(connection));
                    break;
                case Act.Disconnect(var atOnce):
                    _outputs.Add(new Output.Disconnect(connection, atOnce));
                    break;
                case Act.Deliver(var proof, var stanza):
                    _outputs.Add(new Output.Deliver(connection, proof, stanza));
                    break;
                case Act.Refuse(var rule):
                    _outputs.Add(new Output.Refused(connection, rule));
                    break;
                default:
                    Tell(connection, act);
                    break;
            }
        }
    }

    // What a stream decides that concerns more than its socket.
    private void Tell(ConnectionId connection, Act act)
    {
        switch (act)
        {
            case Act.Admit(var proof):
                Admit(connection, proof);
                break;
            case Act.Record(var refusal) when SearchOn(connection) is { } search:
                Search(search, new EstablishmentInput.Refused(refusal));
                break;
            case Act.Conclude(var refusal):
                Conclude(connection, refusal);
                break;
            case Act.Report(var verdict):
                var errand = _state.Outgoing[connection].Context.Errand;
                _state = _state with { Searches = _state.Searches.Without(errand) };
                Verify(errand, new VerificationInput.Answered(verdict));
                break;
            case Act.Ask(var question):
                Ask(new Errand.Verify(question, connection));
                break;
        }
    }

    // A request that is repeated after its time was up waits for the question that is still on its way (INV-44).
    private void Ask(Errand.Verify errand)
    {
        if (!_state.Verifications.ContainsKey(errand))
        {
            var asked = new Verification(errand.Question, errand.Asker);
            _state = _state with { Verifications = _state.Verifications.With(errand, asked) };
            Seek(errand);
        }
    }

    private void Admit(ConnectionId connection, Verified proof)
    {
        var reasons = ReasonChain.Empty;
        if (SearchOn(connection) is { } search)
        {
            reasons = search.State.Reasons;
            _state = _state with { Searches = _state.Searches.Without(search.State.Errand) };
        }

        _outputs.Add(new Output.Admitted(connection, proof, reasons));
        if (_state.Outgoing.ContainsKey(connection))
        {
            Route(proof.Pair, new RouteInput.Opened(connection, proof));
        }
    }

    // A stream will serve no more: the search for it goes on, or its route is taken away (INV-42, INV-43).
    private void Conclude(ConnectionId connection, Refusal refusal)
    {
        if (SearchOn(connection) is { } search)
        {
            Search(search, new EstablishmentInput.Ended(refusal));
        }
        else if (_state.Outgoing[connection].Context.Errand is Errand.Carry carry)
        {
            Route(carry.Pair, new RouteInput.Closed(connection));
        }
    }

    private void Seek(Errand errand)
    {
        var search = new Search(Establishment.Begin(errand), null, Set(Deadline.Resolution, new TimerOwner.Resolution(errand)));
        _state = _state with { Searches = _state.Searches.With(errand, search) };
        _outputs.Add(new Output.Resolve(errand));
    }

    private void Search(Search search, EstablishmentInput input)
    {
        var errand = search.State.Errand;
        var step = Establishment.Step(context, search.State, input);
        if (step.State?.Phase is not EstablishmentPhase.Resolving)
        {
            Cancel(search.Watch);
            search = search with { Watch = null };
        }

        switch (step.Act)
        {
            case EstablishmentAct.Open(var target, var method):
                var connection = Dial(errand, target, method);
                search = search with { State = step.State!, Connection = connection };
                _state = _state with { Searches = _state.Searches.With(errand, search) };
                break;
            case EstablishmentAct.GiveUp(var flavour, var reasons):
                _state = _state with { Searches = _state.Searches.Without(errand) };
                Abandon(errand, flavour, reasons);
                break;
            default:
                _state = _state with { Searches = _state.Searches.With(errand, search with { State = step.State! }) };
                break;
        }
    }

    private ConnectionId Dial(Errand errand, Target target, Method method)
    {
        var connection = new ConnectionId(Dialled: true, _state.NextConnection);
        _state = _state with { NextConnection = _state.NextConnection + 1 };
        var told = new InitiatingContext(errand, method, context.For(errand.Remote), context.HasCertificate);
        var first = new InitiatingState.Connecting();
        Put(connection, new OutgoingStream(told, first, null, default));
        Watch(connection, InitiatingStream.DeadlineOf(first), null);
        _outputs.Add(new Output.Dial(connection, target, errand.Remote));
        return connection;
    }

    private void Abandon(Errand errand, Flavour flavour, ReasonChain reasons)
    {
        _outputs.Add(new Output.GaveUp(errand, reasons));
        if (errand is Errand.Carry(var pair))
        {
            Route(pair, new RouteInput.GivenUp(), Fallback.BounceFor(flavour), reasons);
        }
        else
        {
            Verify(errand, new VerificationInput.GivenUp(flavour));
        }
    }

    private void Verify(Errand errand, VerificationInput input)
    {
        var step = Verification.Step(_state.Verifications.TryGetValue(errand, out var found) ? found : null, input);
        _state = _state with { Verifications = _state.Verifications.Without(errand) };
        if (step.Told is { } told)
        {
            Advance(told.Asker, new StreamInput.Judged(told.Question, told.Verdict));
        }
    }

    private void Route(
        DomainPair pair, RouteInput input,
        StanzaCondition condition = StanzaCondition.RemoteServerTimeout, ReasonChain? reasons = null)
    {
        var step = Routing.Route.Step(context.Limits, _state.Routes.TryGetValue(pair, out var found) ? found : null, input);
        _state = _state with
        {
            Routes = step.State is { } next ? _state.Routes.With(pair, next) : _state.Routes.Without(pair),
        };
        foreach (var act in step.Acts)
        {
            switch (act)
            {
                case RouteAct.Seek:
                    Seek(new Errand.Carry(pair));
                    break;
                case RouteAct.Write(var connection, var proof, var waiting):
                    Write(connection, proof, waiting);
                    break;
                case RouteAct.Return(var waiting):
                    Return(waiting.Ticket, condition, reasons ?? ReasonChain.Empty);
                    break;
                case RouteAct.Overflow(var waiting):
                    Return(waiting.Ticket, StanzaCondition.ResourceConstraint, ReasonChain.Empty);
                    break;
            }
        }
    }

    private void Write(ConnectionId connection, Verified proof, Waiting waiting)
    {
        var stream = _state.Outgoing[connection];
        Put(connection, stream with
        {
            InFlight = stream.InFlight.Enqueue(waiting.Ticket),
            State = stream.State is InitiatingState.Ready ready ? ready with { Busy = true } : stream.State,
        });
        _outputs.Add(new Output.SendStanza(connection, proof, waiting.Ticket, waiting.Stanza));
    }

    // The socket is gone: what was with its writer may or may not have arrived (INV-37).
    private void Bury(ConnectionId connection, bool gone)
    {
        if (!gone)
        {
            return;
        }

        if (_state.Outgoing.TryGetValue(connection, out var stream))
        {
            foreach (var ticket in stream.InFlight)
            {
                Settle(ticket, new StanzaFate.Unconfirmed());
            }
        }

        _state = _state with
        {
            Outgoing = _state.Outgoing.Without(connection),
            Incoming = _state.Incoming.Without(connection),
        };
    }

    private Output.BeginTls TlsFor(ConnectionId connection, Domain? addressed) =>
        _state.Outgoing.TryGetValue(connection, out var stream)
            ? new Output.BeginTls(connection, stream.Context.Errand.Local, stream.Context.Errand.Remote)
            : new Output.BeginTls(connection, addressed ?? context.Domains[0], null);

    private Search? SearchOn(ConnectionId connection) =>
        _state.Outgoing.TryGetValue(connection, out var stream)
        && _state.Searches.TryGetValue(stream.Context.Errand, out var search)
        && search.Connection == connection ? search : null;

    private bool RouteOn(DomainPair pair, ConnectionId connection) =>
        _state.Routes.TryGetValue(pair, out var route) && route is Route.Open open && open.Connection == connection;

    // INV-45: one live deadline a state; a new state of another kind gets a new one.
    private void Watch(ConnectionId connection, Deadline? due, Watch? current)
    {
        var live = current is not null && _state.Timers.ContainsKey(current.Timer);
        if (live && current!.Deadline == due)
        {
            return;
        }

        if (live)
        {
            Cancel(current);
        }

        var next = due is { } deadline ? Set(deadline, new TimerOwner.Connection(connection)) : null;
        if (_state.Outgoing.TryGetValue(connection, out var outgoing))
        {
            Put(connection, outgoing with { Watch = next });
        }
        else if (_state.Incoming.TryGetValue(connection, out var incoming))
        {
            Put(connection, incoming with { Watch = next });
        }
    }

    private Watch Set(Deadline deadline, TimerOwner owner)
    {
        var timer = new TimerId(_state.NextTimer);
        _state = _state with { NextTimer = _state.NextTimer + 1, Timers = _state.Timers.With(timer, owner) };
        _outputs.Add(new Output.SetTimer(timer, owner, deadline, context.Limits.LengthOf(deadline)));
        return new Watch(deadline, timer);
    }

    private void Cancel(Watch? watch)
    {
        if (watch is not null && _state.Timers.ContainsKey(watch.Timer))
        {
            _state = _state with { Timers = _state.Timers.Without(watch.Timer) };
            _outputs.Add(new Output.CancelTimer(watch.Timer));
        }
    }

    private void Return(StanzaTicket ticket, StanzaCondition condition, ReasonChain reasons) =>
        Settle(ticket, new StanzaFate.Returned(condition.WireName(), reasons));

    private void Settle(StanzaTicket ticket, StanzaFate fate) => _outputs.Add(new Output.Settle(ticket, fate));

    private void Put(ConnectionId connection, OutgoingStream stream) =>
        _state = _state with { Outgoing = _state.Outgoing.With(connection, stream) };

    private void Put(ConnectionId connection, IncomingStream stream) =>
        _state = _state with { Incoming = _state.Incoming.With(connection, stream) };
}
