namespace Xmpp.Federation.Model.Protocol;

/// <summary>
/// A world to be explored, and how much may happen in it: small enough to visit every state, large enough that every rule
/// comes up.
/// </summary>
/// <param name="Name">Its name in reports.</param>
/// <param name="Servers">The servers, by their numbers.</param>
/// <param name="Certificates">What each of them presents.</param>
/// <param name="Wanted">The pairs that somebody has stanzas for, in the order of <see cref="World.Waiting"/>.</param>
internal sealed record Scope(string Name, Facts[] Servers, Certificate[] Certificates, Pair[] Wanted)
{
    /// <summary>How many stanzas each of the pairs has.</summary>
    public byte Stanzas { get; init; } = 1;

    /// <summary>How many connections may be made, one after the other or at the same time.</summary>
    public byte Connections { get; init; } = 2;

    /// <summary>How often a server may refuse, or give up, for a reason of its own.</summary>
    public byte Refusals { get; init; }

    /// <summary>How many connections may break.</summary>
    public byte Cuts { get; init; }

    /// <summary>How many things an attacker may say, on its own connections or on those that it can touch.</summary>
    public byte Attacks { get; init; }

    /// <summary>The server whose connections the attacker can touch as long as they are in clear; null for none.</summary>
    public int? Exposed { get; init; }

    /// <summary>The cases that come up in it, by the names of <see cref="WorldProperties"/>.</summary>
    public IReadOnlyList<string> Shows { get; init; } = [];

    /// <summary>A rule that is left out, to see what it is good for.</summary>
    public Rule? Waived { get; init; }

    /// <summary>
    /// The number of a connection: who makes it, who accepts it, and how many there were between them before.
    /// </summary>
    public ushort LinkOf(byte initiator, byte receiver, int before) =>
        (ushort)(1 + ((((initiator == Link.Attacker ? Servers.Length : initiator) * Servers.Length) + receiver) * 16) + before);

    /// <summary>The id of the next epoch of a stream: fresh, and named by its connection.</summary>
    public static Id IdOf(ushort link, StreamEnd end) => new((ushort)((link * 4) + 1 + (int)end.Security));

    /// <summary>Who serves a domain: its number, or -1.</summary>
    public int ServerOf(DomainName domain) => Array.FindIndex(Servers, s => s.Serves.Contains(domain));
}
