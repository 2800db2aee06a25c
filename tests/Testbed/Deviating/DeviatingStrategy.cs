using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Deviating;

/// <summary>Takes the plainest way, and deviates where it is told to; what is not possible there is left out.</summary>
internal sealed class DeviatingStrategy : IStrategy
{
    private readonly PlainOrder _order = new();
    private readonly Dictionary<Moment, Queue<Deviation>> _told = [];
    private readonly List<Deviation> _taken = [];
    private readonly List<Seq<string>> _milder = [];

    public DeviatingStrategy(IEnumerable<Deviation> deviations)
    {
        foreach (var deviation in deviations)
        {
            if (!_told.TryGetValue(deviation.At, out var there))
            {
                _told.Add(deviation.At, there = new Queue<Deviation>());
            }

            there.Enqueue(deviation);
        }
    }

    /// <summary>Where it has deviated, in the order of the execution.</summary>
    public IReadOnlyList<Deviation> Taken => _taken;

    /// <summary>Of each of those, what would have been less bad: the faults and ways that stand before it.</summary>
    public IReadOnlyList<Seq<string>> Milder => _milder;

    /// <summary>Told of what would be plainest, before it is decided whether to deviate from it; or null.</summary>
    public IDeviationWatcher? Watcher { get; init; }

    /// <summary>Asked where it is told nothing, whether it deviates all the same; or null.</summary>
    public IStraying? Straying { get; init; }

    public int Pick(IReadOnlyList<Option> options)
    {
        var plain = Option.PlainIn(options);
        while (true)
        {
            var next = _order.Next(options, plain);
            var label = options[next].Label();
            var moment = _order.MomentOf(label);
            Watcher?.Pick(moment, options, plain, _order);
            if ((Told(moment) ?? Straying?.Pick(moment, options, plain)) is not { } deviation)
            {
                _order.Ran(options[next], label);
                return next;
            }

            if (deviation.Kind == DeviationKind.Postpone && plain > 1)
            {
                _order.Postpone(options[next]);
                Take(deviation, []);
            }
            else if (deviation.Kind == DeviationKind.Strike && Fault(options, plain, deviation.What) is { } fault)
            {
                Take(deviation, options.Take(fault).Skip(plain).Select(o => o.Label()).ToSeq());
                return fault;
            }
        }
    }

    public int Choose(int count, Func<int, string> label)
    {
        var plainest = label(0);
        var moment = _order.MomentOf(plainest);
        _order.Ran(plainest);
        Watcher?.Choose(moment, count, label);
        if ((Told(moment) ?? Straying?.Choose(moment, count, label)) is { Kind: DeviationKind.Take } deviation)
        {
            for (var i = 1; i < count; i++)
            {
                if (label(i) == deviation.What)
                {
                    Take(deviation, Enumerable.Range(1, i - 1).Select(label).ToSeq());
                    return i;
                }
            }
        }

        return 0;
    }

    private static int? Fault(IReadOnlyList<Option> options, int plain, string name)
    {
        for (var i = plain; i < options.Count; i++)
        {
            if (options[i].Label() == name)
            {
                return i;
            }
        }

        return null;
    }

    private void Take(Deviation deviation, Seq<string> milder)
    {
        _taken.Add(deviation);
        _milder.Add(milder);
        Watcher?.Deviated();
    }

    private Deviation? Told(Moment moment) =>
        _told.TryGetValue(moment, out var there) && there.TryDequeue(out var deviation) ? deviation : null;
}

/// <summary>Sees where an execution could deviate.</summary>
internal interface IDeviationWatcher
{
    /// <summary>Something happens next.</summary>
    /// <param name="moment">What is plainest.</param>
    /// <param name="options">What is possible; the faults stand last.</param>
    /// <param name="plain">How many are none.</param>
    /// <param name="order">Who is postponed.</param>
    void Pick(Moment moment, IReadOnlyList<Option> options, int plain, PlainOrder order);

    /// <summary>The environment chooses a way.</summary>
    void Choose(Moment moment, int count, Func<int, string> label);

    /// <summary>The execution has deviated as it was told.</summary>
    void Deviated();
}

/// <summary>Deviations that nobody has told before.</summary>
internal interface IStraying
{
    /// <summary>Something would happen next. What is not possible must not be answered again and again.</summary>
    /// <param name="moment">What is plainest.</param>
    /// <param name="options">What is possible; the faults stand last.</param>
    /// <param name="plain">How many are none.</param>
    Deviation? Pick(Moment moment, IReadOnlyList<Option> options, int plain);

    /// <summary>The environment would choose the plainest way.</summary>
    Deviation? Choose(Moment moment, int count, Func<int, string> label);
}
