using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>One server as a part of a state: what its core knows, and what the world holds for it alone.</summary>
internal sealed record ServerPart
{
    public FederationState Core { get; init; } = FederationState.Initial;

    /// <summary>The timers that are set, and how long each one is.</summary>
    public Map<TimerId, TimeSpan> Alarms { get; init; }

    /// <summary>Timers that have fired early, of which the server has not heard yet: it may still cancel them.</summary>
    public Seq<TimerId> Rung { get; init; }

    /// <summary>What the name service was asked and has not answered.</summary>
    public Seq<Errand> Resolving { get; init; }

    /// <summary>What has become of each of its stanzas, in the order of <see cref="CoreWorld.StanzasOf"/>.</summary>
    public Seq<Fate> Fates { get; init; }

    /// <summary>Bit n: stanza n of the world was given to a writer of this server.</summary>
    public ulong Given { get; init; }

    /// <summary>Bit n: stanza n of the world was handed to the application here.</summary>
    public ulong Taken { get; init; }

    /// <summary>For INV-44: the pairs for which the name service was asked, and no stream found or given up since.</summary>
    public Seq<DomainPair> Sought { get; init; }

    /// <summary>For INV-46: what was tried for the errands that are being searched for.</summary>
    public Map<Errand, Seq<string>> Tried { get; init; }

    /// <summary>The next connection that is accepted has this number.</summary>
    public int NextAccepted { get; init; } = 1;

    /// <summary>Which of its lives it is: each has a secret of its own.</summary>
    public int Life { get; init; } = 1;

    public ServerPhase Phase { get; init; }

    /// <summary>What an observer has made of what it saw here; see <see cref="IStepObserver"/>.</summary>
    public object? Observed { get; init; }

    /// <summary>The same with other names.</summary>
    public ServerPart Renamed(Names names, IStepObserver? observer) => this with
    {
        Core = Core.Renamed(names),
        Resolving = Resolving.Select(e => RenamedState.Of(e, names)).Order().ToSeq(),
        Tried = RenamedState.ByErrand(Tried, names, t => t),
        Observed = Observed is { } seen ? observer?.Renamed(seen, names) : null,
        Alarms = RenamedState.Of(Alarms, names.Of, l => l),
        Rung = Rung.Select(names.Of).Order().ToSeq(),
    };
}

/// <summary>How a server is.</summary>
internal enum ServerPhase
{
    Up,

    /// <summary>It was told to stop: nobody can connect to it any more.</summary>
    Stopping,

    /// <summary>It has stopped.</summary>
    Stopped,

    /// <summary>It is lost, and will come back.</summary>
    Lost,
}

/// <summary>What has become of a stanza.</summary>
internal enum Fate
{
    /// <summary>The application has not handed it over.</summary>
    Unsaid,

    /// <summary>It waits for its fate.</summary>
    Waiting,

    Written,
    Returned,
    Unconfirmed,

    /// <summary>Its server was lost, and nobody is left to be told.</summary>
    Perished,
}
