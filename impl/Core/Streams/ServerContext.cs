using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Core.Streams;

/// <summary>What this server is, for as long as it runs.</summary>
internal sealed record ServerContext
{
    /// <summary>The domains that it serves, the first one for greeting who addressed none.</summary>
    public required Seq<Domain> Domains { get; init; }

    /// <summary>The policy for domains without one of their own.</summary>
    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>Overrides per remote domain.</summary>
    public Map<Domain, Policy> PolicyFor { get; init; }

    /// <summary>Whether there is a certificate to present: without one TLS cannot be offered (RFC 6120 5.4.3.1).</summary>
    public bool HasCertificate { get; init; } = true;

    public required IDialbackKeys Keys { get; init; }

    public Limits Limits { get; init; } = Limits.Default;

    public bool Serves(Domain domain) => Domains.Contains(domain);

    /// <summary>The policy for a peer; null is one that has not named itself yet.</summary>
    public Policy For(Domain? remote) =>
        remote is { } domain && PolicyFor.TryGetValue(domain, out var policy) ? policy : Policy;
}
