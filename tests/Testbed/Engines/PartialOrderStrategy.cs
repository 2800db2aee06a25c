namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Partial order sampling: every step that waits has a random number, the lowest goes on, and who raced with it draws a new one
/// (X. Yuan, J. Yang, R. Gu, <i>Partial Order Aware Concurrency Sampling</i>, CAV 2018). A random walk prefers the orders that
/// many interleavings share; here each order of the steps that race is about as likely as another. Steps that race with nobody
/// go first, for it is all one when they do.
/// </summary>
/// <remarks>
/// Two steps race if they touch the same thing: loops of one server, events at one end of a connection, whoever begins or ends
/// the same connection. Faults strike as in a random walk, and what the environment chooses is chosen as there.
/// </remarks>
internal sealed class PartialOrderStrategy : IStrategy
{
    private readonly Chance _chance;
    private readonly FaultLot _faults;
    private readonly Dictionary<object, ulong> _numbers = new(ReferenceEqualityComparer.Instance);

    public PartialOrderStrategy(ulong seed)
    {
        _chance = new Chance(seed);
        _faults = new FaultLot(_chance);
    }

    public int Pick(IReadOnlyList<Option> options)
    {
        if (_faults.Strike(options, out var plain) is { } fault)
        {
            return fault;
        }

        if (plain == 1)
        {
            return 0;
        }

        var (next, races) = (-1, true);
        for (var i = 0; i < plain; i++)
        {
            var racing = Races(options, plain, i);
            if (next < 0 || (races && !racing) || (races == racing && NumberOf(options[i]) < NumberOf(options[next])))
            {
                (next, races) = (i, racing);
            }
        }

        _numbers.Remove(options[next].Source);
        for (var i = 0; i < plain && races; i++)
        {
            if (i != next && Conflict(options[i], options[next]))
            {
                _numbers.Remove(options[i].Source);
            }
        }

        return next;
    }

    public int Choose(int count, Func<int, string> label) => _faults.Choose(count);

    /// <summary>Whether the order of two steps may matter.</summary>
    public static bool Conflict(Option one, Option other)
    {
        if (one.Touches.IsEmpty || other.Touches.IsEmpty)
        {
            return true;
        }

        foreach (var touched in one.Touches.AsSpan())
        {
            if (other.Touches.Contains(touched))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Races(IReadOnlyList<Option> options, int plain, int index)
    {
        for (var i = 0; i < plain; i++)
        {
            if (i != index && Conflict(options[i], options[index]))
            {
                return true;
            }
        }

        return false;
    }

    private ulong NumberOf(Option option)
    {
        if (!_numbers.TryGetValue(option.Source, out var number))
        {
            number = _chance.Next();
            _numbers.Add(option.Source, number);
        }

        return number;
    }
}
