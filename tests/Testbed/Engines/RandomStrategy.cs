namespace Xmpp.Federation.Testbed.Engines;

/// <summary>A random walk: every option alike, and now and then a fault.</summary>
internal sealed class RandomStrategy : IStrategy
{
    private readonly Chance _chance;
    private readonly FaultLot _faults;

    public RandomStrategy(ulong seed)
    {
        _chance = new Chance(seed);
        _faults = new FaultLot(_chance);
    }

    public int Pick(IReadOnlyList<Option> options) =>
        _faults.Strike(options, out var plain) ?? (plain == 1 ? 0 : _chance.Below(plain));

    public int Choose(int count, Func<int, string> label) => _faults.Choose(count);
}
