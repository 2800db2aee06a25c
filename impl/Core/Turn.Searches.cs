using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Verifying;

namespace Xmpp.Federation.Core;

/// <content>The searches for streams: begun, carried on, given up.</content>
internal sealed partial class Turn
{
    // INV-44: one search at a time for an errand. A stream on which the pair is authorised already needs none; one that
    // may be asked for a further pair is asked first.
    private void Seek(Errand errand)
    {
        if (State.Searches.ContainsKey(errand))
        {
            return;
        }

        var pair = (errand as Errand.Carry)?.Pair;
        if (pair is { } carried && Reuse.StreamOf(State, carried) is var (connection, proof))
        {
            Route(carried, new RouteInput.Opened(connection, proof));
            return;
        }

        var shared = pair is { } wanted ? Reuse.ForSender(context, State, wanted) : null;
        var step = Establishment.Begin(errand, shared);
        Pursue(new Search(step.State!, null, null), step);
    }

    private void Search(Search search, EstablishmentInput input)
    {
        var step = Establishment.Step(context, search.State, input);
        if (step.State?.Phase != search.State.Phase)
        {
            _draft.Cancel(search.Watch);
            search = search with { Watch = null };
        }

        Pursue(search, step);
    }

    private void Pursue(Search search, EstablishmentStep step)
    {
        var errand = search.State.Errand;
        switch (step.Act)
        {
            case EstablishmentAct.Resolve:
                var resolving = _draft.Set(Deadline.Resolution, new TimerOwner.Resolution(errand));
                Put(search with { State = step.State!, Connection = null, Watch = resolving });
                _draft.Add(new Output.Resolve(errand));
                break;
            case EstablishmentAct.Join(var connection):
                var joining = _draft.Set(Deadline.DialbackAnswer, new TimerOwner.Joining(errand));
                Put(search with { State = step.State!, Connection = connection, Watch = joining });
                Advance(connection, new StreamInput.Request(((Errand.Carry)errand).Pair));
                break;
            case EstablishmentAct.Open(var target, var method):
                Put(search with { State = step.State!, Connection = Dial(target, method, step.State!) });
                break;
            case EstablishmentAct.GiveUp(var flavour, var reasons):
                State = State with { Searches = State.Searches.Without(errand) };
                Abandon(errand, flavour, reasons);
                break;
            default:
                Put(search with { State = step.State! });
                break;
        }
    }

    private void Put(Search search) => State = State with { Searches = State.Searches.With(search.State.Errand, search) };

    // A further pair was refused on a stream: this pair has its own stream, and so have the next ones, if it is that
    // which the peer cannot take (LIV-4).
    private void Decline(Search search, DomainPair pair, Refusal refusal)
    {
        if (Fallback.BlamesMultiplexing(refusal))
        {
            _draft.Refrain(pair.Target);
        }

        Search(search, new EstablishmentInput.Ended(refusal));
    }

    private ConnectionId Dial(Target target, Method method, Establishment search)
    {
        var errand = search.Errand;
        var connection = new ConnectionId(Dialled: true, State.NextConnection);
        State = State with { NextConnection = State.NextConnection + 1 };
        var policy = search.PolicyIn(context);
        var told = new InitiatingContext(errand, method, policy) { Bound = search.Bound };
        var first = new InitiatingState.Connecting();
        _draft.Put(connection, new OutgoingStream(told, first, target, null, default));
        _draft.Watch(connection, InitiatingStream.DeadlineOf(first), null);
        _draft.Add(new Output.Dial(connection, target, errand.Remote));
        return connection;
    }

    private void Abandon(Errand errand, Flavour flavour, ReasonChain reasons)
    {
        _draft.Add(new Output.GaveUp(errand, reasons));
        if (errand is not Errand.Carry(var pair))
        {
            Verify(errand, new VerificationInput.GivenUp(flavour));
            return;
        }

        // A stream of the peer's may serve the pair meanwhile (XEP-0288).
        if (State.Routes.TryGetValue(pair, out var route) && route is Route.Seeking)
        {
            Route(pair, new RouteInput.GivenUp(), Fallback.BounceFor(flavour), reasons);
            _draft.BackOff(pair, Fallback.BounceFor(flavour), reasons);
        }
    }
}
