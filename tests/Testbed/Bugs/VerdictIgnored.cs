using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Whatever is wrong with the path of a certificate is overlooked; its names alone count.</summary>
internal static class VerdictIgnored
{
    public static PlantedBug Bug { get; } = new(
        "verdict-ignored", "an expired certificate proves its names all the same", "INV-22", "bad-certificate",
        step => (context, state, input) => step(context, state, input switch
        {
            Input.OnStream(var connection, StreamInput.Secured(var certificate)) => new Input.OnStream(
                connection, new StreamInput.Secured(certificate with { Problem = CertificateProblem.None })),
            _ => input,
        }));
}
