using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Checking;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// Breadth first through everything, with a set of what was seen: slow, and too simple to be wrong. It judges steps, states
/// and ends, not what leads to what.
/// </summary>
internal sealed class NaiveSearch(CoreSystem system, int statesMax = int.MaxValue)
{
    private readonly Dictionary<CoreState, (CoreState? Before, CoreStep Step)> _from = [];

    public int States => _from.Count;

    public long Transitions { get; private set; }

    public int Depth { get; private set; }

    /// <summary>States in which nothing can happen any more.</summary>
    public int Ends { get; private set; }

    /// <summary>The properties whose case came up, by number.</summary>
    public ulong Witnessed { get; private set; }

    public int PackedBytes { get; private set; }

    public bool IsComplete { get; private set; }

    public IEnumerable<CoreState> Seen => _from.Keys;

    /// <summary>The property that was broken first, and the steps that lead there; null if none was.</summary>
    public (string Property, IReadOnlyList<string> Steps)? Found { get; private set; }

    /// <summary>Goes on until everything was seen, or something is broken.</summary>
    public NaiveSearch Run()
    {
        var layer = system.Initial.ToList();
        layer.ForEach(s => _from.TryAdd(s, default));
        for (; layer.Count > 0 && _from.Count < statesMax; Depth++)
        {
            var next = new List<CoreState>();
            foreach (var state in layer)
            {
                if (!Expand(state, next))
                {
                    return this;
                }
            }

            layer = next;
        }

        IsComplete = layer.Count == 0;
        return this;
    }

    private bool Expand(CoreState state, List<CoreState> next)
    {
        var steps = new List<CoreStep>();
        system.CollectSteps(state, steps);
        PackedBytes = Math.Max(PackedBytes, system.Pack(state, new byte[system.PackedBytesMax]));
        if (steps.Count == 0)
        {
            Ends++;
            if (system.Properties.OfType<PropertyOf<CoreState>.EndsOnly>().FirstOrDefault(p => !p.Rests(state)) is { } end)
            {
                Found = (end.Name, TraceTo(state));
                return false;
            }
        }

        foreach (var step in steps)
        {
            var verdicts = default(Verdicts);
            var after = system.Next(state, step, ref verdicts);
            Transitions++;
            Witnessed |= verdicts.Witnessed;
            if (verdicts.Violated != 0)
            {
                var number = System.Numerics.BitOperations.TrailingZeroCount(verdicts.Violated);
                Found = (system.Properties[number].Name, [.. TraceTo(state), system.Describe(state, step)]);
                return false;
            }

            if (_from.TryAdd(after, (state, step)))
            {
                next.Add(after);
            }
        }

        return true;
    }

    private List<string> TraceTo(CoreState state)
    {
        var steps = new List<string>();
        for (var at = state; _from[at].Before is { } before; at = before)
        {
            steps.Insert(0, system.Describe(before, _from[at].Step));
        }

        return steps;
    }
}
