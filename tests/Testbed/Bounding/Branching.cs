using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>Where an execution could have deviated once more, behind its last deviation.</summary>
internal sealed class Branching(HappensBefore order, Bounds left) : IDeviationWatcher
{
    private readonly List<Branch> _branches = [];

    public IReadOnlyList<Branch> Branches => _branches;

    public void Pick(Moment moment, IReadOnlyList<Option> options, int plain, PlainOrder postponed)
    {
        List<Deviation> deviations = [];
        if (left.AllowDelay && plain > 1)
        {
            deviations.Add(Deviation.Postpone(moment));
        }

        for (var i = plain; i < options.Count && left.AllowFault; i++)
        {
            deviations.Add(Deviation.Strike(moment, options[i].Label()));
        }

        _branches.Add(new Branch(KeyOf(options, plain, postponed), deviations.ToSeq()));
    }

    public void Choose(Moment moment, int count, Func<int, string> label)
    {
        if (left.AllowFault)
        {
            _branches.Add(new Branch(order.Key, Enumerable.Range(1, count - 1).Select(i => Deviation.Take(moment, label(i))).ToSeq()));
        }
    }

    public void Deviated() => _branches.Clear();

    // Who is postponed, and in which order, decides with what has happened on all that follows the plainest way.
    private ulong KeyOf(IReadOnlyList<Option> options, int plain, PlainOrder postponed)
    {
        var key = order.Key;
        for (var i = 0; i < plain; i++)
        {
            if (postponed.RankOf(options[i]) is var rank and >= 0)
            {
                key = HappensBefore.Mixed(key, HappensBefore.Mixed(HappensBefore.HashOf(options[i].Label()), (ulong)rank));
            }
        }

        return key;
    }
}

/// <summary>A state of an execution, and how it could go on otherwise than is plainest.</summary>
/// <param name="Key">Equal for states that go on alike.</param>
/// <param name="Deviations">What would be one deviation more.</param>
internal readonly record struct Branch(ulong Key, Seq<Deviation> Deviations);
