using System.Collections.ObjectModel;
using System.Diagnostics.Metrics;
using System.Net;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Logging;
using Xmpp.Federation.Core;

namespace Xmpp.Federation;

/// <summary>
/// What a federation is told. <see cref="XmppFederation"/> checks it at construction; unless a member says
/// otherwise, leave its collections as they are afterwards.
/// </summary>
public sealed record FederationOptions
{
    /// <summary>The domains that this server serves; the first one greets peers who address none.</summary>
    public required IReadOnlyList<Domain> Domains { get; init; }

    /// <summary>The policy for remote domains without one of their own.</summary>
    public Policy Policy { get; init; } = Policy.Default;

    /// <summary>The policy for single remote domains.</summary>
    public IReadOnlyDictionary<Domain, Policy> PolicyFor { get; init; } = ReadOnlyDictionary<Domain, Policy>.Empty;

    /// <summary>
    /// The certificate to present, with its private key, for every domain that <see cref="Certificates"/> does
    /// not name. Without any certificate TLS is not offered (RFC 6120 5.4.3.1) and EXTERNAL never tried.
    /// </summary>
    public X509Certificate2? Certificate { get; init; }

    /// <summary>
    /// The certificates of single own domains, with their private keys; a TLS client gets the one it names by SNI.
    /// </summary>
    public IReadOnlyDictionary<Domain, X509Certificate2> Certificates { get; init; } =
        ReadOnlyDictionary<Domain, X509Certificate2>.Empty;

    /// <summary>The issuers to send along with the own certificates, root excluded (RFC 6120 13.7.1.1).</summary>
    public X509Certificate2Collection? IntermediateCertificates { get; init; }

    /// <summary>Which certificates are believed, of peers without a trust of their own.</summary>
    public CertificateTrust Trust { get; init; } = CertificateTrust.OfTheSystem;

    /// <summary>Which certificates are believed of single remote domains: instead of <see cref="Trust"/>, not beside it.</summary>
    public IReadOnlyDictionary<Domain, CertificateTrust> TrustFor { get; init; } =
        ReadOnlyDictionary<Domain, CertificateTrust>.Empty;

    /// <summary>
    /// Looks for a further proof of a remote domain's identity whenever a stream to it is sought, beside the search in
    /// DNS. An exception fails that search. Null where there is none: then certificate paths decide alone.
    /// </summary>
    public Func<Domain, Task<IdentityProof>>? FindProofAsync { get; init; }

    /// <summary>Where to listen; nothing by default, and then nobody can dial back.</summary>
    public IReadOnlyList<ListenEndpoint> Listen { get; init; } = [];

    /// <summary>
    /// The secret of dialback keys, at least 16 bytes. Null draws one at random at the start (XEP-0185 2), which
    /// serves as long as one process answers for the domains.
    /// </summary>
    public ReadOnlyMemory<byte>? DialbackSecret { get; init; }

    /// <summary>
    /// Where single remote domains are reached, in this order, without asking DNS; an empty list means that
    /// the domain offers no service. For private federations, services of the same machine, and tests. Read at
    /// each search for a stream, so a dictionary that allows it may be changed while the federation runs.
    /// </summary>
    public IReadOnlyDictionary<Domain, IReadOnlyList<StaticTarget>> StaticTargets { get; init; } =
        ReadOnlyDictionary<Domain, IReadOnlyList<StaticTarget>>.Empty;

    /// <summary>
    /// How long a pair of domains waits at most, after no stream could be had for it, before it is tried again: a random
    /// time up to this, doubled with each failure that follows, up to ten minutes (RFC 6120 3.3). Its stanzas are
    /// returned at once meanwhile, unless the peer comes to us. Zero tries again with the next stanza.
    /// </summary>
    public TimeSpan BackOff { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// The largest stanza that is taken from an authenticated peer, in bytes; 10000 at least (RFC 6120 13.12). A larger
    /// one ends its stream.
    /// </summary>
    public int StanzaBytesMax { get; init; } = 262_144;

    /// <summary>
    /// How many streams of peers are open at a time (RFC 6120 13.12); whoever connects beyond that is turned away. A
    /// tenth of them, a thousand at most, may be half-open: there a newcomer takes the place of the oldest one of the
    /// address that has most, so that nobody who is authenticated loses his.
    /// </summary>
    public int StreamsMax { get; init; } = 20_000;

    /// <summary>
    /// How many of them come from one address, or one /64 of IPv6 (RFC 6120 13.12 item 1). A host of many domains needs
    /// one for each pair.
    /// </summary>
    public int StreamsPerAddressMax { get; init; } = 1_000;

    /// <summary>How often one address may connect in a minute (RFC 6120 13.12 item 2).</summary>
    public int AttemptsPerMinuteMax { get; init; } = 600;

    /// <summary>The name servers to ask; none means those of the system.</summary>
    public IReadOnlyList<IPEndPoint> NameServers { get; init; } = [];

    /// <summary>
    /// Takes each stanza of an authenticated pair, one after the other for a stream: the stream is not read
    /// further until the task ends. An exception is logged and changes nothing.
    /// </summary>
    public Func<ReceivedStanza, Task> ReceiveAsync { get; init; } = _ => Task.CompletedTask;

    /// <summary>What no other member says; tests shorten its waits.</summary>
    internal Limits Limits { get; init; } = Limits.Default;

    /// <summary>Put around every step of the negotiator; null for nothing. Tests look on.</summary>
    internal Func<StepFunction, StepFunction>? Around { get; init; }

    /// <summary>
    /// Makes the logger, of the category <see cref="XmppFederation.TelemetryName"/>, for decisions and faults; null for
    /// none. The federation's loop writes to it: a logger that waits holds every stream up.
    /// </summary>
    public ILoggerFactory? LoggerFactory { get; init; }

    /// <summary>
    /// Makes the meter, of the name <see cref="XmppFederation.TelemetryName"/>; null for one of the federation's own.
    /// </summary>
    public IMeterFactory? MeterFactory { get; init; }
}
