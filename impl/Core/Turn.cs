using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;

namespace Xmpp.Federation.Core;

/// <summary>
/// What one input sets going. It decides nothing about the protocol; it asks the machines and carries what they
/// say from one to the other, into a <see cref="Draft"/>. Lives for the length of one <see cref="Federation.Step"/>.
/// </summary>
internal sealed class Turn(ServerContext context, FederationState before)
{
    private readonly Draft _draft = new(context.Limits, before);

    private FederationState State
    {
        get => _draft.State;
        set => _draft.State = value;
    }

    public Transition End() => _draft.End();

    public void Submit(StanzaTicket ticket, Stanza stanza)
    {
        if (Submission.RefusalOf(context, State, stanza.Pair) is { } refused)
        {
            _draft.Settle(ticket, refused);
            return;
        }

        Route(stanza.Pair, new RouteInput.Submitted(new Waiting(ticket, stanza)));
    }

    public void Accept(Input.Accepted accepted)
    {
        var (connection, directTls) = accepted;
        State = State with
        {
            Crowd = State.Crowd with { Attempts = State.Crowd.Attempts.With(context.Limits, accepted.From, accepted.At) },
        };
        switch (Admission.Decide(context.Limits, State, accepted.From))
        {
            case Admittance.TurnedAway(var rule):
                _draft.Add(new Output.Refused(connection, rule));
                _draft.Add(new Output.Disconnect(connection, AtOnce: true));
                return;
            case Admittance.InPlaceOf(var oldest):
                _draft.Add(new Output.Refused(oldest, Rule.MadeWay));
                Advance(oldest, new StreamInput.Lost("made way"));
                break;
        }

        ReceivingState first = directTls
            ? new ReceivingState.Handshaking()
            : new ReceivingState.AwaitingHeader(Epoch.Clear, null);
        _draft.Put(connection, new IncomingStream(first, null) { From = accepted.From, Left = context.Limits.StrangerTimeout });
        if (State.ShuttingDown)
        {
            Advance(connection, new StreamInput.Finish());
            return;
        }

        _draft.Watch(connection, ReceivingStream.DeadlineOf(first), null);
        if (directTls)
        {
            _draft.Add(new Output.BeginTls(connection, context.Domains[0], null));
        }
    }

    public void Resolved(Errand errand, Resolution answer)
    {
        if (State.Searches.TryGetValue(errand, out var search))
        {
            Search(search, new EstablishmentInput.Resolved(answer));
        }
    }

    public void Wrote(ConnectionId connection)
    {
        if (!State.Outgoing.TryGetValue(connection, out var stream) || stream.InFlight.IsEmpty)
        {
            return;
        }

        _draft.Settle(stream.InFlight.First, new StanzaFate.Written());
        _draft.Put(connection, stream with { InFlight = stream.InFlight.Dequeue() });
        if (stream.Context.Errand is Errand.Carry carry && State.RouteOn(carry.Pair, connection))
        {
            Route(carry.Pair, new RouteInput.Wrote());
        }
    }

    public void TimedOut(TimerId timer)
    {
        // INV-45: a timer that is not live any more is stale.
        if (!State.Timers.TryGetValue(timer, out var owner))
        {
            return;
        }

        State = State with { Timers = State.Timers.Without(timer) };
        switch (owner)
        {
            case TimerOwner.Connection(var stuck) when State.Outgoing.TryGetValue(stuck, out var blocked) && blocked.IsStuck:
                Advance(stuck, new StreamInput.Lost("the peer takes nothing"));
                break;
            case TimerOwner.Connection(var slow) when State.Outgoing.TryGetValue(slow, out var stream) && stream.HasUnwritten:
                _draft.Watch(slow, stream.Watch!.Deadline, stream.Watch);
                break;
            case TimerOwner.Connection(var connection):
                Advance(connection, new StreamInput.TimedOut());
                break;
            case TimerOwner.BackOff(var pair):
                _draft.EndBackOff(pair);
                break;
            case TimerOwner.Resolution(var errand) when State.Searches.TryGetValue(errand, out var search):
                Search(search with { Watch = null }, new EstablishmentInput.TimedOut());
                break;
        }
    }

