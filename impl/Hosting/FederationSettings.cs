namespace Xmpp.Federation.Hosting;

/// <summary>
/// What a hosted federation is told, in the words of a configuration file: bind a section to it. What cannot be said
/// there, <see cref="Refine"/> says in code.
/// </summary>
public sealed class FederationSettings
{
    /// <summary>The domains that this server serves (<see cref="FederationOptions.Domains"/>).</summary>
    public IList<string> Domains { get; } = [];

    /// <summary>
    /// Where to listen for streams that begin in clear, each as <c>address:port</c>: <c>[::]:5269</c> for example.
    /// </summary>
    public IList<string> Listen { get; } = [];

    /// <summary>Where to listen for TLS from the first byte (XEP-0368), each as <c>address:port</c>.</summary>
    public IList<string> ListenDirectTls { get; } = [];

    /// <summary>
    /// A PEM file with the certificate to present for every domain, and its issuers behind it
    /// (<see cref="FederationOptions.Certificate"/>).
    /// </summary>
    public string? CertificateFile { get; set; }

    /// <summary>A PEM file with the key of the certificate; null if it is in <see cref="CertificateFile"/>.</summary>
    public string? KeyFile { get; set; }

    /// <summary>A PEM file with the only authorities that are believed; null for those of the system.</summary>
    public string? RootsFile { get; set; }

    /// <summary>The secret of dialback keys, in UTF-8 (<see cref="FederationOptions.DialbackSecret"/>).</summary>
    public string? DialbackSecret { get; set; }

    /// <summary>
    /// Where single remote domains are reached without asking DNS, each as <c>host:port</c>
    /// (<see cref="FederationOptions.StaticTargets"/>).
    /// </summary>
    public IDictionary<string, string> Targets { get; } = new Dictionary<string, string>(StringComparer.Ordinal);

    /// <summary>The policy for remote domains without one of their own.</summary>
    public Policy Policy { get; set; } = new();

    /// <summary>The policy for single remote domains.</summary>
    public IDictionary<string, Policy> PolicyFor { get; } = new Dictionary<string, Policy>(StringComparer.Ordinal);

    /// <summary>
    /// Has the last word on the options: of certificates for single domains, of trust, of further proofs. Handler, logger
    /// and meter are set behind it.
    /// </summary>
    public Func<FederationOptions, FederationOptions>? Refine { get; set; }
}
