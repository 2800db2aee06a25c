using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Explains traces of the cooperative engine by executing them again, and others that differ from them in one thing.</summary>
internal sealed class Explainer : IExplainer
{
    private const int RunsMax = 3_000;

    /// <inheritdoc/>
    public Parsed<Explanation> Explain(string file, Trace trace)
    {
        if (Unexplained(file, trace) is { } problem)
        {
            return problem;
        }

        var bug = PlantedBug.Maybe(trace.Bug);
        var retelling = Retelling.Of(trace.World, bug, new ReplayStrategy(trace.Steps), trace.Steps);
        if (retelling.Breach is not { } breach)
        {
            return Whole(retelling);
        }

        var rerun = new Rerun(trace.World, bug, breach.Property.Id, RunsMax);
        var before = CausalSlice.Of(retelling);
        var slice = retelling.AtRest ? before : Reduction.Of(before, retelling.Happenings, rerun);
        var pairs = new CriticalPairs(retelling.AtRest ? retelling.Happenings : slice, rerun);
        var (pair, fault) = (pairs.FindPair(), pairs.FindFault());
        return new Explanation
        {
            Retelling = retelling,
            Slice = slice,
            Before = before.Sum(h => 1 + h.Choices.Count),
            Pair = pair,
            Fault = fault,
            Runs = rerun.Runs,
            Complete = !rerun.IsUsedUp,
        };
    }

    /// <inheritdoc/>
    public Parsed<Standstill> StopAt(string file, Trace trace, int step) => step > trace.Steps.Count
        ? new InputProblem(file, 0, "--to-step", $"there is no step {step}", $"allowed: 0 to {trace.Steps.Count}")
        : Unexplained(file, trace) is { } problem ? problem
        : Standstill.After(trace, step);

    // The other engine's schedule is not in its traces.
    private static InputProblem? Unexplained(string file, Trace trace) => trace.Lane == TraceHeader.Cooperative ? null
        : new InputProblem(
            file, 0, TraceHeader.Lane, $"{trace.Lane} leaves open how tasks are scheduled", $"allowed here: {TraceHeader.Cooperative}");

    private static Explanation Whole(Retelling retelling) => new()
    {
        Retelling = retelling,
        Slice = retelling.Happenings,
        Before = retelling.Happenings.Sum(h => 1 + h.Choices.Count),
        Pair = null,
        Fault = null,
        Runs = 0,
        Complete = true,
    };
}
