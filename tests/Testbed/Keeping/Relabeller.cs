using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Finds out whether only labels have moved since a trace was recorded: whether there are names for its steps under which it
/// goes on step for step and ends as it expects. Depth first; every guess is an execution.
/// </summary>
internal static class Relabeller
{
    /// <summary>The most executions; one takes about a millisecond.</summary>
    public const int ExecutionsMax = 1_000;

    /// <param name="trace">Of the cooperative engine.</param>
    public static Relabelling Search(Trace trace, int executionsMax = ExecutionsMax)
    {
        Seq<int> guesses = [];
        for (var executions = 1; ; executions++)
        {
            var strategy = new RelabellingStrategy(trace.Steps, guesses);
            if (Ends(trace, strategy))
            {
                return new Relabelling(Anew(trace, strategy.Renaming), strategy.Renaming.Moved, executions, IsComplete: true);
            }

            var next = Next(strategy.Guessed);
            if (next is null || executions == executionsMax)
            {
                return new Relabelling(null, [], executions, IsComplete: next is null);
            }

            guesses = next.Value;
        }
    }

    // The last guess that could have been another one; null where all were the last.
    private static Seq<int>? Next(IReadOnlyList<Guess> guessed)
    {
        for (var last = guessed.Count - 1; last >= 0; last--)
        {
            if (guessed[last].Taken + 1 < guessed[last].Of)
            {
                return guessed.Take(last).Select(g => g.Taken).Append(guessed[last].Taken + 1).ToSeq();
            }
        }

        return null;
    }

    private static bool Ends(Trace trace, RelabellingStrategy strategy)
    {
        try
        {
            var (execution, _) = CooperativeRun.Execute(
                trace.World, strategy, PlantedBug.Maybe(trace.Bug), acts: Stranger.ActsIn(trace.Steps));
            return strategy.IsComplete && (execution.Breach?.Property.Id ?? Trace.None) == trace.Expect;
        }
        catch (StaleTraceException)
        {
            return false;
        }
    }

    // What is said of its size stays: the numbers of its steps do not move.
    private static Trace Anew(Trace trace, Renaming renaming)
    {
        var (steps, log) = (renaming.Applied(trace.Steps), new EventLog());
        CooperativeRun.Execute(
            trace.World, new ReplayStrategy(steps), PlantedBug.Maybe(trace.Bug), log, acts: Stranger.ActsIn(steps));
        return trace with { Steps = steps, End = log.Hash() };
    }
}

/// <summary>What a search for new labels has found.</summary>
/// <param name="Trace">The trace by the names of today; null where there is none.</param>
/// <param name="Moved">What has another name.</param>
/// <param name="Executions">How many executions it took.</param>
/// <param name="IsComplete">Whether there is nothing left to try.</param>
internal sealed record Relabelling(Trace? Trace, Seq<(string Was, string Is)> Moved, int Executions, bool IsComplete);
