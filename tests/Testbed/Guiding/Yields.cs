using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Draws among several ways to go on, the more often the more each of them has brought for its effort of late; now and then any
/// of them, for what brings nothing now may bring something later.
/// </summary>
/// <param name="ways">How many there are.</param>
/// <param name="chance">What is drawn from.</param>
internal sealed class Yields(int ways, Chance chance)
{
    private const int AnyOneIn = 5;
    private const int Fineness = 1 << 20;

    // What was long ago counts for less: half of it after some hundred draws.
    private const double Fading = 0.998;

    private readonly double[] _gained = [.. Enumerable.Repeat(1.0, ways)];
    private readonly double[] _spent = [.. Enumerable.Repeat(1.0, ways)];

    /// <summary>The number of a way, from 0.</summary>
    public int Draw()
    {
        if (chance.Below(AnyOneIn) == 0)
        {
            return chance.Below(ways);
        }

        var drawn = Enumerable.Range(0, ways).Sum(Weight) * chance.Below(Fineness) / Fineness;
        var way = 0;
        for (; way < ways - 1 && drawn >= Weight(way); way++)
        {
            drawn -= Weight(way);
        }

        return way;
    }

    /// <summary>Notes what a way has brought, and what it has cost.</summary>
    public void Add(int way, double gained, double spent) =>
        (_gained[way], _spent[way]) = ((_gained[way] * Fading) + gained, (_spent[way] * Fading) + spent);

    // Squared, so that the better way is not only a little more likely.
    private double Weight(int way) => _gained[way] / _spent[way] * (_gained[way] / _spent[way]);
}
