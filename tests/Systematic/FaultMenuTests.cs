using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The menu of faults: each of them strikes, and what could strike stands from the mildest to the worst.</summary>
[Collection(Alone.Name)]
public sealed class FaultMenuTests
{
    private const int Schedules = 400;
    private const int RestartSchedules = 3_000;

    private static readonly Lazy<HashSet<string>> LazySteps = new(StepsOfTheHostileNetwork);

    // As IWorld.CollectFaults says.
    private static readonly string[] FromTheMildest =
    [
        "sooner ", "early timer ", "the clock leaps", "stop reading ", "half-close ", "fail to write ", "cut ", "reset ", "alert ",
        "shut down ", "lose ",
    ];

    [Theory]
    [InlineData("the clock leaps")]
    [InlineData("stop reading a.example→b.example/1")]
    [InlineData("stop reading a.example←b.example/1")]
    [InlineData("half-close a.example→b.example/1")]
    [InlineData("half-close a.example←b.example/1")]
    [InlineData("fail to write a.example→b.example/1")]
    [InlineData("fail to write a.example←b.example/1")]
    [InlineData("alert a.example→b.example/1")]
    [InlineData("alert a.example←b.example/1")]
    [InlineData("deliver a.example→b.example/1 alert")]
    [InlineData("connect b.example→a.example:5269 slowly")]
    [InlineData("segment a.example→b.example/1 with the next")]
    public void A_fault_strikes_in_the_hostile_network(string step) => Assert.Contains(step, LazySteps.Value);

    [Fact]
    public void Of_a_write_that_fails_nothing_gets_out_or_a_part_or_all() => Assert.Equal(
        ["all", "nothing", "part"],
        LazySteps.Value.Where(s => s.StartsWith("write ", StringComparison.Ordinal)).Select(s => s.Split(' ')).Select(
            w => w[2] == "0" ? "nothing" : w[2] == w[4] ? "all" : "part").Distinct().Order(StringComparer.Ordinal));

    // Only who has waited for room is told of it.
    [Fact]
    public void Buffers_are_full_where_readers_may_be_slow() =>
        Assert.Contains(LazySteps.Value, s => s.EndsWith(" room", StringComparison.Ordinal));

    [Fact]
    public void What_could_strike_stands_from_the_mildest_to_the_worst()
    {
        var hostile = Scenario.Named("hostile-network").World;
        var world = hostile with
        {
            Faults = hostile.Faults with { EarlyTimers = 1, Cuts = 1, Resets = 1, Shutdowns = 1, Restarts = 1 },
        };
        var seen = new SortedSet<int>();
        for (ulong seed = 0; seed < 20; seed++)
        {
            var seeing = new Seeing(new RandomStrategy(seed), (options, _) =>
            {
                var ranks = options.Where(o => o.IsFault).Select(o => o.Label())
                    .Select(l => Array.FindIndex(FromTheMildest, f => l.StartsWith(f, StringComparison.Ordinal))).ToArray();
                Assert.Equal(ranks.Order(), ranks);
                seen.UnionWith(ranks);
            });
            CooperativeRun.Execute(world, seeing, null);
        }

        Assert.Equal(Enumerable.Range(0, FromTheMildest.Length), seen);
    }

    [Theory]
    [InlineData("connect ")]
    [InlineData("handshake ")]
    public void A_server_is_lost_in_the_very_middle_of_a_connect_and_of_a_handshake(string middle)
    {
        var world = Scenario.Named("peer-restart").World;
        var times = 0;
        for (ulong seed = 0; seed < RestartSchedules && times == 0; seed++)
        {
            var seeing = new Seeing(new RandomStrategy(seed), (options, pick) => times += Is(options[pick], "lose ")
                && options.Any(o => Is(o, middle)) ? 1 : 0);
            CooperativeRun.Execute(world, seeing, null);
        }

        Assert.True(times > 0);
    }

    private static bool Is(Option option, string what) => option.Label().StartsWith(what, StringComparison.Ordinal);

    private static HashSet<string> StepsOfTheHostileNetwork()
    {
        var steps = new HashSet<string>(StringComparer.Ordinal);
        var world = Scenario.Named("hostile-network").World;
        for (ulong seed = 0; seed < Schedules; seed++)
        {
            var recording = new RecordingStrategy(new RandomStrategy(seed));
            CooperativeRun.Execute(world, recording, null);
            steps.UnionWith(recording.Steps.Select(s => s.Label));
        }

        return steps;
    }

    /// <summary>Lets another strategy answer, and sees what it picks among what.</summary>
    private sealed class Seeing(IStrategy inner, Action<IReadOnlyList<Option>, int> see) : IStrategy
    {
        public int Pick(IReadOnlyList<Option> options)
        {
            var pick = inner.Pick(options);
            see(options, pick);
            return pick;
        }

        public int Choose(int count, Func<int, string> label) => inner.Choose(count, label);
    }
}
