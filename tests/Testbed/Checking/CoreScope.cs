using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>A world that is small enough to be checked whole.</summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Story">What it is about, in one sentence.</param>
/// <param name="World">The world; what may go wrong is what its faults say.</param>
internal sealed record CoreScope(string Name, string Story, WorldDefinition World)
{
    /// <summary>A fault that is planted in every server; one without a memory of its own.</summary>
    public PlantedBug? Bug { get; init; }

    /// <summary>
    /// Whether a server may hear of other things before it hears that a stanza was written. It always may while the world
    /// can still break a connection.
    /// </summary>
    public bool LateWrites { get; init; }

    /// <summary>Whether it is searched for cycles, too, in which what was promised never comes; that takes as long again.</summary>
    public bool Promises { get; init; }

    public AttackerBounds Attacker { get; init; } = AttackerBounds.None;
}

/// <summary>What an attacker can reach, and how often it acts.</summary>
/// <param name="Actions">How often: each element that it says, and each connection that it opens, is one action.</param>
internal sealed record AttackerBounds(int Actions)
{
    public static AttackerBounds None { get; } = new(0);

    /// <summary>Between which servers, by their first domain, it reads and writes while the connection is in clear.</summary>
    public Seq<DomainPair> ClearLinks { get; init; }

    /// <summary>The domains that it claims to be, towards every server that does not serve them.</summary>
    public Seq<Domain> Claims { get; init; }

    /// <summary>How many connections of its own it has at a time.</summary>
    public int Calls { get; init; } = 1;

    public Repertoire Says { get; init; } = Repertoire.Replays | Repertoire.Pretences | Repertoire.Openings | Repertoire.Requests
        | Repertoire.Tls;

    /// <summary>The features that it offers where it is dialled.</summary>
    public Seq<StreamFeatures> Offers { get; init; }
}
