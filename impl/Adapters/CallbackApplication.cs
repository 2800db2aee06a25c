using Microsoft.Extensions.Logging;
using Xmpp.Federation.Adapters.Telemetry;
using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>The application as the callback of <see cref="FederationOptions"/>; its exceptions end here.</summary>
internal sealed class CallbackApplication(FederationOptions options, ILogger log) : IApplication
{
    private readonly Journal _journal = new(log);

    public async Task ReceiveAsync(Output.Deliver delivery)
    {
        var means = delivery.Proof.Means.Name();
        try
        {
            await options.ReceiveAsync(new ReceivedStanza(delivery.Stanza, delivery.Proof.Pair, means, delivery.Language));
        }
        catch (Exception fault)
        {
            log.ApplicationFailed(fault, delivery.Connection, delivery.Proof.Pair);
        }
    }

    public void Notice(Output output) => _journal.Note(output);
}