    public void ShutDown()
    {
        _draft.GiveEverythingUp();
        foreach (var connection in State.Outgoing.Keys.Concat(State.Incoming.Keys))
        {
            Advance(connection, new StreamInput.Finish());
        }
    }

    /// <summary>Tells one stream what happened on it. A connection that is gone hears nothing.</summary>
    public void Advance(ConnectionId connection, StreamInput input)
    {
        if (State.Outgoing.TryGetValue(connection, out var outgoing))
        {
            var step = InitiatingStream.Step(outgoing.Context, context.Keys, outgoing.State, input);
            _draft.Put(connection, outgoing with { State = step.State, Limits = outgoing.Limits.After(input) });
            _draft.Watch(connection, InitiatingStream.DeadlineOf(step.State), outgoing.Watch);
            Perform(connection, step.Acts);
            _draft.Bury(connection, step.State is InitiatingState.Gone);
        }
        else if (State.Incoming.TryGetValue(connection, out var incoming))
        {
            (incoming, input) = Strangers.Hear(context.Limits, incoming, input);
            var step = ReceivingStream.Step(context, incoming.State, input);
            _draft.Put(connection, incoming.Next(step.State));
            _draft.Watch(connection, ReceivingStream.DeadlineOf(step.State), incoming.Watch);
            Perform(connection, step.Acts);
            _draft.Bury(connection, step.State is ReceivingState.Gone);
        }
    }

