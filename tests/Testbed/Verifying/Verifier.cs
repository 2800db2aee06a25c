using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Verifying;

/// <summary>
/// Runs the same executions in two further processes and compares their event logs by their hashes. Where two differ, the
/// event is found and named, and the execution is run some more times to say of what kind the difference is.
/// </summary>
internal sealed class Verifier : IVerifier
{
    private const int SchedulesOfASample = 20;
    private const int FurtherRuns = 7;
    private const int ProcessesMax = 8;

    public IReadOnlyList<string> Scenarios { get; } = [.. Scenario.All.Select(s => s.Name)];

    public IReadOnlyList<string> Plants { get; } = [.. Unruly.All.Select(p => p.Name)];

    public VerifyReport Verify(VerifyRequest request)
    {
        using var one = new SampleChild();
        using var other = Unlike(one);
        var (executions, steps, violations) = (0L, 0L, new SortedDictionary<string, Violation>(StringComparer.Ordinal));
        foreach (var sample in Samples(request))
        {
            if (executions > 0 && request.Effort.Deadline.Passed)
            {
                return new VerifyReport(false, violations.Values.ToSeq(), executions, steps, []);
            }

            one.Ask(sample);
            other.Ask(sample);
            var (left, right) = (one.Answer(), other.Answer());
            executions += sample.Count;
            steps += left.Steps;
            if (left.Broken is var (id, clause, detail))
            {
                violations.TryAdd(id, new Violation(id, clause, null, $"{sample.NameOf(0)} or later: {detail}"));
            }

            if (Difference(sample, (one, left), (other, right)) is { } difference)
            {
                return new VerifyReport(true, violations.Values.ToSeq(), executions, steps, [difference]);
            }

            request.Effort.Progress.Show($"verify: {executions} executions");
        }

        return new VerifyReport(true, violations.Values.ToSeq(), executions, steps, []);
    }

    // Their hash codes must differ, or they would agree where others do not.
    private static SampleChild Unlike(SampleChild one)
    {
        var nothing = new Sample(null, 0, 0, 0, 0, null);
        var probe = one.Do(nothing).Probe;
        for (var i = 0; i < ProcessesMax; i++)
        {
            var other = new SampleChild();
            if (other.Do(nothing).Probe != probe)
            {
                return other;
            }

            other.Dispose();
        }

        throw new NondeterminismException("all processes have the same hash codes: nothing would be seen of what depends on them");
    }

    private static IEnumerable<Sample> Samples(VerifyRequest request)
    {
        var seed = request.Effort.Seed;
        foreach (var scenario in request.Scenarios)
        {
            for (var first = 0; first < request.Schedules; first += SchedulesOfASample)
            {
                yield return new Sample(
                    scenario, 0, seed, first, Math.Min(SchedulesOfASample, request.Schedules - first), request.Plant);
            }
        }

        for (var number = 0; number < request.Cases; number++)
        {
            yield return new Sample(null, number, seed, 0, 1, request.Plant);
        }
    }

    private static Difference? Difference(
        Sample sample, (SampleChild Child, Sampled Sampled) one, (SampleChild Child, Sampled Sampled) other)
    {
        if ((one.Sampled.Escaped ?? other.Sampled.Escaped) is var (execution, what))
        {
            return new Difference(sample.NameOf(execution), null, null, null, Nondeterminism.Thread, $"{what}; {Diagnosis.OfThreads}");
        }

        var differing = Enumerable.Range(0, sample.Count).FirstOrDefault(i => one.Sampled.Hashes[i] != other.Sampled.Hashes[i], -1);
        return differing < 0 ? null : Named(sample, differing, one.Child, other.Child);
    }

    private static Difference Named(Sample sample, int index, SampleChild one, SampleChild other)
    {
        var (left, right) = (one.Recall(sample, index), other.Recall(sample, index));
        var line = Diagnosis.FirstDifference([left, right]) ?? 0;
        var (kind, why) = Diagnosis.Of(Runs(sample, index, one, left), Runs(sample, index, other, right));
        return new Difference(
            sample.NameOf(index), line + 1, left.ElementAtOrDefault(line), right.ElementAtOrDefault(line), kind, why);
    }

    // One after the other in the same process, the first one included.
    private static List<string[]> Runs(Sample sample, int index, SampleChild child, string[] first)
    {
        var again = sample with { First = sample.First + index, Count = 1 };
        var logs = new List<string[]> { first };
        for (var i = 0; i < FurtherRuns; i++)
        {
            child.Do(again);
            logs.Add(child.Recall(again, 0));
        }

        return logs;
    }
}
