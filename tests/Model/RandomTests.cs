using FsCheck.Xunit;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Naive;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Whatever the system, the checker finds what a naive one finds, and its traces can be walked.</summary>
public sealed class RandomTests
{
    [Property(MaxTest = 2_000)]
    public void It_finds_what_a_naive_search_finds(int seed, bool several)
    {
        var system = new RandomSystem(seed);
        var naive = new NaiveChecker<int, RandomSystem.Step>(system);
        var result = Checker.Check(system, new() { Workers = several ? 3 : 1 });
        Assert.Equal(
            (naive.States, naive.Transitions, naive.Depth), (result.States, result.Transitions, result.Depth));
        Assert.Equal(naive.Terminals, result.Terminals.ToHashSet());

        var always = (PropertyOf<int>.Always)system.Properties[0];
        Assert.Equal(naive.Nearest(s => !always.Holds!(s)), result.Properties[0].Trace?.Steps.Count);
        Assert.Equal(naive.BrokenBySteps.TryGetValue(1, out var depth) ? depth : null, result.Properties[1].Trace?.Steps.Count);
        var sometimes = (PropertyOf<int>.Sometimes)system.Properties[2];
        Assert.Equal(naive.Nearest(sometimes.Holds!), result.Properties[2].Trace?.Steps.Count);
        Assert.Equal(naive.Nearest(s => naive.Terminals.Contains(s) && s % 2 != 0), result.Properties[3].Trace?.Steps.Count);
        Assert.Equal(!naive.Breaks((PropertyOf<int>.LeadsTo)system.Properties[4]), result.Properties[4].Holds);
    }

    [Property(MaxTest = 1_000)]
    public void A_trace_shows_what_it_is_for(int seed)
    {
        var system = new RandomSystem(seed);
        var result = Checker.Check(system, new() { Workers = 1 });
        foreach (var (number, property) in result.Properties.Index().Where(p => p.Item.Trace is not null))
        {
            var trace = property.Trace!;
            Assert.Contains(trace.First, system.Initial);
            var (last, verdicts) = Outcome.Take(system, trace.First, trace.Steps);
            Assert.Equal(trace.Last, last);
            switch (property.Property)
            {
                case PropertyOf<int>.Always { Holds: { } holds }:
                    Assert.False(holds(last));
                    break;
                case PropertyOf<int>.Always:
                    Assert.Equal(1UL << number, verdicts.Violated);
                    break;
                case PropertyOf<int>.Sometimes sometimes:
                    Assert.True(sometimes.Holds!(last));
                    break;
                case PropertyOf<int>.LeadsTo promise:
                    IsFairLasso(system, promise, trace);
                    break;
                default:
                    Assert.True(IsLast(system, last));
                    break;
            }
        }
    }

    private static void IsFairLasso(RandomSystem system, PropertyOf<int>.LeadsTo promise, Trace<int, RandomSystem.Step> trace)
    {
        var stem = Enumerable.Range(0, trace.Steps.Count + 1)
            .Select(n => Outcome.Take(system, trace.First, trace.Steps.Take(n)).Last).ToList();
        var trigger = stem.FindLastIndex(s => promise.Trigger(s) && !promise.Goal(s));
        Assert.NotEqual(-1, trigger);
        Assert.DoesNotContain(stem.Skip(trigger), s => promise.Goal(s));
        if (trace.Cycle.Count == 0)
        {
            Assert.True(IsLast(system, trace.Last));
            return;
        }

        Assert.Equal(trace.Last, Outcome.Take(system, trace.Last, trace.Cycle).Last);
        var around = Enumerable.Range(0, trace.Cycle.Count)
            .Select(n => Outcome.Take(system, trace.Last, trace.Cycle.Take(n)).Last).ToList();
        Assert.DoesNotContain(around, s => promise.Goal(s));
        for (var c = 0; c < system.FairnessClasses; c++)
        {
            var taken = trace.Cycle.Any(m => m.Step.Class == c);
            Assert.True(taken || around.Any(s => StepsOf(system, s).TrueForAll(x => x.Class != c)));
        }
    }

    private static bool IsLast(RandomSystem system, int state) => StepsOf(system, state).Count == 0;

    private static List<RandomSystem.Step> StepsOf(RandomSystem system, int state)
    {
        List<RandomSystem.Step> steps = [];
        system.CollectSteps(state, steps);
        return steps;
    }
}
