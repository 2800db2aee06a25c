using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// What executions have shown, and how many of them: transitions of the model (what was said and heard in which situation, and the
/// rules it was judged by), and which event came before which on a connection. An execution that shows something new is worth
/// being varied (R. Ozkan and others, <i>Model-Guided Fuzzing of Distributed Systems</i>, 2024; A. Li and others, pairwise
/// timelines, Fest, 2023), the more so the fewer others show it (M. Böhme and others, <i>Boosting Fuzzer Efficiency</i>, 2020).
/// </summary>
internal sealed class Novelty
{
    // There are a hundred times fewer of them.
    private const int TransitionsWorth = 100;
    private const long Unit = 1L << 24;

    private readonly Dictionary<ulong, int> _numbers = [];
    private readonly List<(int Times, int Worth)> _features = [];
    private readonly HashSet<ulong> _shown = [];
    private readonly Dictionary<Conduct, ulong> _conducts = [];
    private readonly Dictionary<Rule, ulong> _rules = new(ReferenceEqualityComparer.Instance);
    private readonly Dictionary<string, (ulong Hash, string? Connection)> _events = new(StringComparer.Ordinal);

    /// <summary>How many transitions of the model were seen.</summary>
    public int Transitions { get; private set; }

    /// <summary>How many ordered pairs of events of one connection were seen.</summary>
    public int Pairs { get; private set; }

    /// <summary>Adds what an execution has shown.</summary>
    /// <param name="coverage">What the model says of it.</param>
    /// <param name="steps">The names of its steps, in their order.</param>
    /// <returns>What of it is new.</returns>
    public Seq<int> Add(Coverage coverage, IEnumerable<string> steps)
    {
        var before = _features.Count;
        foreach (var conduct in coverage.Conducts)
        {
            _shown.Add(HashOf(_conducts, conduct));
        }

        foreach (var rule in coverage.Rules)
        {
            _shown.Add(HashOf(_rules, rule));
        }

        Transitions += Count(TransitionsWorth);
        foreach (var timeline in Timelines(steps))
        {
            AddPairs(timeline);
        }

        Pairs += Count(1);
        return Enumerable.Range(before, _features.Count - before).ToSeq();
    }

    /// <summary>What some of it is worth: the more, the fewer executions have shown it.</summary>
    public long WorthOf(Seq<int> shown)
    {
        // In whole numbers: the sum is the same in whatever order.
        var worth = 0L;
        foreach (var number in shown.AsSpan())
        {
            worth += _features[number].Worth * Unit / _features[number].Times;
        }

        return worth;
    }

    // Counts what the execution shows, and says how much of it is new.
    private int Count(int worth)
    {
        var before = _features.Count;
        foreach (var shown in _shown)
        {
            if (_numbers.TryGetValue(shown, out var number))
            {
                _features[number] = _features[number] with { Times = _features[number].Times + 1 };
            }
            else
            {
                _numbers.Add(shown, _features.Count);
                _features.Add((1, worth));
            }
        }

        _shown.Clear();
        return _features.Count - before;
    }

    // To make the text takes longer than to find it again.
    private static ulong HashOf<T>(Dictionary<T, ulong> known, T what)
        where T : notnull
    {
        if (!known.TryGetValue(what, out var hash))
        {
            hash = HappensBefore.HashOf($"{what}");
            known.Add(what, hash);
        }

        return hash;
    }

    // Each event by its first occurrence: how often it comes again would make every long execution a new one.
    private IEnumerable<List<ulong>> Timelines(IEnumerable<string> steps) => steps
        .Select(EventOf)
        .Where(s => s.Connection is not null)
        .GroupBy(s => s.Connection, StringComparer.Ordinal)
        .Select(g => g.Select(s => s.Hash).Distinct().ToList());

    private (ulong Hash, string? Connection) EventOf(string label)
    {
        if (!_events.TryGetValue(label, out var known))
        {
            known = (HappensBefore.HashOf(label), ConnectionIn(label));
            _events.Add(label, known);
        }

        return known;
    }

    // The first word that names one: `a.example→b.example/1`, in either direction.
    private static string? ConnectionIn(string label) => label.Split(' ')
        .FirstOrDefault(w => w.Contains('/', StringComparison.Ordinal) && w.AsSpan().ContainsAny('→', '←'))?.Replace('←', '→');

    private void AddPairs(List<ulong> timeline)
    {
        for (var i = 0; i < timeline.Count; i++)
        {
            for (var j = i + 1; j < timeline.Count; j++)
            {
                _shown.Add(HappensBefore.Mixed(timeline[i], timeline[j]));
            }
        }
    }
}
