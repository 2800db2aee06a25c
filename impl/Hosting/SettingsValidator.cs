using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace Xmpp.Federation.Hosting;

/// <summary>Refuses, when the host starts, what could never work; one sentence says why.</summary>
internal sealed class SettingsValidator(IServiceProviderIsService services) : IValidateOptions<FederationSettings>
{
    public ValidateOptionsResult Validate(string? name, FederationSettings options)
    {
        if (!services.IsService(typeof(IStanzaHandler)))
        {
            return ValidateOptionsResult.Fail(
                $"No {nameof(IStanzaHandler)} is registered, so that nobody would take what other servers send.");
        }

        return SettingsReader.Read(options) is (null, var problem)
            ? ValidateOptionsResult.Fail(problem)
            : ValidateOptionsResult.Success;
    }
}
