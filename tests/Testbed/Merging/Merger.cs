using System.Globalization;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Merging;

/// <summary>Adds up what the shards of one run found.</summary>
internal static class Merger
{
    private const string Field = "shard";

    /// <param name="shards">At least one.</param>
    /// <returns>The whole, or why these are not all the shards of one run.</returns>
    public static Parsed<MergedRun> Merge(IReadOnlyList<ShardResult> shards)
    {
        var problems = Strangers(shards).Concat(Duplicates(shards)).Concat(Missing(shards)).ToSeq();
        return problems.IsEmpty ? new MergedRun(shards[0].Verb, shards[0].Seed, Sum(shards)) : problems;
    }

    private static IEnumerable<InputProblem> Strangers(IReadOnlyList<ShardResult> shards) =>
        from shard in shards.Skip(1)
        let first = shards[0]
        let difference = Differing("verb", Words.Of(first.Verb), Words.Of(shard.Verb))
            ?? Differing("seed", Text(first.Seed), Text(shard.Seed))
            ?? Differing("shard.count", Text(first.Of.Shard.Count), Text(shard.Of.Shard.Count))
            ?? Differing("shard.arguments", first.Of.Arguments, shard.Of.Arguments)
            ?? Differing("shard.build", first.Of.Build, shard.Of.Build)
        where difference is not null
        let found = difference.Value
        select new InputProblem(
            shard.File, shard.Line, found.Field, $"{Printable.Quoted(found.Other)} is another run",
            $"{first.File} has {Printable.Quoted(found.One)}");

    private static IEnumerable<InputProblem> Duplicates(IReadOnlyList<ShardResult> shards) =>
        from same in shards.GroupBy(s => s.Of.Shard.Index)
        from further in same.Skip(1)
        select new InputProblem(
            further.File, further.Line, Field, $"shard {further.Of.Shard} is there twice", $"{same.First().File} is the same");

    private static IEnumerable<InputProblem> Missing(IReadOnlyList<ShardResult> shards)
    {
        var (first, there) = (shards[0], shards.Select(s => s.Of.Shard.Index).ToHashSet());
        return Enumerable.Range(1, first.Of.Shard.Count).Where(index => !there.Contains(index)).Select(index => new InputProblem(
            first.File, first.Line, Field, $"shard {first.Of.Shard with { Index = index }} is missing",
            $"name all {first.Of.Shard.Count}"));
    }

    private static (string Field, string One, string Other)? Differing(string field, string one, string other) =>
        one == other ? null : (field, one, other);

    private static string Text(ulong number) => number.ToString(CultureInfo.InvariantCulture);

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static FuzzReport Sum(IReadOnlyList<ShardResult> shards)
    {
        var tallies = new Tallies();
        foreach (var shard in shards)
        {
            tallies.Add(shard.Result.Invariants.Select(e => KeyValuePair.Create(e.Property, e.Times)));
            tallies.AddStrikes(shard.Result.Strikes.Select(s => KeyValuePair.Create(s.What, s.Times)));
        }

        // A violation ends a run, so that of several first ones only the first counts.
        var violations = shards.SelectMany(s => s.Result.Violations)
            .GroupBy(v => (v.Found!.Engine, v.Found.Scenario)).Select(g => g.MinBy(v => v.Found!.Number)!)
            .OrderBy(v => EngineAt(shards, v.Found!.Engine)).ThenBy(v => v.Found!.Scenario, StringComparer.Ordinal);
        var engines = shards.SelectMany(s => s.Result.Engines).GroupBy(e => e.Name).OrderBy(g => EngineAt(shards, g.Key));
        return new FuzzReport(
            shards.All(s => s.Result.Complete), violations.ToSeq(), engines.Select(g => Sum(shards[0].Verb, [.. g])).ToSeq(),
            tallies.ToReport(), tallies.StrikesToReport());
    }

    // Every shard explores some schedules of each scenario, but worlds of its own.
    private static EngineReport Sum(ShardVerb verb, EngineReport[] engines) => new(
        engines[0].Name,
        verb == ShardVerb.Explore ? engines.Max(e => e.Scenarios) : engines.Sum(e => e.Scenarios),
        engines.Sum(e => e.Schedules), engines.Sum(e => e.Steps), engines.Sum(e => e.CpuSeconds));

    private static int EngineAt(IReadOnlyList<ShardResult> shards, string engine) =>
        shards.SelectMany(s => s.Result.Engines).Select(e => e.Name).Distinct().ToList().IndexOf(engine);
}
