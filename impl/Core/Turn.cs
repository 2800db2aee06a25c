using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;

namespace Xmpp.Federation.Core;

/// <summary>
/// What one input sets going. It decides nothing about the protocol; it asks the machines and carries what they
/// say from one to the other, into a <see cref="Draft"/>. Lives for the length of one <see cref="Federation.Step"/>.
/// </summary>
internal sealed partial class Turn(ServerContext context, FederationState before)
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
            var shared = errand is Errand.Carry(var pair) ? Reuse.ForTarget(context, State, pair, answer) : null;
            Search(search, new EstablishmentInput.Resolved(answer, shared));
        }
    }

    public void Wrote(ConnectionId connection)
    {
        var stanzas = _draft.InFlightOn(connection);
        if (stanzas.IsEmpty)
        {
            return;
        }

        var (ticket, pair) = stanzas.First;
        _draft.Settle(ticket, new StanzaFate.Written());
        _draft.PutInFlight(connection, stanzas.Dequeue());
        if (State.RouteOn(pair, connection))
        {
            Route(pair, new RouteInput.Wrote());
            Retire(connection);
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
            case TimerOwner.Connection(var stuck) when State.StreamOn(stuck)?.IsStuck() == true:
                Advance(stuck, new StreamInput.Lost("the peer takes nothing"));
                break;
            case TimerOwner.Connection(var slow) when State.StreamOn(slow) is { Watch: { } watch } stream && stream.HasUnwritten():
                _draft.Watch(slow, watch.Deadline, watch);
                break;
            case TimerOwner.Connection(var connection):
                Advance(connection, new StreamInput.TimedOut());
                break;
            case TimerOwner.BackOff(var pair):
                _draft.EndBackOff(pair);
                break;
            case TimerOwner.Refrain(var remote):
                _draft.Relent(remote);
                break;
            case TimerOwner.LastCall:
                EndLastCall();
                break;
            case TimerOwner.Joining(Errand.Carry(var pair) errand) when State.Searches.TryGetValue(errand, out var search):
                Advance(search.Connection!.Value, new StreamInput.Withdraw(pair));
                _draft.Refrain(pair.Target);
                Search(search with { Watch = null }, new EstablishmentInput.TimedOut());
                break;
            case TimerOwner.Resolution(var errand) when State.Searches.TryGetValue(errand, out var search):
                Search(search with { Watch = null }, new EstablishmentInput.TimedOut());
                break;
        }
    }

    /// <summary>Tells one stream what happened on it. A connection that is gone hears nothing.</summary>
    public void Advance(ConnectionId connection, StreamInput input)
    {
        if (State.Outgoing.TryGetValue(connection, out var outgoing))
        {
            var step = InitiatingStream.Step(outgoing.Context, context, outgoing.State, input);
            _draft.Put(connection, outgoing with { State = step.State, Limits = outgoing.Limits.After(input) });
            _draft.Watch(connection, InitiatingStream.DeadlineOf(step.State), outgoing.Watch);
            Perform(connection, step.Acts);
            Unroute(connection, Reuse.CarriedBy(outgoing.State), Reuse.CarriedBy(step.State));
            _draft.Bury(connection, step.State is InitiatingState.Gone);
        }
        else if (State.Incoming.TryGetValue(connection, out var incoming))
        {
            (incoming, input) = Strangers.Hear(context.Limits, incoming, input);
            var step = ReceivingStream.Step(context, incoming.State, input);
            _draft.Put(connection, incoming.Next(step.State));
            _draft.Watch(connection, ReceivingStream.DeadlineOf(step.State), incoming.Watch);
            Perform(connection, step.Acts);
            Unroute(connection, Reuse.CarriedBy(incoming.State), Reuse.CarriedBy(step.State));
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
            case Act.Conclude(var refusal) when State.SearchOn(connection) is { } search:
                Search(search, new EstablishmentInput.Ended(refusal));
                break;
            case Act.Decline(var pair, var refusal) when State.SearchOn(connection, new Errand.Carry(pair)) is { } search:
                Decline(search, pair, refusal);
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

    private void Verify(Errand errand, VerificationInput input)
    {
        var step = Verification.Step(State.Verifications.TryGetValue(errand, out var found) ? found : null, input);
        State = State with { Verifications = State.Verifications.Without(errand) };
        if (step.Told is { } told)
        {
            Advance(told.Asker, new StreamInput.Judged(told.Question, told.Verdict));
        }
    }

    private Output.BeginTls TlsFor(ConnectionId connection, Domain? addressed) =>
        State.Outgoing.TryGetValue(connection, out var stream)
            ? new Output.BeginTls(connection, stream.Context.Errand.Local, stream.Context.Errand.Remote)
            : new Output.BeginTls(connection, addressed ?? context.Domains[0], null);
}
