using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>The ways in which a step goes wrong: by what it hears, by what it decides, by what it is asked to do beside.</summary>
internal static class Plant
{
    /// <summary>Something else is heard than what was said.</summary>
    public static Func<StepFunction, StepFunction> Hearing(Func<FederationState, ConnectionId, Heard, Heard> mistaken) =>
        step => (context, state, input) => step(context, state, input is Input.OnStream(var connection, StreamInput.Received heard)
            ? new Input.OnStream(connection, heard with { What = mistaken(state, connection, heard.What) })
            : input);

    /// <summary>Something else is decided.</summary>
    public static Func<StepFunction, StepFunction> Deciding(Func<Transition, IEnumerable<Output>> otherwise) =>
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return after with { Outputs = otherwise(after).ToSeq() };
        };

    /// <summary>Some outputs become others.</summary>
    public static Func<StepFunction, StepFunction> Replacing(Func<Transition, Output, IEnumerable<Output>> replaced) =>
        Deciding(after => after.Outputs.SelectMany(o => replaced(after, o)));

    /// <summary>What is heard at a certain place has an effect of its own; null leaves it alone.</summary>
    public static Func<StepFunction, StepFunction> On(Func<StepFunction, ServerContext, FederationState, Place, Transition?> instead) =>
        step => (context, state, input) => input is Input.OnStream(var connection, StreamInput.Received heard)
            && instead(step, context, state, new Place(connection, heard)) is { } taken
                ? taken
                : step(context, state, input);

    /// <summary>A second step behind a first one.</summary>
    public static Transition Then(this Transition first, StepFunction step, ServerContext context, Input input)
    {
        var second = step(context, first.State, input);
        return new Transition(second.State, first.Outputs.AddRange(second.Outputs));
    }
}

/// <summary>What was heard, and on which connection.</summary>
internal readonly record struct Place(ConnectionId Connection, StreamInput.Received Received)
{
    public Heard Heard => Received.What;

    public Input Input => new Input.OnStream(Connection, Received);
}
