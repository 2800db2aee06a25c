using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>What is published to prove a server is looked for, and then not looked at.</summary>
internal static class ProofIgnored
{
    public static PlantedBug Bug { get; } = new(
        "proof-ignored", "a published proof that is secure binds nobody", "INV-24", "published-proofs",
        step => (context, state, input) => step(context, state, input switch
        {
            Input.Resolved(var errand, Resolution.Found found) => new Input.Resolved(errand, found with { Bound = false }),
            Input.OnStream(var connection, StreamInput.Secured(var certificate)) => new Input.OnStream(
                connection, new StreamInput.Secured(certificate with { Further = FurtherProof.None })),
            _ => input,
        }));
}
