using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// What executions have shown: transitions of the model (what was said and heard in which situation, and the rules it was judged
/// by), and which event came before which on a connection. An execution that shows something new is worth being varied (R. Ozkan
/// and others, <i>Model-Guided Fuzzing of Distributed Systems</i>, 2024; A. Li and others, pairwise timelines, Fest, 2023).
/// </summary>
internal sealed class Novelty
{
    private readonly HashSet<ulong> _transitions = [];
    private readonly HashSet<ulong> _pairs = [];

    /// <summary>How many transitions of the model were seen.</summary>
    public int Transitions => _transitions.Count;

    /// <summary>How many ordered pairs of events of one connection were seen.</summary>
    public int Pairs => _pairs.Count;

    /// <summary>Adds what an execution has shown.</summary>
    /// <param name="coverage">What the model says of it.</param>
    /// <param name="steps">The names of its steps, in their order.</param>
    /// <returns>How much of it is new.</returns>
    public int Add(Coverage coverage, IEnumerable<string> steps)
    {
        var before = Transitions + Pairs;
        foreach (var conduct in coverage.Conducts)
        {
            _transitions.Add(HappensBefore.HashOf($"{conduct}"));
        }

        foreach (var rule in coverage.Rules)
        {
            _transitions.Add(HappensBefore.HashOf($"{rule}"));
        }

        foreach (var timeline in Timelines(steps))
        {
            AddPairs(timeline);
        }

        return Transitions + Pairs - before;
    }

    // Each event by its first occurrence: how often it comes again would make every long execution a new one.
    private static IEnumerable<List<ulong>> Timelines(IEnumerable<string> steps) => steps
        .Select(s => (Label: s, Connection: ConnectionIn(s)))
        .Where(s => s.Connection is not null)
        .GroupBy(s => s.Connection, StringComparer.Ordinal)
        .Select(g => g.Select(s => HappensBefore.HashOf(s.Label)).Distinct().ToList());

    // The first word that names one: `a.example→b.example/1`, in either direction.
    private static string? ConnectionIn(string label) => label.Split(' ')
        .FirstOrDefault(w => w.Contains('/', StringComparison.Ordinal) && w.AsSpan().ContainsAny('→', '←'))?.Replace('←', '→');

    private void AddPairs(List<ulong> timeline)
    {
        for (var i = 0; i < timeline.Count; i++)
        {
            for (var j = i + 1; j < timeline.Count; j++)
            {
                _pairs.Add(HappensBefore.Mixed(timeline[i], timeline[j]));
            }
        }
    }
}
