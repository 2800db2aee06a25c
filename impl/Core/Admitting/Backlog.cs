using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Admitting;

/// <summary>
/// The stanzas of our own application between being handed over and their fate, wherever they are: in the inbox, in a
/// queue, with a writer. Immutable; the shell keeps it at its door and lets nothing in that would pass a limit.
/// </summary>
internal sealed record Backlog
{
    public static Backlog Empty { get; } = new();

    /// <summary>What the pairs have that have any.</summary>
    public Map<DomainPair, Load> Pairs { get; init; }

    /// <summary>What all pairs have together.</summary>
    public Load All { get; init; }

    /// <summary>Whether one stanza more may come in. The limit of a pair is a fraction of that of all, so that one which
    /// cannot be served takes little from those that can.</summary>
    public bool HasRoom(Limits limits, DomainPair pair, long bytes)
    {
        var ofPair = Of(pair);
        return ofPair.Bytes + bytes <= limits.PairBytesMax
            && All.Stanzas < limits.BacklogStanzasMax
            && All.Bytes + bytes <= limits.BacklogBytesMax;
    }

    public Backlog With(DomainPair pair, long bytes) => Changed(pair, 1, bytes);

    public Backlog Without(DomainPair pair, long bytes) => Changed(pair, -1, -bytes);

    private Load Of(DomainPair pair) => Pairs.TryGetValue(pair, out var load) ? load : default;

    private Backlog Changed(DomainPair pair, int stanzas, long bytes)
    {
        var ofPair = Of(pair).With(stanzas, bytes);
        return new Backlog
        {
            Pairs = ofPair.Stanzas == 0 ? Pairs.Without(pair) : Pairs.With(pair, ofPair),
            All = All.With(stanzas, bytes),
        };
    }
}

/// <summary>So many stanzas, and their bytes as they are written.</summary>
internal readonly record struct Load(int Stanzas, long Bytes)
{
    public Load With(int stanzas, long bytes) => new(Stanzas + stanzas, Bytes + bytes);
}
