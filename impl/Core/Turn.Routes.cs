using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core;

/// <content>The routes of pairs: opened, taken away, and what becomes of them when the server stops.</content>
internal sealed partial class Turn
{
    private void Admit(ConnectionId connection, Verified proof)
    {
        var pair = proof.Pair;
        var outward = context.Serves(pair.Sender);
        var reasons = ReasonChain.Empty;
        if (outward && State.SearchOn(connection, new Errand.Carry(pair)) is { } search)
        {
            reasons = search.State.Reasons;
            _draft.Cancel(search.Watch);
            State = State with { Searches = State.Searches.Without(search.State.Errand) };
        }

        // A peer that has come to us is there: what failed the other way round is worth another try.
        _draft.Forget(outward ? pair : pair.Inverse);
        _draft.Add(new Output.Admitted(connection, proof, reasons));
        if (outward)
        {
            Route(pair, new RouteInput.Opened(connection, proof));
        }
    }

    // INV-43: a stream that carries a pair no longer takes along the routes that lead over it, and no other.
    private void Unroute(ConnectionId connection, Seq<Verified> before, Seq<Verified> after)
    {
        foreach (var proof in before)
        {
            if (!after.Contains(proof))
            {
                Route(proof.Pair, new RouteInput.Closed(connection));
            }
        }
    }

    private void Route(
        DomainPair pair, RouteInput input,
        StanzaCondition condition = StanzaCondition.RemoteServerTimeout, ReasonChain? reasons = null)
    {
        var step = Routing.Route.Step(context.Limits, State.Routes.TryGetValue(pair, out var found) ? found : null, input);
        State = State with
        {
            Routes = step.State is { } next ? State.Routes.With(pair, next) : State.Routes.Without(pair),
        };
        var tooLong = 0;
        foreach (var act in step.Acts)
        {
            switch (act)
            {
                case RouteAct.Write write when State.Outgoing.TryGetValue(write.Connection, out var stream)
                    && !stream.Limits.Allow(write.Waiting.Stanza):
                    _draft.Return(write.Waiting.Ticket, StanzaCondition.PolicyViolation, ReasonChain.Empty);
                    tooLong++;
                    break;
                case RouteAct.Seek when State.ShuttingDown:
                    // Nothing new is begun: what can no longer be written goes back.
                    Route(pair, new RouteInput.GivenUp(), StanzaCondition.ServiceUnavailable);
                    break;
                case RouteAct.Seek:
                    Seek(new Errand.Carry(pair));
                    break;
                case RouteAct.Write(var connection, var proof, var waiting):
                    Write(connection, proof, waiting);
                    break;
                case RouteAct.Return(var waiting):
                    _draft.Return(waiting.Ticket, condition, reasons ?? ReasonChain.Empty);
                    break;
                case RouteAct.Overflow(var waiting):
                    _draft.Return(waiting.Ticket, StanzaCondition.ResourceConstraint, ReasonChain.Empty);
                    break;
            }
        }

        // XEP-0478 4: these were not written. Only now is there room for others, so that nothing overtakes (INV-36).
        for (; tooLong > 0; tooLong--)
        {
            Route(pair, new RouteInput.Wrote());
        }
    }

    private void Write(ConnectionId connection, Verified proof, Waiting waiting)
    {
        if (State.Outgoing.TryGetValue(connection, out var outgoing))
        {
            if (outgoing.State is InitiatingState.Ready ready)
            {
                _draft.Put(connection, outgoing with { State = ready with { Busy = true } });
            }
        }
        else if (State.Incoming[connection] is { State: ReceivingState.Established established } incoming)
        {
            _draft.Put(connection, incoming with { State = established with { Busy = true } });
        }

        var stanzas = _draft.InFlightOn(connection);
        _draft.PutInFlight(connection, stanzas.Enqueue(new InFlight(waiting.Ticket, proof.Pair)));
        // LIV-6: who still waits for an authority does not wait longer for what is written meanwhile.
        var stream = State.StreamOn(connection)!;
        _draft.Watch(connection, stream.Due, stream.Watch);
        _draft.Add(new Output.SendStanza(connection, proof, waiting.Ticket, waiting.Stanza));
    }

    /// <summary>
    /// Nothing new is begun. What waits for a stream that is there is still written, for a while; everything else goes
    /// back at once, and every stream is closed in order when nothing waits for it any more (RFC 6120 4.4).
    /// </summary>
    public void ShutDown()
    {
        // Nobody waits for an authority any more: the streams that asked are closed below.
        State = State with { ShuttingDown = true, Verifications = default };
        foreach (var (errand, search) in State.Searches)
        {
            _draft.Cancel(search.Watch);
            State = State with { Searches = State.Searches.Without(errand) };
        }

        foreach (var pair in State.BackOffs.Keys)
        {
            _draft.Forget(pair);
        }

        foreach (var remote in State.Refrained.Keys)
        {
            _draft.Relent(remote);
        }

        foreach (var (pair, route) in State.Routes)
        {
            if (route is not Route.Open { Queue.IsEmpty: false })
            {
                TakeAway(pair, route);
            }
        }

        if (State.Routes.Count > 0)
        {
            State = State with { LastCall = _draft.Set(Deadline.ShutDown, new TimerOwner.LastCall()) };
        }

        foreach (var connection in State.Outgoing.Keys.Concat(State.Incoming.Keys))
        {
            FinishUnlessWanted(connection);
        }
    }

    // The server stops, and a stream may have written the last stanza that waited for it.
    private void Retire(ConnectionId connection)
    {
        if (!State.ShuttingDown)
        {
            return;
        }

        foreach (var (pair, route) in State.Routes)
        {
            if (route.Queue.IsEmpty)
            {
                TakeAway(pair, route);
            }
        }

        FinishUnlessWanted(connection);
        if (State.Routes.Count == 0)
        {
            _draft.Cancel(State.LastCall);
            State = State with { LastCall = null };
        }
    }

    private void EndLastCall()
    {
        foreach (var (pair, route) in State.Routes)
        {
            TakeAway(pair, route);
        }

        State = State with { LastCall = null };
        foreach (var connection in State.Outgoing.Keys.Concat(State.Incoming.Keys))
        {
            FinishUnlessWanted(connection);
        }
    }

    private void TakeAway(DomainPair pair, Route route)
    {
        foreach (var waiting in route.Queue)
        {
            _draft.Return(waiting.Ticket, StanzaCondition.ServiceUnavailable, ReasonChain.Empty);
        }

        State = State with { Routes = State.Routes.Without(pair) };
    }

    private void FinishUnlessWanted(ConnectionId connection)
    {
        foreach (var route in State.Routes.Values)
        {
            if (route is Route.Open open && open.Connection == connection)
            {
                return;
            }
        }

        Advance(connection, new StreamInput.Finish());
    }
}
