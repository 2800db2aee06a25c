using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Where an execution could leave the plainest way once more, behind its last deviation, so that a certain thing happens next.
/// </summary>
/// <param name="wanted">Whether a label is that thing's.</param>
internal sealed class Turnings(Func<string, bool> wanted) : IDeviationWatcher
{
    private readonly List<Deviation> _found = [];

    /// <summary>Each of them, the first one first.</summary>
    public IReadOnlyList<Deviation> Found => _found;

    public void Pick(Moment moment, IReadOnlyList<Option> options, int plain, PlainOrder order)
    {
        if (plain > 1 && wanted(Second(options, plain, order).Label()))
        {
            _found.Add(Deviation.Postpone(moment));
        }

        for (var i = plain; i < options.Count; i++)
        {
            if (options[i].Label() is var fault && wanted(fault))
            {
                _found.Add(Deviation.Strike(moment, fault));
            }
        }
    }

    public void Choose(Moment moment, int count, Func<int, string> label)
    {
        for (var i = 1; i < count; i++)
        {
            if (label(i) is var way && wanted(way))
            {
                _found.Add(Deviation.Take(moment, way));
            }
        }
    }

    public void Deviated() => _found.Clear();

    // What happens when the plainest is postponed: who is not postponed himself, or whose turn it is among those who are.
    private static Option Second(IReadOnlyList<Option> options, int plain, PlainOrder order)
    {
        var next = order.Next(options, plain);
        return Enumerable.Range(0, plain).Where(i => i != next).Select(i => options[i]).MinBy(order.RankOf);
    }
}
