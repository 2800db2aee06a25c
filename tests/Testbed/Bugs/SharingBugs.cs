using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Streams that are shared wrongly.</summary>
internal static class SharingBugs
{
    public static PlantedBug CertificateOfTheHeader { get; } = new(
        "certificate-of-the-header", "a certificate that proves the sender of the header proves every further one", "INV-16",
        "multiplexing", Plant.On((step, context, state, at) => at.Heard is Heard.ResultRequest(var pair, _)
            && state.Incoming.TryGetValue(at.Connection, out var stream)
            && stream.State is ReceivingState.Established { Session: { Epoch: { Authenticated: true } epoch } session } established
                ? Trusting(step, context, state, at, stream, established with
                {
                    Session = session with { Epoch = epoch with { Certificate = WithName(epoch.Certificate!, pair.Sender) } },
                })
                : null));

    public static PlantedBug ErrorEndsAll { get; } = new(
        "error-ends-all", "a dialback error about one pair ends the stream that others use", "INV-40", "second-pair-refused",
        Plant.On((step, context, state, at) => at.Heard is Heard.ResultAnswer { Verdict: Verdict.Error } answer
            && state.Outgoing.TryGetValue(at.Connection, out var stream)
            && stream.State is InitiatingState.Ready ready && ready.Requested.Contains(answer.Pair)
                ? step(context, state, at.Input).Then(step, context, new Input.OnStream(at.Connection, new StreamInput.Finish()))
                : null));

    public static PlantedBug NotAlone { get; } = new(
        "place-or-nothing", "who is refused a place on another's stream is given up", "LIV-4", "second-pair-refused",
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            var refused = after.State.Searches.FirstOrDefault(s => s.Value.State is
            { Alone: true, Phase: EstablishmentPhase.Resolving } && state.Searches.TryGetValue(s.Key, out var before)
                && before.State.Phase is EstablishmentPhase.Joining).Key;
            return refused is null
                ? after
                : after.Then(step, context, new Input.Resolved(refused, new Resolution.NotFound("refused a place")));
        });

    public static PlantedBug BidiInClear { get; } = new(
        "bidi-in-clear", "streams are made bidirectional before TLS, where TLS is required", "INV-17", "bidi",
        Plant.Replacing((after, output) => output is Output.Send(var on, var item) && item == Phrases.StartTls
            && after.State.Outgoing.TryGetValue(on, out var stream) && stream.Context.Method.Bidi
                ? [new Output.Send(on, Phrases.Bidi), output]
                : [output]));

    public static PlantedBug RouteOfAnother { get; } = new(
        "half-a-proof", "a further pair is written to a stream as soon as its key is", "INV-1", "multiplexing",
        Plant.Deciding(after => after.Outputs.SelectMany(o => o is Output.Send(var on, var item)
            && after.State.Outgoing.TryGetValue(on, out var stream) && stream.State is InitiatingState.Ready ready
            && Grammar.Understand(item) is Heard.ResultRequest(var pair, _)
            && after.State.Routes.TryGetValue(pair, out var route) && !route.Queue.IsEmpty
                ? [o, new Output.SendStanza(on, ready.Proofs[0], route.Queue.First.Ticket, route.Queue.First.Stanza)]
                : new[] { o })));

    private static Transition Trusting(
        StepFunction step, ServerContext context, FederationState state, Place at, IncomingStream stream, ReceivingState trusting)
    {
        var before = state with { Incoming = state.Incoming.With(at.Connection, stream with { State = trusting }) };
        return step(context, before, at.Input);
    }

    private static PeerCertificate WithName(PeerCertificate certificate, Domain name) =>
        certificate with { Names = certificate.Names.Add(new PresentedName(PresentedNameKind.DnsId, name.Name)) };
}
