using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// A few of the deviations that an execution leaves open, each as likely as another (reservoir sampling: J. Vitter, 1985); faults
/// and postponements alike, though there are more of one kind than of the other.
/// </summary>
internal sealed class Sampling(Chance chance) : IDeviationWatcher
{
    private readonly Deviation?[] _kept = new Deviation?[2];
    private readonly int[] _seen = new int[2];

    /// <summary>One of them; null where there is none.</summary>
    public Deviation? Drawn => chance.Below(2) == 0 ? _kept[0] ?? _kept[1] : _kept[1] ?? _kept[0];

    public void Pick(Moment moment, IReadOnlyList<Option> options, int plain, PlainOrder order)
    {
        if (plain > 1)
        {
            Offer(0, () => Deviation.Postpone(moment));
        }

        for (var i = plain; i < options.Count; i++)
        {
            var fault = options[i];
            Offer(1, () => Deviation.Strike(moment, fault.Label()));
        }
    }

    public void Choose(Moment moment, int count, Func<int, string> label)
    {
        for (var i = 1; i < count; i++)
        {
            var way = i;
            Offer(1, () => Deviation.Take(moment, label(way)));
        }
    }

    public void Deviated()
    {
    }

    private void Offer(int kind, Func<Deviation> deviation)
    {
        if (chance.Below(++_seen[kind]) == 0)
        {
            _kept[kind] = deviation();
        }
    }
}
