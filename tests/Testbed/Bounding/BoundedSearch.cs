using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Bounding;

/// <summary>
/// Every execution that leaves the plainest way at most so often: first that without a deviation, then those with one, with
/// two. Where an execution comes into a state from which another one, with at least as much left, has gone on already, its
/// own continuations are left out: states are told apart by what happened before what, and by who waits for what.
/// </summary>
/// <remarks>
/// Sleep sets are not sound under such a bound: the order in which a pruned execution would have been met again may cost
/// more deviations than there are left (K. Coons, M. Musuvathi, K. McKinley, <i>Bounded Partial-Order Reduction</i>, OOPSLA
/// 2013). A cache of partial orders is: M. Musuvathi, S. Qadeer, 2007. Its counts depend on nothing but the world.
/// </remarks>
/// <param name="run">What is executed.</param>
/// <param name="bounds">How often it may deviate.</param>
/// <param name="reduced">Whether continuations that were seen are left out; all are executed otherwise.</param>
internal sealed class BoundedSearch(DeviatingRun run, Bounds bounds, bool reduced = true)
{
    // Executed side by side, then joined in their order: so that nothing depends on who was quicker.
    private const int Batch = 256;

    private readonly Dictionary<ulong, List<(long Execution, Bounds Left)>> _seen = [];

    /// <summary>How many executions there were.</summary>
    public long Executions { get; private set; }

    /// <summary>How many were left out because an equal one was executed.</summary>
    public long Pruned { get; private set; }

    /// <summary>Steps of all of them together.</summary>
    public long Steps { get; private set; }

    /// <summary>Whether all of them were executed.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Told of every execution, in the order in which they are counted; whether to go on.</summary>
    public required Func<Execution, Seq<Deviation>, bool> Executed { get; init; }

    /// <summary>Executes until there is nothing left, the time is over, or nobody wants more.</summary>
    /// <param name="executionsMax">The most executions.</param>
    public void Run(Effort effort, long executionsMax = long.MaxValue)
    {
        List<Seq<Deviation>> level = [[]];
        while (level.Count > 0)
        {
            List<Seq<Deviation>> next = [];
            for (var i = 0; i < level.Count; i += Batch)
            {
                var batch = level.GetRange(i, Math.Min(Batch, level.Count - i));
                if (effort.Deadline.Passed || Executions + batch.Count > executionsMax || !Join(Execute(batch), next))
                {
                    return;
                }

                effort.Progress.Show($"bounded: {Executions} executions, {Pruned} left out");
            }

            level = next;
        }

        IsComplete = true;
    }

    private Ended[] Execute(List<Seq<Deviation>> batch)
    {
        var ended = new Ended[batch.Count];
        var workers = Math.Max(1, Math.Min(Environment.ProcessorCount, batch.Count / 16));
        WorkerThreads.Run([.. Enumerable.Range(0, workers).Select<int, Action>(first => () =>
        {
            for (var i = first; i < ended.Length; i += workers)
            {
                ended[i] = Execute(batch[i]);
            }
        })]);
        return ended;
    }

    private Ended Execute(Seq<Deviation> deviations)
    {
        var left = bounds.Behind(deviations);
        if (!left.AllowDelay && !left.AllowFault)
        {
            var (last, taken, _) = run.Run(deviations);
            return new Ended(last, taken, deviations, []);
        }

        var order = new HappensBefore();
        var branching = new Branching(order, left);
        var (execution, steps, _) = run.Run(deviations, branching, order);
        return new Ended(execution, steps, deviations, branching.Branches);
    }

    private bool Join(Ended[] batch, List<Seq<Deviation>> next)
    {
        foreach (var (execution, steps, deviations, branches) in batch)
        {
            Executions++;
            Steps += steps;
            if (!Executed(execution, deviations))
            {
                return false;
            }

            if (!execution.IsViolated)
            {
                Extend(deviations, branches, next);
            }
        }

        return true;
    }

    // From the first state that was seen with as much left, everything goes on as it did there.
    private void Extend(Seq<Deviation> deviations, IReadOnlyList<Branch> branches, List<Seq<Deviation>> next)
    {
        var left = bounds.Behind(deviations);
        var known = false;
        foreach (var (key, more) in branches)
        {
            known = known || (reduced && IsKnown(key, left));
            if (known)
            {
                Pruned += more.Count;
                continue;
            }

            foreach (var deviation in more)
            {
                next.Add(deviations.Add(deviation));
            }
        }
    }

    private bool IsKnown(ulong key, Bounds left)
    {
        if (!_seen.TryGetValue(key, out var others))
        {
            _seen.Add(key, [(Executions, left)]);
            return false;
        }

        if (others.Exists(o => o.Execution != Executions && left.IsWithin(o.Left)))
        {
            return true;
        }

        others.Add((Executions, left));
        return false;
    }

    private readonly record struct Ended(Execution Execution, int Steps, Seq<Deviation> Deviations, IReadOnlyList<Branch> Branches);
}
