using System.Text.Json;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Merging;

/// <summary>Reads what a shard has written by <c>--json</c>, as strictly as every other input.</summary>
internal static class ShardFile
{
    private static readonly string[] Kinds = ["change", "flavour", "outcome", "profile"];

    /// <summary>The result, or everything that is wrong with it.</summary>
    public static Parsed<ShardResult> Parse(string file, byte[] content) => LocatedJson.Parse(file, content).Then<ShardResult>(root =>
    {
        var problems = new Problems(file);
        var result = Read(file, root, problems);
        return problems.Any ? problems.Found : result;
    });

    private static ShardResult Read(string file, Located root, Problems problems)
    {
        var fields = new ObjectReader(root, "", problems);
        var verb = fields.Required<ShardVerb>("verb");
        var seed = fields.Present("seed") is null ? 0 : fields.Seed("seed");
        var complete = fields.Present("complete") is not null && fields.Flag("complete", false);
        var (shard, line) = Shard(fields, problems);
        var engines = fields.Present("engines") is null ? [] : fields.Items("engines").Select(e => Engine(e, problems)).ToSeq();
        var invariants = Counts(fields, "invariants", fields.Present("invariants")).Select(c => new Exercised(c.Key, c.Value)).ToSeq();
        // What comes into play is counted where worlds are generated; a kind that never did is not there.
        var strikes = verb == ShardVerb.Explore ? [] : Kinds.SelectMany(kind =>
            Counts(fields, $"{kind}s", fields.Field($"{kind}s")).Select(c => new Counted($"{kind}:{c.Key}", c.Value))).ToSeq();
        var violations = fields.Present("violations") is null ? []
            : fields.Items("violations").Select(v => Violation(v, problems)).ToSeq();
        fields.Done();
        return new ShardResult(file, line, verb, seed, shard, new FuzzReport(complete, violations, engines, invariants, strikes));
    }

    private static (ShardOfRun Shard, int Line) Shard(ObjectReader root, Problems problems)
    {
        if (root.Present("shard") is not { } value)
        {
            return (new ShardOfRun(default, "", ""), root.Line);
        }

        var fields = new ObjectReader(value, "shard", problems);
        var shard = new Shard((int)fields.Count("index"), (int)fields.Count("count"));
        if (shard.Index < 1 || shard.Index > shard.Count || shard.Count > Cli.Shard.CountMax)
        {
            problems.Add(value.Line, "shard", $"there is no shard {shard}", Cli.Shard.Form);
        }

        var read = new ShardOfRun(shard, fields.Text("arguments") ?? "", fields.Text("build") ?? "");
        fields.Done();
        return (read, value.Line);
    }

    private static EngineReport Engine((Located Value, string Path) at, Problems problems)
    {
        var fields = new ObjectReader(at.Value, at.Path, problems);
        var engine = new EngineReport(
            fields.Text("name") ?? "", (int)fields.Count("scenarios"), fields.Count("schedules"), fields.Count("steps"),
            fields.Decimal("cpuSeconds"));
        fields.Done();
        return engine;
    }

    private static KeyValuePair<string, long>[] Counts(ObjectReader root, string name, Located? value) =>
        value is null ? []
            : [.. root.Members(name).Select(m => KeyValuePair.Create(m.Name, root.CountAt(m.Value, $"{root.At(name)}.{m.Name}")))];

    private static Violation Violation((Located Value, string Path) at, Problems problems)
    {
        var fields = new ObjectReader(at.Value, at.Path, problems);
        var trace = fields.Present("trace") is { Kind: not JsonValueKind.Null } ? fields.Text("trace") : null;
        var detail = fields.Field("detail") is null ? null : fields.Text("detail");
        var violation = new Violation(fields.Text("property") ?? "", fields.Text("clause") ?? "", trace, detail)
        {
            Found = fields.Present("found") is { } found ? Found(found, fields.At("found"), problems) : null,
        };
        fields.Done();
        return violation;
    }

    private static Found Found(Located value, string path, Problems problems)
    {
        var fields = new ObjectReader(value, path, problems);
        var scenario = fields.Field("scenario") is null ? null : fields.Text("scenario");
        var found = new Found(fields.Text("engine") ?? "", scenario, fields.Count("number"));
        fields.Done();
        return found;
    }
}
