namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Uniform random walk: who goes on is drawn by how many steps are still before him, so that each interleaving of the sources is
/// about as likely as another; a walk that draws them alike prefers the orders in which the short ones are over early
/// (H. Zhao and others, <i>Selectively Uniform Concurrency Testing</i>, ASPLOS 2025).
/// </summary>
/// <remarks>
/// Exact as far as the estimate is. Faults strike as in a random walk, and what the environment chooses is chosen as there.
/// </remarks>
internal sealed class UniformWalkStrategy : IStrategy
{
    private readonly Chance _chance;
    private readonly FaultLot _faults;
    private readonly IReadOnlyDictionary<string, long> _estimate;
    private readonly SourceTree _tree = new();
    private readonly Dictionary<string, long> _left = new(StringComparer.Ordinal);

    /// <param name="seed">What all chance is drawn from.</param>
    /// <param name="estimate">How many steps each source has before it: see <see cref="WalkEstimate"/>.</param>
    public UniformWalkStrategy(ulong seed, IReadOnlyDictionary<string, long> estimate)
    {
        _chance = new Chance(seed);
        _faults = new FaultLot(_chance);
        _estimate = estimate;
    }

    public int Pick(IReadOnlyList<Option> options)
    {
        // What a source has brought about is before that one now, and no longer before who brought it about.
        foreach (var (source, parent) in _tree.NewIn(options))
        {
            var total = Math.Max(1, _estimate.GetValueOrDefault(source));
            _left[source] = total;
            if (parent is not null)
            {
                _left[parent] = Math.Max(1, _left[parent] - total);
            }
        }

        var pick = _faults.Strike(options, out var plain) ?? (plain == 1 ? 0 : Drawn(options, plain));
        var ran = _tree.Ran(options[pick]);
        _left[ran] = Math.Max(1, _left[ran] - 1);
        return pick;
    }

    public int Choose(int count, Func<int, string> label) => _faults.Choose(count);

    private int Drawn(IReadOnlyList<Option> options, int plain)
    {
        long all = 0;
        for (var i = 0; i < plain; i++)
        {
            all += _left[_tree.Name(options[i])];
        }

        long drawn = _chance.Below((int)Math.Min(all, int.MaxValue));
        for (var i = 0; i < plain; i++)
        {
            drawn -= _left[_tree.Name(options[i])];
            if (drawn < 0)
            {
                return i;
            }
        }

        return plain - 1;
    }
}
