using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Xmpp.Federation.Hosting;

/// <summary>
/// Starts the federation with the host and closes it with the host, within the time that the host allows. A negotiator
/// that fails by its own fault takes the host down, as any background service does.
/// </summary>
internal sealed partial class FederationService(XmppFederation federation, ILogger<FederationService> log) : BackgroundService
{
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await federation.StartAsync();
        await base.StartAsync(cancellationToken);
    }

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        try
        {
            await federation.CloseAsync().WaitAsync(cancellationToken);
        }
        catch (OperationCanceledException)
        {
            StopCutShort();
        }

        await base.StopAsync(cancellationToken);
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => federation.Stopped.WaitAsync(stoppingToken);

    [LoggerMessage(100, LogLevel.Warning, "The host stops before every stream was closed in order")]
    private partial void StopCutShort();
}
