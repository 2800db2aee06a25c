using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>
/// An unsolicited <c>db:result type='valid'</c> is believed: it is kept, and taken for the answer as soon as the
/// pair is requested (XSF security notice of 2012-08-21).
/// </summary>
internal static class UnsolicitedResult
{
    public static PlantedBug Bug { get; } = new(
        "unsolicited-result", "an unsolicited db:result type='valid' is believed", "INV-4", "unsolicited-answers", Plant);

    private static StepFunction Plant(StepFunction step)
    {
        var kept = new SortedDictionary<ConnectionId, StreamInput.Received>();
        return (context, state, input) =>
        {
            var after = step(context, state, input);
            if (input is Input.OnStream(var connection, StreamInput.Received answer)
                && answer.What is Heard.ResultAnswer { Verdict: Verdict.Valid }
                && state.Outgoing.TryGetValue(connection, out var stream)
                && stream.State is not InitiatingState.AwaitingAnswer)
            {
                kept[connection] = answer;
            }

            return Believe(step, context, after, kept);
        };
    }

    private static Transition Believe(
        StepFunction step, ServerContext context, Transition after, SortedDictionary<ConnectionId, StreamInput.Received> kept)
    {
        foreach (var (connection, answer) in kept)
        {
            if (after.State.Outgoing.TryGetValue(connection, out var stream) && stream.State is InitiatingState.AwaitingAnswer)
            {
                kept.Remove(connection);
                var believed = step(context, after.State, new Input.OnStream(connection, answer));
                return new Transition(believed.State, after.Outputs.AddRange(believed.Outputs));
            }
        }

        return after;
    }
}
