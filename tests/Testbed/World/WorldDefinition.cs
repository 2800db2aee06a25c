using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;

namespace Xmpp.Federation.Testbed.World;

/// <summary>One small internet: its servers, what they send to each other, and what may go wrong.</summary>
internal sealed record WorldDefinition
{
    /// <summary>In the order of the file; at least one.</summary>
    public required Seq<ServerDefinition> Servers { get; init; }

    /// <summary>What the applications hand to their negotiators.</summary>
    public Seq<Sending> Send { get; init; }

    public FaultBudget Faults { get; init; } = FaultBudget.None;
}

/// <summary>A server: the production negotiator, or a simulated peer in its place.</summary>
/// <param name="Name">Its first domain.</param>
internal sealed record ServerDefinition(Domain Name)
{
    private readonly Seq<Domain> _domains;

    /// <summary>What it serves beside <see cref="Name"/>.</summary>
    public Seq<Domain> Domains
    {
        get => _domains;
        init => (_domains, Serves) = (value, [Name, .. value]);
    }

    /// <summary>A whole simulated server, by its name in the model's catalogue, or null.</summary>
    public string? Profile { get; init; }

    /// <summary>In what a simulated server deviates from its profile, or null.</summary>
    public PeerDefinition? Peer { get; init; }

    public Policy Policy { get; init; } = Policy.Default;

    public CertificateState Certificate { get; init; }

    public DnsDefinition Dns { get; init; } = DnsDefinition.Default;

    /// <summary>Whether it waits before it tries again what it could not have (RFC 6120 3.3).</summary>
    public bool BackOff { get; init; }

    /// <summary>How many stanzas wait here for one pair (INV-39).</summary>
    public int Queue { get; init; } = Limits.Default.QueueStanzasMax;

    /// <summary>Whether the application behind it answers every stanza by an error, as for a recipient that is not there.</summary>
    public bool Answers { get; init; }

    /// <summary>The whole policy towards a remote domain, where it differs from <see cref="Policy"/>.</summary>
    public Map<Domain, Policy> PolicyFor { get; init; }

    /// <summary>Whether it is a simulated peer that refuses in this way.</summary>
    public bool Refuses(string flavour) => Peer?.Flavours.Contains(flavour) ?? false;

    /// <summary>Whether the production negotiator runs it.</summary>
    public bool IsNegotiator => Profile is null && Peer is null;

    /// <summary>All that it serves, <see cref="Name"/> first.</summary>
    public Seq<Domain> Serves { get; private init; } = [Name];

    /// <summary>What it demands of a negotiation with <paramref name="remote"/>.</summary>
    public Policy PolicyTowards(Domain remote) => PolicyFor.TryGetValue(remote, out var policy) ? policy : Policy;

    /// <summary>Every policy that it has, towards whomever.</summary>
    public IEnumerable<Policy> Policies => PolicyFor.Values.Prepend(Policy);
}

/// <summary>In what a simulated peer deviates from its profile, and what it does of its own accord.</summary>
internal sealed record PeerDefinition
{
    public static PeerDefinition None { get; } = new();

    /// <summary>The ways in which it refuses.</summary>
    public Seq<string> Flavours { get; init; }

    /// <summary>Where not 0: which flavours strike and how is drawn from it for each connection.</summary>
    public ulong Seed { get; init; }

    /// <summary>Single elements in which it deviates.</summary>
    public Seq<Change> Changes { get; init; }

    public Writing Writing { get; init; }

    /// <summary>The connections that it opens.</summary>
    public Seq<Call> Calls { get; init; }

    /// <summary>In how many respects it is not the profile that it is taken from.</summary>
    public int Deviations => Flavours.Count + Changes.Count + (Writing == Writing.Elements ? 0 : 1);
}

/// <summary>What a server presents when TLS asks it for a certificate.</summary>
internal enum CertificateState
{
    Valid,
    Missing,
    Expired,
    SelfSigned,
    WrongName,
    UnknownCa,
    NoClientPurpose,
}

/// <summary>What DNS says to who looks for the service of a server (RFC 2782).</summary>
internal enum SrvAnswer
{
    /// <summary>Its targets.</summary>
    Ok,

    /// <summary>No record: the address of the domain itself is used.</summary>
    None,

    /// <summary>The single target <c>.</c>: there is decidedly no such service.</summary>
    Dot,

    /// <summary>No answer.</summary>
    Fail,
}

/// <summary>What is published to prove a server, beside the path of its certificate: DANE (RFC 7673), POSH (RFC 7711).</summary>
internal enum PublishedProof
{
    None,

    /// <summary>Something that nothing secures.</summary>
    Insecure,

    /// <summary>The certificate that the server presents.</summary>
    Secure,

    /// <summary>Another certificate.</summary>
    Mismatch,

    /// <summary>What does not verify.</summary>
    Bogus,
}

/// <summary>How others find a server.</summary>
/// <param name="Srv">The answer for <c>_xmpp-server</c>.</param>
/// <param name="Direct">Whether there is <c>_xmpps-server</c> too (XEP-0368).</param>
internal sealed record DnsDefinition(SrvAnswer Srv, bool Direct)
{
    public static DnsDefinition Default { get; } = new(SrvAnswer.Ok, false);

    /// <summary>What is published of its certificate.</summary>
    public PublishedProof Proof { get; init; }
}

/// <summary>Stanzas that one application hands over for one pair.</summary>
internal readonly record struct Sending(Domain From, Domain To, int Stanzas)
{
    /// <summary>
    /// Where not 0: a later wave. It begins when the clock has come to so many seconds, or at any moment before: when an
    /// application has something to say is its own affair.
    /// </summary>
    public int After { get; init; }

    public DomainPair Pair => new(From, To);
}

/// <summary>What may go wrong: each number a maximum per execution.</summary>
internal sealed record FaultBudget
{
    public static FaultBudget None { get; } = new();

    /// <summary>Connections that end without a word.</summary>
    public int Cuts { get; init; }

    /// <summary>Connections that end with a reset.</summary>
    public int Resets { get; init; }

    public int RefusedConnects { get; init; }

    public int DnsFailures { get; init; }

    public int TlsFailures { get; init; }

    /// <summary>Timers that fire although something else could still happen.</summary>
    public int EarlyTimers { get; init; }

    /// <summary>Servers that are lost with all they know, and come back with a new secret (negotiators only).</summary>
    public int Restarts { get; init; }

    /// <summary>Servers that shut down in order.</summary>
    public int Shutdowns { get; init; }

    /// <summary>Writes that fail, though a part or all of the bytes may have got out.</summary>
    public int FailedWrites { get; init; }

    /// <summary>
    /// Ends that stop reading until nothing else can happen, or any time less. Where one may, buffers hold so little that
    /// writers wait for readers.
    /// </summary>
    public int SlowReaders { get; init; }

    /// <summary>Directions that end for who reads while whoever writes goes on.</summary>
    public int HalfCloses { get; init; }

    /// <summary>Connections on which TLS fails behind the handshake, by an alert of one end.</summary>
    public int LateAlerts { get; init; }

    /// <summary>Leaps of the clock by ten minutes: all that was due on the way is due at once.</summary>
    public int ClockJumps { get; init; }

    /// <summary>Connects that are answered when nothing else can happen, or any time before.</summary>
    public int SlowConnects { get; init; }

    /// <summary>Links reorder against each other.</summary>
    public bool Delay { get; init; }

    /// <summary>Writes arrive in pieces, and together.</summary>
    public bool Fragment { get; init; }

    /// <summary>Whether every schedule must give the same outcome.</summary>
    public bool IsFaultless => this == None;
}
