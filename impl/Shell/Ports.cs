using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Shell;

/// <summary>Everything of the world that the shell touches. A testbed supplies a simulated one.</summary>
internal sealed record Ports
{
    public required INetwork Network { get; init; }

    public required IResolver Resolver { get; init; }

    public required ITimers Timers { get; init; }

    public required IChance Chance { get; init; }

    public required ITaskStarter Tasks { get; init; }

    public required IApplication Application { get; init; }
}

/// <summary>Makes TCP connections.</summary>
internal interface INetwork
{
    /// <summary>Connects to a target, trying its addresses.</summary>
    /// <exception cref="IOException">No connection could be made.</exception>
    /// <exception cref="OperationCanceledException">The connection is no longer wanted.</exception>
    Task<ISocket> ConnectAsync(ConnectionId connection, Target target, CancellationToken unwanted);
}

/// <summary>
/// One TCP connection, in clear or secured. One read and one write may be under way at a time; both fail with
/// <see cref="IOException"/> when the connection breaks or is aborted.
/// </summary>
internal interface ISocket
{
    /// <summary>Reads some bytes; zero when the peer sends no more.</summary>
    Task<int> ReadAsync(Memory<byte> buffer);

    /// <summary>Writes all the bytes.</summary>
    Task WriteAsync(ReadOnlyMemory<byte> bytes);

    /// <summary>Performs the TLS handshake. A failed one is a result, not an exception.</summary>
    Task<TlsResult> SecureAsync(TlsRequest request);

    /// <summary>Ends the connection in order: TLS <c>close_notify</c>, FIN, wait for the peer's (RFC 6120 4.4).</summary>
    Task CloseAsync();

    /// <summary>Ends the connection at once; what is under way fails.</summary>
    void Abort();
}

/// <summary>What a handshake needs to know.</summary>
/// <param name="Local">Whose certificate to present.</param>
/// <param name="Remote">As TLS client, the server name to ask for; null as TLS server.</param>
internal sealed record TlsRequest(Domain Local, Domain? Remote);

/// <summary>How a handshake ended: with the facts of the peer's certificate, or with the reason of its failure.</summary>
internal sealed record TlsResult(PeerCertificate? Certificate, string? Failure);

/// <summary>Asks the name service where a domain may be reached.</summary>
internal interface IResolver
{
    /// <summary>SRV records of both services as one shuffled set, or the fallback of RFC 6120 3.2.2.</summary>
    Task<Resolution> ResolveAsync(Domain domain);
}

/// <summary>Fires timers.</summary>
internal interface ITimers
{
    /// <summary>The time since some moment in the past; it never goes back.</summary>
    TimeSpan Now { get; }

    /// <summary>Calls <paramref name="fired"/> once, when <paramref name="length"/> has passed.</summary>
    void Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired);

    /// <summary>A timer that has not fired will not fire. One that is firing may still do so: it is then stale.</summary>
    void Cancel(TimerId timer);
}

/// <summary>Draws what must be unpredictable.</summary>
internal interface IChance
{
    /// <summary>INV-26, RFC 6120 4.7.3: unpredictable, unique, NMTOKEN characters only.</summary>
    StreamId NextStreamId();

    /// <summary>RFC 6120 3.3: an unpredictable time from zero to <paramref name="longest"/>.</summary>
    TimeSpan UpTo(TimeSpan longest);
}

/// <summary>Starts the shell's loops: a scheduler that controls them needs to know each by name.</summary>
internal interface ITaskStarter
{
    /// <summary>Runs <paramref name="body"/> up to its end or its first wait, now or soon.</summary>
    void Start(string name, Func<Task> body);
}

/// <summary>The application behind the server.</summary>
internal interface IApplication
{
    /// <summary>
    /// Takes a stanza of an authorised pair. The stream is not read further until the task ends; called without
    /// any lock held (INV-48).
    /// </summary>
    Task ReceiveAsync(Output.Deliver delivery);

    /// <summary>Hears what the core decided, for logs and counters.</summary>
    void Notice(Output output);
}
