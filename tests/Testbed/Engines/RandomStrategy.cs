namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// A random walk: every option alike. How readily faults strike is drawn once an execution, so that some get far
/// before the first one and others hardly begin.
/// </summary>
internal sealed class RandomStrategy : IStrategy
{
    private static readonly int[] FaultsOneIn = [8, 64, 512];

    private readonly Chance _chance;
    private readonly int _faultOneIn;

    public RandomStrategy(ulong seed)
    {
        _chance = new Chance(seed);
        _faultOneIn = FaultsOneIn[_chance.Below(FaultsOneIn.Length)];
    }

    public int Pick(IReadOnlyList<Option> options)
    {
        var plain = options.Count;
        while (plain > 0 && options[plain - 1].IsFault)
        {
            plain--;
        }

        var faults = options.Count - plain;
        return faults > 0 && (plain == 0 || _chance.Below(_faultOneIn) == 0)
            ? plain + _chance.Below(faults)
            : plain == 1 ? 0 : _chance.Below(plain);
    }

    // The plainest way most of the time, the others alike.
    public int Choose(int count, Func<int, string> label) =>
        _chance.Below(Math.Min(_faultOneIn, 16)) == 0 ? _chance.Below(count) : 0;
}
