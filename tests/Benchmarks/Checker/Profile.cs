using System.Diagnostics;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Benchmarks.Checker;

/// <summary>What a system itself takes of the time of its exploration: what is left is the checker's.</summary>
internal static class Profile
{
    /// <summary>How many states are walked through.</summary>
    public const int States = 100_000;

    private const int Rounds = 3;

    /// <returns>For each transition, in nanoseconds: to find it and what follows it, and to pack that.</returns>
    public static (double Stepping, double Packing) Of(Dialback system)
    {
        var states = FirstStatesOf(system);
        Walk(system, states, pack: true);
        var (stepping, both) = (Walk(system, states, pack: false), Walk(system, states, pack: true));
        return (stepping, Math.Max(0, both - stepping));
    }

    private static List<Dialback.State> FirstStatesOf(Dialback system)
    {
        List<Dialback.State> found = [.. system.Initial];
        HashSet<Dialback.State> seen = [.. found];
        List<Dialback.Step> steps = [];
        for (var i = 0; i < found.Count && found.Count < States; i++)
        {
            steps.Clear();
            system.CollectSteps(found[i], steps);
            foreach (var step in steps)
            {
                var verdicts = default(Verdicts);
                var next = system.Next(found[i], step, ref verdicts);
                if (seen.Add(next))
                {
                    found.Add(next);
                }
            }
        }

        return found;
    }

    // The best of a few rounds: whatever else the machine does only adds to it.
    private static double Walk(Dialback system, List<Dialback.State> states, bool pack)
    {
        var packed = new byte[system.PackedBytesMax];
        List<Dialback.Step> steps = [];
        var best = double.MaxValue;
        for (var round = 0; round < Rounds; round++)
        {
            var transitions = 0L;
            var began = Stopwatch.GetTimestamp();
            foreach (var state in states)
            {
                steps.Clear();
                system.CollectSteps(state, steps);
                foreach (var step in steps)
                {
                    var verdicts = default(Verdicts);
                    var next = system.Next(state, step, ref verdicts);
                    transitions += pack ? Math.Min(1, system.Pack(next, packed)) : 1;
                }
            }

            best = Math.Min(best, Stopwatch.GetElapsedTime(began).TotalNanoseconds / transitions);
        }

        return best;
    }
}
