using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>What must come in the end, under weak fairness.</summary>
public sealed class LassoTests
{
    [Fact]
    public void Petersons_lock_lets_one_in_at_a_time_and_everybody_in_the_end()
    {
        var result = Checker.Check(new Locks(Locks.How.Peterson));
        Assert.True(result.Sound);
        Assert.Equal(20, result.States);
        Assert.True(result.Property("NO-STARVATION-0").Holds);
        Assert.True(result.Property("NO-STARVATION-0").Witnessed);
    }

    // Both want to; one waits and looks again and again, the other, whose turn it is, does not move any more.
    [Fact]
    public void Without_fairness_one_process_looks_again_for_ever_while_the_other_does_not_move()
    {
        var result = Checker.Check(new Locks(Locks.How.Peterson, fair: false));
        Assert.True(result.Property("MUTEX").Holds);
        var starved = result.Property("NO-STARVATION-0");
        Assert.False(starved.Holds);
        Assert.Equal(3, starved.Trace!.Steps.Count);
        Assert.Equal("0: 2", Assert.Single(starved.Trace.Cycle).Description);
    }

    [Fact]
    public void The_wrong_order_lets_two_in()
    {
        var mutex = Checker.Check(new Locks(Locks.How.TurnBeforeFlag)).Property("MUTEX");
        Assert.False(mutex.Holds);
        Assert.Equal(6, mutex.Trace!.Steps.Count);
    }

    [Fact]
    public void Too_polite_both_wait_for_ever()
    {
        var starved = Checker.Check(new Locks(Locks.How.NoTurn)).Property("NO-STARVATION-1");
        Assert.False(starved.Holds);

        // Both flags up, both wait; then each looks again and again.
        Assert.Equal(4, starved.Trace!.Steps.Count);
        Assert.Equal(["0: 2", "1: 2"], starved.Trace.Cycle.Select(m => m.Description).Order());
    }

    [Fact]
    public void At_an_open_door_one_may_be_overtaken_for_ever_by_a_fair_schedule()
    {
        var starved = Checker.Check(new Locks(Locks.How.OpenDoor)).Property("NO-STARVATION-0");
        Assert.False(starved.Holds);
        Assert.Equal(2, starved.Trace!.Steps.Count);

        // The one that waits looks when the other is inside, and every other step of the cycle is the other's.
        Assert.Single(starved.Trace.Cycle, m => m.Description == "0: 2");
        Assert.Equal(4, starved.Trace.Cycle.Count(m => m.Description.StartsWith("1:", StringComparison.Ordinal)));
    }

    [Fact]
    public void An_end_without_the_goal_breaks_a_promise_too()
    {
        var result = Checker.Check(new Line(goal: 9)).Property("GOAL");
        Assert.False(result.Holds);
        Assert.Equal(4, result.Trace!.Steps.Count);
        Assert.Empty(result.Trace.Cycle);
        Assert.True(Checker.Check(new Line(goal: 4)).Property("GOAL").Holds);
    }

    [Fact]
    public void What_cannot_be_judged_is_left_open()
    {
        Assert.Contains("whole", WhyOpen(new() { HashCompact = true }), StringComparison.Ordinal);
        Assert.Contains("orders", WhyOpen(new() { Reduce = true }), StringComparison.Ordinal);
        Assert.Contains("states", WhyOpen(new() { StatesMax = 2 }), StringComparison.Ordinal);
        Assert.Contains("symmetry", Checker.Check(new Line(4, renames: true)).Property("GOAL").WhyOpen!, StringComparison.Ordinal);
        Assert.True(Checker.Check(new Line(4, renames: true), new() { Symmetry = false }).Property("GOAL").Holds);

        static string WhyOpen(CheckOptions options)
        {
            var result = Checker.Check(new Line(4), options).Property("GOAL");
            Assert.Null(result.Holds);
            return result.WhyOpen!;
        }
    }

    // Deeper than any stack of calls would go.
    [Fact]
    public void A_long_way_is_searched_without_recursion() =>
        Assert.True(Checker.Check(new Line(goal: 49_999, length: 50_000)).Property("GOAL").Holds);

    /// <summary>A line of numbers that is walked along.</summary>
    private sealed class Line(int goal, int length = 5, bool renames = false)
        : ITransitionSystem<int, int>, IReducible<int, int>, IFair<int>
    {
        public string Name => "line";

        public IReadOnlyList<PropertyOf<int>> Properties { get; } =
            [new PropertyOf<int>.LeadsTo("GOAL", "It gets there.", s => s == 1, s => s == goal)];

        public IEnumerable<int> Initial => [0];

        public int PackedBytesMax => 4;

        public int FairnessClasses => renames ? 1 : 0;

        public void CollectSteps(int state, List<int> steps)
        {
            if (state < length - 1)
            {
                steps.Add(state + 1);
            }
        }

        public int Next(int state, int step, ref Verdicts verdicts) => step;

        public int Canonical(int state) => state;

        public int Pack(int state, Span<byte> packed)
        {
            BitConverter.TryWriteBytes(packed, state);
            return 4;
        }

        public int Unpack(ReadOnlySpan<byte> packed) => BitConverter.ToInt32(packed);

        public string Describe(int before, int step) => $"{step}";

        public int ActorOf(int step) => 0;

        public bool IsPersistent(int state, int actor) => true;

        public int FairnessOf(int step) => renames ? 0 : -1;
    }
}
