using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Finds configured targets; asks <paramref name="others"/> for every other domain.</summary>
internal sealed class StaticResolver(FederationOptions options, IResolver others) : IResolver
{
    public Task<Resolution> ResolveAsync(Domain domain) =>
        options.StaticTargets.TryGetValue(domain, out var targets)
            ? Task.FromResult<Resolution>(targets.Count == 0
                ? new Resolution.NotFound("service-not-offered")
                : new Resolution.Found(targets.Select(t => new Target(t.Host, t.Port, t.DirectTls)).ToSeq()))
            : others.ResolveAsync(domain);
}
