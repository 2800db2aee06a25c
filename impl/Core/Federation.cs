using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Core;

/// <summary>The state after an input, and everything that was decided on it.</summary>
internal readonly record struct Transition(FederationState State, Seq<Output> Outputs);

/// <summary>The signature of <see cref="Federation.Step"/>: a testbed may wrap it, to watch it or to plant a bug.</summary>
internal delegate Transition StepFunction(ServerContext context, FederationState state, Input input);

/// <summary>
/// The whole server as one pure function. It composes the small machines, each a table of its own: outgoing
/// streams (<see cref="InitiatingStream"/>), incoming streams (<see cref="ReceivingStream"/>), the search for a
/// stream (<see cref="Establishing.Establishment"/>), questions to authorities
/// (<see cref="Verifying.Verification"/>) and routes (<see cref="Routing.Route"/>). What one machine decides is
/// told to the others within the same step, so that every race is an order of inputs.
/// </summary>
internal static class Federation
{
    public static Transition Step(ServerContext context, FederationState state, Input input)
    {
        var turn = new Turn(context, state);
        switch (input)
        {
            case Input.Submitted submitted:
                turn.Submit(submitted.Ticket, submitted.Stanza);
                break;
            case Input.Accepted accepted:
                turn.Accept(accepted);
                break;
            case Input.Resolved resolved:
                turn.Resolved(resolved.Errand, resolved.Answer);
                break;
            case Input.OnStream(var connection, var what):
                turn.Advance(connection, what);
                break;
            case Input.Wrote(var connection):
                turn.Wrote(connection);
                break;
            case Input.TimedOut(var timer):
                turn.TimedOut(timer);
                break;
            case Input.ShutDown:
                turn.ShutDown();
                break;
            default:
                throw new InvalidOperationException($"No step for {input.GetType().Name}.");
        }

        return turn.End();
    }
}
