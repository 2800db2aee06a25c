using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>The application as the callbacks of <see cref="FederationOptions"/>; their exceptions end here.</summary>
internal sealed class CallbackApplication(FederationOptions options) : IApplication
{
    public async Task ReceiveAsync(Output.Deliver delivery)
    {
        var means = delivery.Proof.Means == ProofMeans.External ? "EXTERNAL" : "dialback";
        try
        {
            await options.ReceiveAsync(new ReceivedStanza(delivery.Stanza, delivery.Proof.Pair, means));
        }
        catch (Exception fault)
        {
            Log($"{delivery.Connection}: the application failed on a stanza: {fault.Message}");
        }
    }

    public void Notice(Output output)
    {
        switch (output)
        {
            case Output.Admitted(var connection, var proof, var reasons):
                Log($"{connection}: {proof}{(reasons.Reasons.Count == 0 ? "" : $", after: {reasons}")}");
                break;
            case Output.GaveUp(var errand, var reasons):
                Log($"{errand.Local}→{errand.Remote}: gave up: {reasons}. {reasons.Remedy}");
                break;
            case Output.Refused(var connection, var rule):
                Log($"{connection}: refused: {rule}");
                break;
        }
    }

    /// <summary>A line for the operator.</summary>
    public void Log(string line)
    {
        try
        {
            options.Log?.Invoke(line);
        }
        catch (Exception)
        {
            // A log that fails has nowhere to say so, and must not end a stream.
        }
    }
}