    private void Perform(ConnectionId connection, Seq<Act> acts)
    {
        foreach (var act in acts)
        {
            switch (act)
            {
                case Act.Say(var item):
                    _draft.Add(new Output.Send(connection, item));
                    break;
                case Act.BeginTls(var addressed):
                    _draft.Add(TlsFor(connection, addressed));
                    break;
                case Act.ExpectHeader:
                    _draft.Add(new Output.ExpectHeader(connection));
                    break;
                case Act.RaiseLimits:
                    _draft.Add(new Output.RaiseLimits(connection));
                    break;
                case Act.Disconnect(var atOnce):
                    _draft.Add(new Output.Disconnect(connection, atOnce));
                    break;
                case Act.Deliver(var proof, var stanza, var language):
                    _draft.Add(new Output.Deliver(connection, proof, stanza, language));
                    break;
                case Act.Refuse(var rule):
                    _draft.Add(new Output.Refused(connection, rule));
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
            case Act.Record(var refusal) when State.SearchOn(connection) is { } search:
                Search(search, new EstablishmentInput.Refused(refusal));
                break;
            case Act.Conclude(var refusal):
                Conclude(connection, refusal);
                break;
            case Act.Report(var verdict):
                var errand = State.Outgoing[connection].Context.Errand;
                State = State with { Searches = State.Searches.Without(errand) };
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
        if (State.Verifications.ContainsKey(errand))
        {
            return;
        }

        if (!Questions.HaveRoom(context.Limits, State, errand))
        {
            _draft.Add(new Output.Refused(errand.Asker, Rule.TooManyQuestions));
            Advance(errand.Asker, new StreamInput.Judged(errand.Question, new Verdict.Error(StanzaCondition.ResourceConstraint)));
            return;
        }

        var asked = new Verification(errand.Question, errand.Asker) { From = Questions.AddressOf(State, errand) };
        State = State with { Verifications = State.Verifications.With(errand, asked) };
        Seek(errand);
    }

    private void Admit(ConnectionId connection, Verified proof)
    {
        var reasons = ReasonChain.Empty;
        if (State.SearchOn(connection) is { } search)
        {
            reasons = search.State.Reasons;
            State = State with { Searches = State.Searches.Without(search.State.Errand) };
        }

        // A peer that has come to us is there: what failed the other way round is worth another try.
        _draft.Forget(State.Outgoing.ContainsKey(connection) ? proof.Pair : proof.Pair.Inverse);
        _draft.Add(new Output.Admitted(connection, proof, reasons));
        if (State.Outgoing.ContainsKey(connection))
        {
            Route(proof.Pair, new RouteInput.Opened(connection, proof));
        }
    }

    // A stream will serve no more: the search for it goes on, or its route is taken away (INV-42, INV-43).
    private void Conclude(ConnectionId connection, Refusal refusal)
    {
        if (State.SearchOn(connection) is { } search)
        {
            Search(search, new EstablishmentInput.Ended(refusal));
        }
        else if (State.Outgoing[connection].Context.Errand is Errand.Carry carry)
        {
            Route(carry.Pair, new RouteInput.Closed(connection));
        }
    }

    private void Seek(Errand errand)
    {
        var search = new Search(Establishment.Begin(errand), null, _draft.Set(Deadline.Resolution, new TimerOwner.Resolution(errand)));
        State = State with { Searches = State.Searches.With(errand, search) };
        _draft.Add(new Output.Resolve(errand));
    }

    private void Search(Search search, EstablishmentInput input)
    {
        var errand = search.State.Errand;
        var step = Establishment.Step(context, search.State, input);
        if (step.State?.Phase is not EstablishmentPhase.Resolving)
        {
            _draft.Cancel(search.Watch);
            search = search with { Watch = null };
        }

        switch (step.Act)
        {
            case EstablishmentAct.Open(var target, var method):
                var connection = Dial(target, method, step.State!);
                search = search with { State = step.State!, Connection = connection };
                State = State with { Searches = State.Searches.With(errand, search) };
                break;
            case EstablishmentAct.GiveUp(var flavour, var reasons):
                State = State with { Searches = State.Searches.Without(errand) };
                Abandon(errand, flavour, reasons);
                break;
            default:
                State = State with { Searches = State.Searches.With(errand, search with { State = step.State! }) };
                break;
        }
    }

    private ConnectionId Dial(Target target, Method method, Establishment search)
    {
        var errand = search.Errand;
        var connection = new ConnectionId(Dialled: true, State.NextConnection);
        State = State with { NextConnection = State.NextConnection + 1 };
        var policy = search.PolicyIn(context);
        var told = new InitiatingContext(errand, method, policy, context.HasCertificate) { Bound = search.Bound };
        var first = new InitiatingState.Connecting();
        _draft.Put(connection, new OutgoingStream(told, first, null, default));
        _draft.Watch(connection, InitiatingStream.DeadlineOf(first), null);
        _draft.Add(new Output.Dial(connection, target, errand.Remote));
        return connection;
    }

    private void Abandon(Errand errand, Flavour flavour, ReasonChain reasons)
    {
        _draft.Add(new Output.GaveUp(errand, reasons));
        if (errand is Errand.Carry(var pair))
        {
            Route(pair, new RouteInput.GivenUp(), Fallback.BounceFor(flavour), reasons);
            _draft.BackOff(pair, Fallback.BounceFor(flavour), reasons);
        }
        else
        {
            Verify(errand, new VerificationInput.GivenUp(flavour));
        }
    }

    private void Verify(Errand errand, VerificationInput input)
    {
        var step = Verification.Step(State.Verifications.TryGetValue(errand, out var found) ? found : null, input);
        State = State with { Verifications = State.Verifications.Without(errand) };
        if (step.Told is { } told)
        {
            Advance(told.Asker, new StreamInput.Judged(told.Question, told.Verdict));
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
                case RouteAct.Write write when !State.Outgoing[write.Connection].Limits.Allow(write.Waiting.Stanza):
                    _draft.Return(write.Waiting.Ticket, StanzaCondition.PolicyViolation, ReasonChain.Empty);
                    tooLong++;
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
        var stream = State.Outgoing[connection];
        _draft.Put(connection, stream with
        {
            InFlight = stream.InFlight.Enqueue(waiting.Ticket),
            State = stream.State is InitiatingState.Ready ready ? ready with { Busy = true } : stream.State,
        });
        _draft.Watch(connection, InitiatingStream.DeadlineOf(stream.State), stream.Watch);
        _draft.Add(new Output.SendStanza(connection, proof, waiting.Ticket, waiting.Stanza));
    }

    private Output.BeginTls TlsFor(ConnectionId connection, Domain? addressed) =>
        State.Outgoing.TryGetValue(connection, out var stream)
            ? new Output.BeginTls(connection, stream.Context.Errand.Local, stream.Context.Errand.Remote)
            : new Output.BeginTls(connection, addressed ?? context.Domains[0], null);
}
