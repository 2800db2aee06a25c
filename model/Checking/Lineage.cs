namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// What is remembered of each state by its number: from which other one it was found first, and, where paths are searched
/// again later, where it lies.
/// </summary>
/// <param name="keepRecords">Whether the places are kept.</param>
internal sealed class Lineage(bool keepRecords)
{
    /// <summary>The parent of a state in which the system begins.</summary>
    public const uint None = uint.MaxValue;

    private readonly Sequence<uint> _parents = new();
    private readonly Sequence<uint> _records = new();
    private readonly Sequence<int> _levels = new();

    /// <summary>How many states there are.</summary>
    public int Count => _parents.Count;

    /// <summary>How many levels there are.</summary>
    public int Levels => _levels.Count;

    /// <summary>What it takes.</summary>
    public long Bytes => (_parents.Pieces + _records.Pieces) * Sequence<uint>.PieceBytes;

    /// <summary>A new level begins with the next state.</summary>
    public void OpenLevel() => _levels.Add(Count);

    /// <summary>The numbers of a level.</summary>
    public Range Level(int depth) => _levels[depth]..(depth + 1 < Levels ? _levels[depth + 1] : Count);

    /// <summary>Numbers a state.</summary>
    public uint Add(uint parent, uint record)
    {
        _parents.Add(parent);
        if (keepRecords)
        {
            _records.Add(record);
        }

        return (uint)(Count - 1);
    }

    /// <summary>Where a state lies.</summary>
    public uint RecordOf(uint number) => _records[number];

    /// <summary>The numbers on the way to a state, the first and its own included.</summary>
    public List<uint> PathTo(uint number)
    {
        List<uint> path = [];
        for (var at = number; at != None; at = _parents[at])
        {
            path.Add(at);
        }

        path.Reverse();
        return path;
    }
}
