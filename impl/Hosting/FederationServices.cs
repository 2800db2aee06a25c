using System.Diagnostics.Metrics;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace Xmpp.Federation.Hosting;

/// <summary>Adds a federation to the services of a host.</summary>
public static class FederationServices
{
    /// <summary>
    /// Adds a federation that starts and closes with the host, and hands what it receives to a
    /// <typeparamref name="THandler"/>.
    /// </summary>
    /// <typeparam name="THandler">Takes the stanzas; made for each, in a scope of its own.</typeparam>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the federation up, behind whatever is bound to its settings before.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddXmppFederation<THandler>(
        this IServiceCollection services, Action<FederationSettings>? configure = null)
        where THandler : class, IStanzaHandler
    {
        services.TryAddScoped<IStanzaHandler, THandler>();
        return services.AddXmppFederation(configure);
    }

    /// <summary>
    /// Adds a federation that starts and closes with the host. An <see cref="IStanzaHandler"/> must be registered.
    /// Inject <see cref="XmppFederation"/> to send. Wrong settings fail the start of the host with an
    /// <see cref="OptionsValidationException"/> of one sentence.
    /// </summary>
    /// <param name="services">The services of the host.</param>
    /// <param name="configure">Sets the federation up, behind whatever is bound to its settings before.</param>
    /// <returns>The same services.</returns>
    public static IServiceCollection AddXmppFederation(
        this IServiceCollection services, Action<FederationSettings>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.AddOptions<FederationSettings>().ValidateOnStart();
        if (configure is not null)
        {
            services.Configure(configure);
        }

        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<FederationSettings>, SettingsValidator>());
        services.TryAddSingleton(FederationOf);
        services.AddHostedService<FederationService>();
        return services;
    }

    private static XmppFederation FederationOf(IServiceProvider services)
    {
        var settings = services.GetRequiredService<IOptions<FederationSettings>>().Value;
        var (options, problem) = SettingsReader.Read(settings);
        var scopes = services.GetRequiredService<IServiceScopeFactory>();
        return new XmppFederation((options ?? throw new InvalidOperationException(problem)) with
        {
            ReceiveAsync = received => HandleAsync(scopes, received),
            LoggerFactory = services.GetService<ILoggerFactory>(),
            MeterFactory = services.GetService<IMeterFactory>(),
        });
    }

    private static async Task HandleAsync(IServiceScopeFactory scopes, ReceivedStanza received)
    {
        await using var scope = scopes.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<IStanzaHandler>().HandleAsync(received);
    }
}
