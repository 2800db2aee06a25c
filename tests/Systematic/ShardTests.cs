using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Three processes that do a third each have done what one does that does everything: all counts are the same.</summary>
[Collection(Alone.Name)]
public sealed class ShardTests : IDisposable
{
    private const int Shards = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly string _folder = Directory.CreateTempSubdirectory("s2s-shards-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Theory]
    [InlineData("explore --scenario rejection --engine cooperative --strategy portfolio --schedules 500")]
    [InlineData("explore --scenario dialback-over-tls --engine coyote --schedules 20 --seed 11")]
    [InlineData("explore --scenario external --engine coyote --strategy prioritization --schedules 50 --seed 3")]
    [InlineData("fuzz --engine cooperative --cases 301 --seed 5")]
    [InlineData("fuzz --engine coyote --cases 7 --schedules 2")]
    [InlineData("combinations --covering 1 --schedules 3")]
    public void The_union_of_the_shards_is_the_whole(string arguments)
    {
        var whole = Run($"{arguments} --json");

        var merged = Merged(arguments);

        Assert.Equal(WithoutTime(whole), WithoutTime(merged));
    }

    [Theory]
    [InlineData("explore --scenario early-timers-in-clear --engine cooperative --schedules 3000 --bug stale-timer")]
    [InlineData("fuzz --engine cooperative --cases 300 --bug queue-overtaken")]
    public void The_first_violation_of_the_shards_is_the_first_of_the_whole(string arguments)
    {
        var whole = Run($"{arguments} --json");

        Assert.Equal(FirstOf(whole), FirstOf(Merged(arguments)));
    }

    // Coyote's own count of schedules is no part of ours: the one with number i is the first of seed + i.
    [Fact]
    public void A_schedule_under_Coyote_is_the_same_alone()
    {
        var together = Steps("explore --scenario external --engine coyote --schedules 6 --seed 40");

        var alone = Enumerable.Range(40, 6).Sum(seed => Steps($"explore --scenario external --engine coyote --schedules 1 --seed {seed}"));

        Assert.Equal(together, alone);
    }

    private static long Steps(string arguments) =>
        JsonNode.Parse(Run($"{arguments} --json"))!["engines"]![0]!["steps"]!.GetValue<long>();

    private static string FirstOf(string result)
    {
        var violation = Assert.Single(JsonNode.Parse(result)!["violations"]!.AsArray())!;
        return $"{violation["property"]} {violation["found"]!.ToJsonString()}";
    }

    private static string WithoutTime(string result)
    {
        var json = JsonNode.Parse(result)!;
        foreach (var engine in json["engines"]!.AsArray())
        {
            engine!["cpuSeconds"] = 0;
        }

        return json.ToJsonString(new JsonSerializerOptions { WriteIndented = true });
    }

    private string Merged(string arguments)
    {
        var files = Enumerable.Range(1, Shards).Select(shard =>
        {
            var file = Path.Combine(_folder, $"{shard}.json");
            File.WriteAllText(file, Run($"{arguments} --shard {shard}/{Shards} --json"));
            return file;
        }).ToArray();
        return Run($"merge {string.Join(' ', files)} --json");
    }

    private static string Run(string arguments)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true };
        start.ArgumentList.Add(Path.Combine(Explored.Testbed, "s2s.dll"));
        foreach (var argument in arguments.Split(' '))
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEnd();
        Assert.True(process.WaitForExit(Patience), $"s2s {arguments} does not end");
        return output;
    }
}
