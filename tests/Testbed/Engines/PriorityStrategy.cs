namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Probabilistic concurrency testing: every source of steps has a random priority, and of those that can go on the highest
/// does; at a few random steps whoever would go on falls behind all others. A bug that needs d such constraints among n
/// sources in k steps is met in one execution with a probability of at least 1 / (n kᵈ⁻¹) (S. Burckhardt and others,
/// <i>A Randomized Scheduler with Probabilistic Guarantees of Finding Bugs</i>, ASPLOS 2010).
/// </summary>
/// <remarks>
/// A source is a loop of a server or one direction of a connection. The guarantee is one about orders: faults strike as in a
/// random walk, and what the environment chooses is chosen as there.
/// </remarks>
internal sealed class PriorityStrategy : IStrategy
{
    private readonly Chance _chance;
    private readonly FaultLot _faults;
    private readonly Dictionary<object, ulong> _priorities = new(ReferenceEqualityComparer.Instance);
    private readonly SortedDictionary<int, ulong> _changes = [];
    private int _step;

    /// <param name="seed">What all chance is drawn from.</param>
    /// <param name="depth">d: how many orderings the bug needs that is looked for; at least 1.</param>
    /// <param name="steps">k: how many steps an execution takes, or more.</param>
    public PriorityStrategy(ulong seed, int depth, int steps)
    {
        _chance = new Chance(seed);
        _faults = new FaultLot(_chance);
        // Below every priority that a source begins with, and the later the lower.
        for (var change = Math.Min(depth - 1, steps); change > 0; change--)
        {
            while (!_changes.TryAdd(1 + _chance.Below(steps), (ulong)change))
            {
            }
        }
    }

    public int Pick(IReadOnlyList<Option> options)
    {
        if (_faults.Strike(options, out var plain) is { } fault)
        {
            return fault;
        }

        var highest = Highest(options, plain);
        if (_changes.Remove(++_step, out var low))
        {
            _priorities[options[highest].Source] = low;
            highest = Highest(options, plain);
        }

        return highest;
    }

    public int Choose(int count, Func<int, string> label) => _faults.Choose(count);

    private int Highest(IReadOnlyList<Option> options, int plain)
    {
        var highest = 0;
        for (var i = 0; i < plain; i++)
        {
            if (PriorityOf(options[i].Source) > PriorityOf(options[highest].Source))
            {
                highest = i;
            }
        }

        return highest;
    }

    private ulong PriorityOf(object source)
    {
        if (!_priorities.TryGetValue(source, out var priority))
        {
            priority = _chance.Next() | (1UL << 63);
            _priorities.Add(source, priority);
        }

        return priority;
    }
}
