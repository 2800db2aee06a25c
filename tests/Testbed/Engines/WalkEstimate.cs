namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// How many steps each source of them takes, those of the sources that it brings about included: as one random walk of the same
/// world has shown it. A source is a loop of a server or one direction of a connection.
/// </summary>
internal sealed class WalkEstimate : IStrategy
{
    private readonly RandomStrategy _walk = new(0);
    private readonly SourceTree _tree = new();
    private readonly Dictionary<string, long> _steps = new(StringComparer.Ordinal);
    private readonly List<(string Source, string? Parent)> _order = [];

    public int Pick(IReadOnlyList<Option> options)
    {
        foreach (var (source, parent) in _tree.NewIn(options))
        {
            _order.Add((source, parent));
            _steps[source] = 0;
        }

        var pick = _walk.Pick(options);
        _steps[_tree.Ran(options[pick])]++;
        return pick;
    }

    public int Choose(int count, Func<int, string> label) => _walk.Choose(count, label);

    /// <summary>The estimate, once the walk is over: the later a source came, the sooner it is counted to whom it came from.</summary>
    public IReadOnlyDictionary<string, long> Totals()
    {
        var totals = new Dictionary<string, long>(_steps, StringComparer.Ordinal);
        foreach (var (source, parent) in Enumerable.Reverse(_order))
        {
            if (parent is not null)
            {
                totals[parent] += totals[source];
            }
        }

        return totals;
    }
}

/// <summary>Which sources of steps there are in an execution, and which step has brought each about.</summary>
internal sealed class SourceTree
{
    private readonly Dictionary<object, string> _names = new(ReferenceEqualityComparer.Instance);
    private readonly HashSet<string> _known = new(StringComparer.Ordinal);
    private string? _last;

    /// <summary>The sources that are seen for the first time, and the one whose step came just before.</summary>
    public List<(string Source, string? Parent)> NewIn(IReadOnlyList<Option> options)
    {
        List<(string, string?)> fresh = [];
        foreach (var option in options)
        {
            if (!_names.ContainsKey(option.Source))
            {
                var name = NameOf(option);
                _names.Add(option.Source, name);
                if (_known.Add(name))
                {
                    fresh.Add((name, _last));
                }
            }
        }

        return fresh;
    }

    /// <summary>What the source of an option is called; the same in every execution of a world.</summary>
    public string Name(Option option) => _names[option.Source];

    /// <summary>A step was taken.</summary>
    /// <returns>What its source is called.</returns>
    public string Ran(Option option) => _last = _names[option.Source];

    // `deliver a.example→b.example/1 header` comes from `deliver a.example→b.example/1`; a loop has one name anyway.
    private static string NameOf(Option option)
    {
        var label = option.Label();
        var second = label.IndexOf(' ', StringComparison.Ordinal) is var first and >= 0
            ? label.IndexOf(' ', first + 1)
            : -1;
        return second < 0 ? label : label[..second];
    }
}
