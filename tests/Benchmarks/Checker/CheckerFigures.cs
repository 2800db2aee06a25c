using System.Diagnostics;
using Xmpp.Federation.Benchmarks.Report;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Benchmarks.Checker;

/// <summary>How fast the explicit-state checker is, and how little it needs for a state, beside SPIN on the same system.</summary>
internal static class CheckerFigures
{
    private const double Million = 1e6;
    private const double Billion = 1e9;

    /// <param name="honest">How many sessions of the originating server the toy has.</param>
    /// <param name="hostile">How many of the attacker.</param>
    public static async Task<IReadOnlyList<Figure>> MeasureAsync(int honest, int hostile)
    {
        // The first run is compiled while it goes.
        _ = Explore(new Dialback(2, 2), 1);
        var (ours, seconds) = Explore(new Dialback(honest, hostile), 1);
        var (all, _) = Explore(new Dialback(honest, hostile), Environment.ProcessorCount);
        var spin = await Spin.RunAsync(honest, hostile);
        var (stepping, packing) = Profile.Of(new Dialback(honest, hostile));
        var each = seconds / ours.Transitions * Billion;
        var how = $"{ours.System}: {ours.States} states, {ours.Transitions} transitions; processor time of one thread";
        return
        [
            new(
                "checker, states a second on one core", "≥ 1 M",
                $"{Rate(ours.States, seconds)} ({Rate(ours.Transitions, seconds)} transitions)", how),
            new(
                "checker, states a second, wall clock, all cores", "",
                Rate(all.States, all.Elapsed.TotalSeconds), $"{all.Workers} threads"),
            new(
                "checker, bytes for a state that is stored whole", "≤ 64",
                $"{ours.BytesPerState:0}", "table, records and links, at their most"),
            new(
                "checker, where the time of a transition goes", "",
                $"{stepping / each:0 %} the toy's own steps, {packing / each:0 %} packing, {1 - ((stepping + packing) / each):0 %} the store",
                $"{each:0} ns a transition; the first two measured without the checker, on {Profile.States} of the same states"),
            .. spin is null ? [new("checker against SPIN", "≥ 1 ×", "not measured", Spin.HowToGet)] : Against(spin, ours, seconds),
        ];
    }

    private static IEnumerable<Figure> Against<TState, TStep>(SpinRun spin, CheckResult<TState, TStep> ours, double seconds)
    {
        const string how = "its twin in Promela, gcc -O2 -DNOREDUCE -DSAFETY, hash table of 2²²; user time";
        var same = (spin.States, spin.Transitions, spin.Sound) == (ours.States, ours.Transitions, ours.Sound);
        yield return new(
            "checker and SPIN find the same states and transitions", "yes",
            same ? "yes" : $"no: {spin.States} and {spin.Transitions}", how);
        yield return new(
            "checker against SPIN, states a second", "≥ 1 ×",
            $"{ours.States / seconds / (spin.States / spin.Seconds):0.0} × (against {Rate(spin.States, spin.Seconds)})", how);
        yield return new(
            "checker against SPIN, bytes for a state", "",
            $"{ours.BytesPerState / (spin.Bytes / spin.States):0.0} × (against {spin.Bytes / spin.States:0})", how);
    }

    private static (CheckResult<Dialback.State, Dialback.Step> Result, double ProcessorSeconds) Explore(Dialback system, int workers)
    {
        using var process = Process.GetCurrentProcess();
        process.Refresh();
        var before = process.TotalProcessorTime;
        var result = Model.Checking.Checker.Check(system, new() { Workers = workers, Symmetry = false });
        process.Refresh();
        return (result, (process.TotalProcessorTime - before).TotalSeconds);
    }

    private static string Rate(double count, double seconds) => $"{count / Math.Max(seconds, 1e-9) / Million:0.00} M";
}
