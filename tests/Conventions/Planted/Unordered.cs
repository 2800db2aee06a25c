namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>Ways to let out the order of a hash table.</summary>
internal sealed class Unordered
{
    private readonly Dictionary<string, int> _table = [];
    private readonly HashSet<string> _set = [];

    public int Loops()
    {
        var last = 0;
        foreach (var (_, value) in _table)
        {
            last = value;
        }

        return last;
    }

    public string TakesKeys() => string.Join(',', _table.Keys);

    public string Joins() => string.Join(',', _set);

    public string TakesFirst() => _set.First();

    public List<int> Selects(int floor) => _table.Where(p => p.Value > floor).Select(p => p.Value).ToList();

    public static int Passes(IReadOnlyDictionary<string, int> table) => table.Last().Value;

    public List<string> Copies() => [.. _set];

    public int Hashes() => HashCode.Combine(_set.Count, _table.Count);
}

/// <summary>Ways to use one and let out nothing.</summary>
internal sealed class Ordered
{
    private readonly Dictionary<string, int> _table = [];
    private readonly HashSet<string> _set = [];

    public bool Looks(string key) => _set.Add(key) && _table.ContainsKey(key) && _table.Any(p => p.Value > 1);

    public IEnumerable<string> Sorts() => _set.Order(StringComparer.Ordinal).Where(s => s.Length > 1);

    public HashSet<string> Copies() => new(_set);

    public string Lists(List<string> list) => string.Join(',', list) + _set.Count;

    public override int GetHashCode() => HashCode.Combine(_set.Count, _table.Count);

    public override bool Equals(object? obj) => obj is Ordered;
}
