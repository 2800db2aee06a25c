using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Routes to streams that are no more, searches that are made twice, and what is left behind.</summary>
internal static class RouteBugs
{
    public static PlantedBug ClosingUsed { get; } = new(
        "closing-stream-used", "a stream that is being closed takes one stanza more", "INV-42", "teardown-races-send", step =>
        {
            var proofs = new SortedDictionary<ConnectionId, Verified>();
            return (context, state, input) =>
            {
                if (input is Input.Submitted(var ticket, var stanza) && !state.Routes.ContainsKey(stanza.Pair)
                    && ClosingFor(state, stanza.Pair) is { } closing && proofs.TryGetValue(closing, out var proof))
                {
                    return new Transition(state, [new Output.SendStanza(closing, proof, ticket, stanza)]);
                }

                var after = step(context, state, input);
                foreach (var admitted in after.Outputs.OfType<Output.Admitted>())
                {
                    proofs[admitted.Connection] = admitted.Proof;
                }

                return after;
            };
        });

    public static PlantedBug NewerRemoved { get; } = new(
        "newer-route-removed", "a stream that ends takes the routes of its pairs along, whatever stream they lead over", "INV-43",
        "bidi", step => (context, state, input) =>
        {
            var after = step(context, state, input);
            foreach (var proof in input is Input.OnStream(var ended, _) ? NoLongerCarried(state, after.State, ended) : [])
            {
                if (after.State.Routes.TryGetValue(proof.Pair, out var route) && route is Route.Open { Queue.IsEmpty: true })
                {
                    after = new Transition(
                        after.State with { Routes = after.State.Routes.Without(proof.Pair) },
                        after.Outputs.Add(new Output.Resolve(new Errand.Carry(proof.Pair))));
                }
            }

            return after;
        });

    public static PlantedBug SearchDoubled { get; } = new(
        "search-doubled", "every stanza that finds no stream has one looked for", "INV-44", "external",
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return input is Input.Submitted(_, var stanza) && state.Searches.ContainsKey(new Errand.Carry(stanza.Pair))
                ? after with { Outputs = after.Outputs.Add(new Output.Resolve(new Errand.Carry(stanza.Pair))) }
                : after;
        });

    public static PlantedBug AttemptRepeated { get; } = new(
        "attempt-repeated", "the next attempt is made as the last one was", "INV-46", "fallback", step =>
        {
            var methods = new SortedDictionary<Errand, Method>();
            return (context, state, input) =>
            {
                var after = step(context, state, input);
                foreach (var dial in after.Outputs.OfType<Output.Dial>())
                {
                    var stream = after.State.Outgoing[dial.Connection];
                    if (!methods.TryAdd(stream.Context.Errand, stream.Context.Method))
                    {
                        var same = stream with { Context = stream.Context with { Method = methods[stream.Context.Errand] } };
                        after = after with { State = after.State with { Outgoing = after.State.Outgoing.With(dial.Connection, same) } };
                    }
                }

                return after;
            };
        });

    public static PlantedBug SocketForgotten { get; } = new(
        "socket-forgotten", "who was called does not end its side of a connection", "INV-47", "external",
        Plant.Deciding(after => after.Outputs.Where(o => o is not Output.Disconnect { Connection.Dialled: false })));

    public static PlantedBug MutualWait { get; } = new(
        "question-held-back", "an authority is asked only once it has admitted us itself", "LIV-2", "simultaneous-dial", step =>
        {
            var held = new List<Output.Resolve>();
            return (context, state, input) =>
            {
                var after = step(context, state, input);
                var outputs = new List<Output>();
                foreach (var output in after.Outputs)
                {
                    if (output is Output.Resolve { Errand: Errand.Verify(var question, _) } asking
                        && Seeks(after.State, question.Pair.Inverse))
                    {
                        held.Add(asking);
                    }
                    else
                    {
                        outputs.Add(output);
                    }
                }

                outputs.AddRange(held.Where(h => !Seeks(after.State, ((Errand.Verify)h.Errand).Question.Pair.Inverse)));
                held.RemoveAll(outputs.Contains);
                return after with { Outputs = outputs.ToSeq() };
            };
        });

    public static PlantedBug DeadlineLetPass { get; } = new(
        "request-forgotten", "a request that no authority answers is forgotten", "LIV-6", "verify-outlives-request",
        step => (context, state, input) =>
            input is Input.TimedOut(var timer) && state.Timers.TryGetValue(timer, out var owner)
            && owner is TimerOwner.Connection(var on) && state.Incoming.TryGetValue(on, out var stream)
            && stream.State is ReceivingState.Negotiating { Pending.IsEmpty: false }
                ? new Transition(state with { Timers = state.Timers.Without(timer) }, [])
                : step(context, state, input));

    private static ConnectionId? ClosingFor(FederationState state, DomainPair pair)
    {
        foreach (var (connection, stream) in state.Outgoing)
        {
            if (stream is { Context.Errand: Errand.Carry carry, State: InitiatingState.Closing } && carry.Pair == pair)
            {
                return connection;
            }
        }

        return null;
    }

    private static bool Seeks(FederationState state, DomainPair pair) => state.Searches.ContainsKey(new Errand.Carry(pair));

    private static IEnumerable<Verified> NoLongerCarried(FederationState before, FederationState after, ConnectionId connection) =>
        CarriedBy(before, connection).Except(CarriedBy(after, connection));

    private static Seq<Verified> CarriedBy(FederationState state, ConnectionId connection) =>
        state.Outgoing.TryGetValue(connection, out var outgoing) ? Reuse.CarriedBy(outgoing.State)
        : state.Incoming.TryGetValue(connection, out var incoming) ? Reuse.CarriedBy(incoming.State)
        : [];
}
