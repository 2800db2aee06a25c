namespace Xmpp.Federation.Core;

/// <summary>Every duration and every size that the negotiator obeys. Nothing in it is unbounded.</summary>
internal sealed record Limits
{
    public static Limits Default { get; } = new();

    /// <summary>The largest first-level element, in bytes. RFC 6120 13.12: never below 10000.</summary>
    public int ElementBytesMax { get; init; } = 262_144;

    /// <summary>The largest first-level element on a stream that is not authenticated yet, in bytes.</summary>
    public int UnauthenticatedElementBytesMax { get; init; } = 10_000;

    /// <summary>How deep elements nest below the root.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>How many attributes, namespace declarations included, one element carries.</summary>
    public int AttributesMax { get; init; } = 64;

    /// <summary>How many stanzas wait for one pair; the next one is returned at once.</summary>
    public int QueueStanzasMax { get; init; } = 1_000;

    /// <summary>How many stanzas of a stream are with the writer at a time.</summary>
    public int StanzasInFlightMax { get; init; } = 64;

    /// <summary>How many pairs use, or ask for, one stream; a further one gets another stream.</summary>
    public int PairsPerStreamMax { get; init; } = 100;

    /// <summary>How many peers are remembered that refused a further pair on a stream (XEP-0220 2.7).</summary>
    public int RefrainedMax { get; init; } = 10_000;

    /// <summary>How many targets of one domain are tried.</summary>
    public int TargetsMax { get; init; } = 16;

    /// <summary>
    /// How often a peer may fail to authenticate on one stream and try again. RFC 6120 6.4.5: "at least 2 and no
    /// more than 5" retries; keys that no authority vouches for count like refused EXTERNAL.
    /// </summary>
    public int AuthenticationRetriesMax { get; init; } = 3;

    public TimeSpan ResolveTimeout { get; init; } = TimeSpan.FromSeconds(20);

    public TimeSpan ConnectTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>For each single state of a negotiation, both roles.</summary>
    public TimeSpan NegotiationTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a dialback answer may take, the peer's own call to the authoritative server included.</summary>
    public TimeSpan DialbackTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long the call to an authority may take: less, so that the peer still hears what came of it.</summary>
    public TimeSpan AuthorityTimeout { get; init; } = TimeSpan.FromSeconds(45);

    /// <summary>How long an established stream without traffic stays open.</summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>
    /// The longest wait before a pair that could not be served is tried again, doubled with each failure that follows
    /// (RFC 6120 3.3: "between 0 and 60" seconds at first). Zero waits not at all.
    /// </summary>
    public TimeSpan BackOffFirst { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>What that wait never passes, and how long failures are remembered after it.</summary>
    public TimeSpan BackOffMax { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How many pairs are remembered as failed; what fails beyond that may be tried at once.</summary>
    public int BackOffsMax { get; init; } = 10_000;

    /// <summary>How long a server that stops goes on writing what waits for streams that it has.</summary>
    public TimeSpan ShutDownTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>RFC 6120 4.4 item 3: how long to wait for the peer's closing tag.</summary>
    public TimeSpan CloseTimeout { get; init; } = TimeSpan.FromSeconds(5);
}
