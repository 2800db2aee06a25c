using System.Collections.Frozen;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Finds configured targets; asks <paramref name="others"/> for every other domain.</summary>
internal sealed class StaticResolver(FederationOptions options, IResolver others) : IResolver
{
    private readonly FrozenDictionary<Domain, Seq<Target>> _targets = options.StaticTargets.ToFrozenDictionary(
        t => t.Key,
        t => t.Value.Select(e => new Target(e.Host, e.Port, e.DirectTls)).ToSeq());

    public Task<Resolution> ResolveAsync(Domain domain) =>
        _targets.TryGetValue(domain, out var targets)
            ? Task.FromResult<Resolution>(targets.IsEmpty
                ? new Resolution.NotFound("service-not-offered")
                : new Resolution.Found(targets))
            : others.ResolveAsync(domain);
}
