namespace Xmpp.Federation;

/// <summary>What is wrong with the options of a federation.</summary>
internal static class OptionProblems
{
    private const int SecretBytesMin = 16;
    private const int PortMax = 65_535;
    private const int StreamsMin = 10;
    private const int StanzaBytesMin = 10_000;

    private static readonly TimeSpan BackOffMax = Core.Limits.Default.BackOffMax;

    /// <summary>The first problem as one sentence; null if there is none.</summary>
    public static string? In(FederationOptions options) =>
        InDomains(options.Domains) ?? InCertificates(options) ?? InPolicies(options) ?? InPlaces(options);

    private static string? InDomains(IReadOnlyList<Domain> domains) => domains switch
    {
        { Count: 0 } => "Domains is empty: name at least one domain that this server serves.",
        _ when domains.Contains(default) => "Domains holds a default Domain, which names nothing.",
        _ when domains.Distinct().Count() < domains.Count => "Domains names a domain twice.",
        _ => null,
    };

    private static string? InCertificates(FederationOptions options)
    {
        var all = options.Certificates.Values.Append(options.Certificate).OfType<object>().Count();
        var foreign = options.Certificates.Keys.Where(d => !options.Domains.Contains(d)).ToList();
        var without = options.Domains.Where(d => !options.Certificates.ContainsKey(d)).ToList();
        return all switch
        {
            0 => null,
            _ when options.Certificates.Values.Append(options.Certificate).Any(c => c is { HasPrivateKey: false }) =>
                "A certificate has no private key, so it cannot be presented.",
            _ when foreign.Count > 0 => $"Certificates names '{foreign[0]}', which Domains does not.",
            _ when options.Certificate is null && without.Count > 0 =>
                $"Certificates has none for '{without[0]}', and Certificate is not set.",
            _ => null,
        };
    }

    private static string? InPolicies(FederationOptions options)
    {
        var hasCertificate = options.HasCertificate();
        if (PolicyProblems.In(options.Policy, hasCertificate) is { } problem)
        {
            return $"Policy: {problem}";
        }

        foreach (var (remote, policy) in options.PolicyFor)
        {
            if (PolicyProblems.In(policy, hasCertificate) is { } special)
            {
                return $"PolicyFor '{remote}': {special}";
            }
        }

        return null;
    }

    private static string? InPlaces(FederationOptions options) => options switch
    {
        _ when options.BackOff < TimeSpan.Zero || options.BackOff > BackOffMax => $"BackOff is outside 0 to {BackOffMax}.",
        { StanzaBytesMax: < StanzaBytesMin } => $"StanzaBytesMax is below {StanzaBytesMin}, which RFC 6120 13.12 forbids.",
        { StreamsMax: < StreamsMin } or { StreamsPerAddressMax: < 1 } or { AttemptsPerMinuteMax: < 1 } =>
            $"StreamsMax is below {StreamsMin}, or StreamsPerAddressMax or AttemptsPerMinuteMax below one: nobody could connect.",
        { DialbackSecret.Length: < SecretBytesMin } => $"DialbackSecret is shorter than {SecretBytesMin} bytes.",
        _ when options.Listen.Any(l => l.DirectTls) && !options.HasCertificate() =>
            "Listen asks for direct TLS, but there is no certificate to present.",
        _ when options.Listen.Count > 0 && !options.Listen.Any(l => l.DirectTls)
            && options.PolicyFor.Values.Append(options.Policy).All(p => p.Tls == TlsPolicy.DirectOnly) =>
            "Every policy is DirectOnly, but no endpoint of Listen has direct TLS, so that nobody could ever be accepted.",
        _ when options.StaticTargets.Values.Any(t => t.Any(e => e.Port is < 1 or > PortMax)) =>
            $"StaticTargets holds a port outside 1 to {PortMax}.",
        _ when options.StaticTargets.Values.Any(t => t.Any(e => string.IsNullOrWhiteSpace(e.Host))) =>
            "StaticTargets holds an empty host.",
        _ => null,
    };

    /// <summary>Whether there is a certificate to present.</summary>
    internal static bool HasCertificate(this FederationOptions options) =>
        options.Certificate is not null || options.Certificates.Count > 0;
}
