using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>TLS that begins where it should not, and certificates and identities that are not looked at as they should be.</summary>
internal static class EncryptionBugs
{
    public static PlantedBug UnaskedProceed { get; } = new(
        "unasked-proceed", "TLS begins although nobody has asked for it", "INV-9", "out-of-turn",
        Plant.On((step, context, state, at) => at.Heard is Heard.Proceed && state.Outgoing.TryGetValue(at.Connection, out var stream)
            && stream.State is InitiatingState.AwaitingFeatures { Epoch.Encrypted: false }
                ? step(context, state with { Outgoing = state.Outgoing.With(at.Connection, Awaiting(stream)) }, at.Input)
                : null));

    public static PlantedBug AnyIdentity { get; } = new(
        "identity-ignored", "whom a peer asks to be taken for is not read", "INV-11", "identities-change",
        Plant.Hearing((_, _, heard) => heard is Heard.Auth(var mechanism, not null) ? new Heard.Auth(mechanism, "=") : heard));

    public static PlantedBug Renamed { get; } = new(
        "renamed-behind-sasl", "the header behind SASL may name anybody", "INV-12", "identities-change",
        Plant.Hearing((state, on, heard) => heard is Heard.Header(var header) && state.Incoming.TryGetValue(on, out var stream)
            && stream.State is ReceivingState.AwaitingHeader { Proof.Pair: var proved }
                ? new Heard.Header(header with { From = proved.Sender.Name, To = proved.Target.Name })
                : heard));

    public static PlantedBug NameByPart { get; } = new(
        "name-by-part", "a certificate for a host proves the domain in which it lies", "INV-15", "identities-change",
        Certified((_, certificate) => certificate with { Names = certificate.Names.Select(Shortened).ToSeq() }))
    {
        ViolatesElsewhere = ["INV-21"],
    };

    public static PlantedBug BytesBehind { get; } = new(
        "bytes-behind-proceed", "bytes behind the request for TLS do no harm", "INV-19", "out-of-turn",
        step => (context, state, input) => step(context, state, input is Input.OnStream(var on, StreamInput.Received heard)
            ? new Input.OnStream(on, heard with { BytesBehind = false })
            : input));

    public static PlantedBug OfferedAgain { get; } = new(
        "starttls-offered-again", "STARTTLS is offered behind TLS too", "INV-20", "external",
        Plant.Replacing((after, output) => [output is Output.Send(var on, WireItem.Whole item)
            && Grammar.Understand(item) is Heard.Features && after.State.Incoming.TryGetValue(on, out var stream)
            && stream.State is ReceivingState.Negotiating { Session.Epoch.Encrypted: true, Offered: var offered }
                ? new Output.Send(on, Phrases.Features(offered with { StartTls = true }))
                : output]));

    public static PlantedBug VerdictNotAwaited { get; } = new(
        "verdict-not-awaited", "the stream goes on while the certificate is still being looked at", "INV-23", "external",
        step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return after.Outputs.OfType<Output.BeginTls>().FirstOrDefault() is { Remote: { } remote } tls
                ? after.Then(step, context, new Input.OnStream(tls.Connection, new StreamInput.Secured(Proving(remote))))
                : after;
        });

    private static OutgoingStream Awaiting(OutgoingStream stream) => stream with { State = new InitiatingState.AwaitingProceed() };

    private static Func<StepFunction, StepFunction> Certified(Func<ConnectionId, PeerCertificate, PeerCertificate> seen) =>
        step => (context, state, input) => step(context, state, input is Input.OnStream(var on, StreamInput.Secured(var certificate))
            ? new Input.OnStream(on, new StreamInput.Secured(seen(on, certificate)))
            : input);

    private static PeerCertificate Proving(Domain domain) =>
        new(true, CertificateProblem.None, [new PresentedName(PresentedNameKind.DnsId, domain.Name)]);

    private static PresentedName Shortened(PresentedName name) =>
        name with { Pattern = name.Pattern[(name.Pattern.IndexOf('.', StringComparison.Ordinal) + 1)..] };
}
