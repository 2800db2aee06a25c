using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Stanzas that travel where nobody has granted it.</summary>
internal static class GrantBugs
{
    public static PlantedBug Astray { get; } = new(
        "stanza-astray", "a stanza is written to a stream that was opened for a question only", "INV-1", "dialback-over-tls",
        Plant.Replacing((after, output) => [output is Output.SendStanza sending && QuestionIn(after.State) is { } stream
            ? sending with { Connection = stream }
            : output]));

    public static PlantedBug AnyStream { get; } = new(
        "grant-of-another-stream", "what was granted on one stream goes for every stream", "INV-2", "identities-change",
        Plant.On((_, _, state, at) => at.Heard is Heard.Stanza(var stanza)
            && state.Incoming.TryGetValue(at.Connection, out var stream) && stream.State is ReceivingState.Negotiating
            && ProofsIn(state).FirstOrDefault(p => p.Pair == stanza.Pair) is { } proof
                ? new Transition(state, [new Output.Deliver(at.Connection, proof, stanza, null)])
                : null));

    public static PlantedBug AnySender { get; } = new(
        "sender-not-compared", "once somebody is authenticated, the senders of stanzas are not looked at", "INV-3", "callers-pretend",
        Plant.On((_, _, state, at) => at.Heard is Heard.Stanza(var stanza)
            && state.Incoming.TryGetValue(at.Connection, out var stream)
            && stream.State is ReceivingState.Established { Proofs: var proofs }
            && ReceivingStream.ProofOf(proofs, stanza.Pair) is null && proofs.Any(p => p.Pair.Target == stanza.Pair.Target)
                ? new Transition(state, [new Output.Deliver(at.Connection, proofs[0], stanza, null)])
                : null));

    public static PlantedBug Piggyback { get; } = new(
        "external-piggyback", "a stream that EXTERNAL has authenticated carries the other domains of the server too", "INV-10",
        "several-domains", Plant.Replacing((after, output) =>
            output is Output.Admitted({ Dialled: true } on, { Means: ProofMeans.External } proof, _)
                ? [output, .. WaitingFor(after.State, proof.Pair.Target).Select(w => new Output.SendStanza(on, proof, w.Ticket, w.Stanza))]
                : [output]));

    public static PlantedBug OwnName { get; } = new(
        "own-name-welcomed", "a caller may give the name of a domain that is served here", "INV-13", "several-domains",
        step => (context, state, input) =>
            input is Input.OnStream({ Dialled: false }, StreamInput.Received { What: Heard.Header(var header) })
                ? step(context with { Domains = context.Domains.Where(d => d.Name != header.From).ToSeq() }, state, input)
                : step(context, state, input));

    public static PlantedBug Forgotten { get; } = new(
        "stanza-forgotten", "nobody is told of the stanzas for which no stream was found", "LIV-1", "tls-fails",
        Plant.Deciding(after => after.Outputs.Where(o => o is not Output.Settle { Fate: StanzaFate.Returned })));

    private static ConnectionId? QuestionIn(FederationState state)
    {
        foreach (var (connection, stream) in state.Outgoing)
        {
            if (stream.State is InitiatingState.AwaitingVerdict)
            {
                return connection;
            }
        }

        return null;
    }

    private static IEnumerable<Verified> ProofsIn(FederationState state) =>
        state.Incoming.Values.SelectMany(s => s.State is ReceivingState.Established established ? established.Proofs : []);

    private static IEnumerable<Waiting> WaitingFor(FederationState state, Domain target) =>
        state.Routes.Where(r => r.Key.Target == target).SelectMany(r => r.Value is Route.Seeking seeking ? seeking.Queue : []);
}
