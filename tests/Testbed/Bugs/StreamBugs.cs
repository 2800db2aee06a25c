using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Streams that begin, go on and end otherwise than the grammar of streams has it.</summary>
internal static class StreamBugs
{
    public static PlantedBug IdKept { get; } = new(
        "id-kept", "a stream that is begun anew keeps its id", "INV-26", "external", step =>
        {
            var first = new SortedDictionary<ConnectionId, StreamId>();
            return (context, state, input) =>
            {
                if (input is not Input.OnStream(var on, StreamInput.Received { What: Heard.Header } heard) || on.Dialled)
                {
                    return step(context, state, input);
                }

                first.TryAdd(on, heard.FreshId);
                return step(context, state, new Input.OnStream(on, heard with { FreshId = first[on] }));
            };
        });

    public static PlantedBug HeaderTwice { get; } = new(
        "header-doubled", "a stream begins with two headers", "INV-28", "external",
        Plant.Replacing((_, output) => output is Output.Send({ Dialled: true }, WireItem.Opened) ? [output, output] : [output]));

    public static PlantedBug EndOmitted { get; } = new(
        "end-omitted", "a stream error is not followed by the closing tag", "INV-29", "bad-certificate",
        Plant.Deciding(after => after.Outputs.Where((o, i) => !(o is Output.Send { Item: WireItem.Ended } && IsError(after, i - 1)))));

    public static PlantedBug ErrorSurvived { get; } = new(
        "error-survived", "an established stream goes on behind a stream error", "INV-30", "out-of-turn",
        Plant.On((_, _, state, at) => at.Heard is Heard.StreamError && state.Outgoing.TryGetValue(at.Connection, out var stream)
            && stream.State is InitiatingState.Ready
                ? new Transition(state, [])
                : null));

    public static PlantedBug FeaturesNotAwaited { get; } = new(
        "features-not-awaited", "behind SASL the features are taken for granted", "INV-31", "external",
        Plant.On((step, context, state, at) => at.Heard is Heard.Header && state.Outgoing.TryGetValue(at.Connection, out var stream)
            && stream.State is InitiatingState.AwaitingHeader { Epoch.Authenticated: true }
                ? step(context, state, at.Input).Then(step, context, new Input.OnStream(
                    at.Connection, new StreamInput.Received(new Heard.Features(StreamFeatures.None), false, default)))
                : null));

    public static PlantedBug VersionNotRead { get; } = new(
        "version-not-read", "every peer is taken for one that knows features", "INV-33", "old-peers",
        Plant.Hearing((_, _, heard) => heard is Heard.Header(var header)
            ? new Heard.Header(header with { Version = StreamVersion.One })
            : heard));

    public static PlantedBug LimitForgotten { get; } = new(
        "limit-forgotten", "a stranger may say as much as a friend", "INV-34", "out-of-turn", step => step)
    {
        Tell = context => context with
        {
            Limits = context.Limits with { UnauthenticatedElementBytesMax = context.Limits.ElementBytesMax },
        },
    };

    public static PlantedBug Revived { get; } = new(
        "connection-revived", "what is told of a connection that is gone brings it back", "INV-35", "broken-network", step =>
        {
            var alive = new SortedDictionary<ConnectionId, OutgoingStream>();
            return (context, state, input) =>
            {
                foreach (var (on, stream) in state.Outgoing.Where(s => !InitiatingStream.IsOver(s.Value.State)))
                {
                    alive[on] = stream;
                }

                return input is Input.OnStream(var about, StreamInput.Lost) && !state.Outgoing.ContainsKey(about)
                    && alive.TryGetValue(about, out var gone)
                        ? step(context, state with { Outgoing = state.Outgoing.With(about, gone) }, input)
                        : step(context, state, input);
            };
        });

    private static bool IsError(Transition after, int index) => index >= 0
        && after.Outputs[index] is Output.Send { Item: WireItem.Whole item } && Grammar.Understand(item) is Heard.StreamError;
}
