namespace Xmpp.Federation.Core;

/// <summary>Every duration and every size that the negotiator obeys. Nothing in it is unbounded.</summary>
internal sealed record Limits
{
    public static Limits Default { get; } = new();

    /// <summary>The largest first-level element, in bytes. RFC 6120 13.12: never below 10000.</summary>
    public int ElementBytesMax { get; init; } = 262_144;

    /// <summary>The largest first-level element on a stream that is not authenticated yet, in bytes.</summary>
    public int UnauthenticatedElementBytesMax { get; init; } = 10_000;

    /// <summary>How many items (headers, elements) are heard on a stream until somebody is authenticated on it.</summary>
    public int StrangerElementsMax { get; init; } = 100;

    /// <summary>
    /// How long all deadlines together may be of a stream until somebody is authenticated on it: a slow negotiation in
    /// which a first key is refused, and a second one taken.
    /// </summary>
    public TimeSpan StrangerTimeout { get; init; } = TimeSpan.FromMinutes(4);

    /// <summary>How many streams of peers there are; the next one is turned away.</summary>
    public int StreamsMax { get; init; } = 20_000;

    /// <summary>RFC 6120 13.12 item 1: how many of them come from one address; the next one is turned away.</summary>
    public int StreamsPerAddressMax { get; init; } = 1_000;

    /// <summary>How many streams there are on which nobody is authenticated; then the oldest one makes way.</summary>
    public int HalfOpenMax { get; init; } = 1_000;

    /// <summary>How many of them come from one address; then its oldest one makes way.</summary>
    public int HalfOpenPerAddressMax { get; init; } = 100;

    /// <summary>RFC 6120 13.12 item 2: how often one address may connect in a minute; further attempts are turned away.</summary>
    public int AttemptsPerMinuteMax { get; init; } = 600;

    /// <summary>Of how many addresses the attempts of a minute are remembered.</summary>
    public int AddressesMax { get; init; } = 10_000;

    /// <summary>How many questions to authorities are under way; beyond these keys are refused (XEP-0220 2.5).</summary>
    public int QuestionsMax { get; init; } = 1_000;

    /// <summary>How many of them wait on behalf of one stream.</summary>
    public int QuestionsPerStreamMax { get; init; } = 32;

    /// <summary>How many of them go to one domain.</summary>
    public int QuestionsPerAuthorityMax { get; init; } = 32;

    /// <summary>How many of them were set off from one address.</summary>
    public int QuestionsPerAddressMax { get; init; } = 128;

    /// <summary>How many targets of one domain are tried for a question, which anybody may set off.</summary>
    public int QuestionTargetsMax { get; init; } = 4;

    /// <summary>How deep elements nest below the root.</summary>
    public int DepthMax { get; init; } = 64;

    /// <summary>How many attributes, namespace declarations included, one element carries.</summary>
    public int AttributesMax { get; init; } = 64;

    /// <summary>How many stanzas wait for one pair; the next one is returned at once.</summary>
    public int QueueStanzasMax { get; init; } = 1_000;

    /// <summary>How many bytes of stanzas one pair may have under way, from being handed over to their fate.</summary>
    public long PairBytesMax { get; init; } = 8 << 20;

    /// <summary>How many bytes of stanzas all pairs may have under way.</summary>
    public long BacklogBytesMax { get; init; } = 128 << 20;

    /// <summary>How many stanzas all pairs may have under way.</summary>
    public int BacklogStanzasMax { get; init; } = 200_000;

    /// <summary>How many pairs have a route, or seek one; a stanza of another pair is returned at once.</summary>
    public int RoutesMax { get; init; } = 20_000;

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
    /// How long a peer may take nothing of what is being written to it, noticed within twice this time. Then the stream is
    /// dropped, and the stanzas with its writer are unconfirmed.
    /// </summary>
    public TimeSpan WriteTimeout { get; init; } = TimeSpan.FromMinutes(2);

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
