namespace Xmpp.Federation.Testbed.Engines;

/// <summary>A random walk: every option alike, but faults seldom, so that executions get somewhere before they strike.</summary>
internal sealed class RandomStrategy(ulong seed) : IStrategy
{
    private const int FaultOneIn = 32;

    private readonly Chance _chance = new(seed);

    public int Pick(IReadOnlyList<Option> options)
    {
        var faults = 0;
        for (var i = options.Count - 1; i >= 0 && options[i].IsFault; i--)
        {
            faults++;
        }

        var plain = options.Count - faults;
        return faults > 0 && (plain == 0 || _chance.Below(FaultOneIn) == 0)
            ? plain + _chance.Below(faults)
            : plain == 1 ? 0 : _chance.Below(plain);
    }

    public int Choose(int count, Func<int, string> label) => _chance.Below(count);
}
