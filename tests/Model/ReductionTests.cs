using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Leaving out orders, and states that are alike, changes how much is looked at and not what is found.</summary>
public sealed class ReductionTests
{
    [Fact]
    public void With_fewer_orders_the_ends_and_the_verdicts_are_the_same()
    {
        Same(new TwoPhaseCommit(5), (8_832, 3_616));
        Same(new TwoPhaseCommit(5, commitsEarly: true), (21_672, 13_081));
        Same(new Dialback(2, 2), (28_457, 14_262));
        Same(new Dialback(2, 2, asksNobody: true), (724, 309));
        Same(new Philosophers(5), (82, 82));
        Same(new Philosophers(5, firstIsLeftHanded: true), (70, 70));

        static void Same<TState, TStep>(ITransitionSystem<TState, TStep> system, (long Whole, long Reduced) states)
        {
            var options = new CheckOptions { Symmetry = false, TerminalsMax = int.MaxValue };
            var whole = Checker.Check(system, options);
            var reduced = Checker.Check(system, options with { Reduce = true });
            Assert.False(whole.Reduced);
            Assert.True(reduced.Reduced);
            Assert.True(reduced.Complete);
            Assert.Equal(states, (whole.States, reduced.States));
            Assert.Equal(whole.Terminals.ToHashSet(), reduced.Terminals.ToHashSet());
            Assert.Equal(whole.Properties.Select(p => p.Holds is true), reduced.Properties.Select(p => p.Holds is true));
        }
    }

    // One walks round for ever, by a persistent step in every state; the other's only step breaks something. Without the
    // proviso nobody would ever look at it.
    [Fact]
    public void Nobody_is_put_off_for_ever()
    {
        var result = Checker.Check(new Roundabout(breaks: true), new() { Reduce = true });
        Assert.False(result.Property("STEP").Holds);
        Assert.Equal(Roundabout.Places * 2, Checker.Check(new Roundabout(breaks: false), new() { Reduce = true }).States);
    }

    [Fact]
    public void What_did_not_come_up_in_fewer_orders_is_left_open()
    {
        var result = Checker.Check(new Roundabout(breaks: true), new() { Reduce = true }).Property("NEVER");
        Assert.Null(result.Holds);
        Assert.NotNull(result.WhyOpen);
        Assert.False(Checker.Check(new Roundabout(breaks: true)).Property("NEVER").Holds);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void With_one_for_all_that_are_alike_the_verdicts_are_the_same(bool reduce)
    {
        Same(new TwoPhaseCommit(5));
        Same(new TwoPhaseCommit(5, commitsEarly: true));
        Same(new Dialback(2, 2));
        Same(new Dialback(2, 2, asksNobody: true));

        void Same<TState, TStep>(ITransitionSystem<TState, TStep> system)
        {
            var whole = Checker.Check(system, new() { Symmetry = false, TerminalsMax = int.MaxValue, Reduce = reduce });
            var alike = Checker.Check(system, new() { TerminalsMax = int.MaxValue, Reduce = reduce });
            Assert.True(alike.Symmetric);
            Assert.True(alike.States < whole.States);
            Assert.Equal(whole.Properties.Select(p => p.Holds), alike.Properties.Select(p => p.Holds));
            Assert.Equal(whole.Terminals.Select(system.Canonical).ToHashSet(), alike.Terminals.ToHashSet());
            Assert.Equal(
                whole.Properties.Select(p => p.Trace?.Steps.Count).Where(_ => !reduce),
                alike.Properties.Select(p => p.Trace?.Steps.Count).Where(_ => !reduce));
        }
    }

    [Fact]
    public void Symmetry_is_left_off_on_request_and_where_there_is_none()
    {
        Assert.True(Checker.Check(new TwoPhaseCommit(3)).Symmetric);
        Assert.False(Checker.Check(new TwoPhaseCommit(3), new() { Symmetry = false }).Symmetric);
        Assert.False(Checker.Check(new Paxos()).Symmetric);
    }

    /// <summary>One actor walks round; the other has a single step, of its own.</summary>
    private sealed class Roundabout(bool breaks) : ITransitionSystem<(int Place, bool Done), int>, IReducible<(int Place, bool Done), int>
    {
        public const int Places = 5;

        public string Name => "roundabout";

        public IReadOnlyList<PropertyOf<(int Place, bool Done)>> Properties { get; } =
        [
            new PropertyOf<(int Place, bool Done)>.Always("STEP", "The other's step breaks nothing."),
            new PropertyOf<(int Place, bool Done)>.Sometimes("NEVER", "There is one place more.", s => s.Place == Places),
        ];

        public IEnumerable<(int Place, bool Done)> Initial => [default];

        public int PackedBytesMax => 2;

        public void CollectSteps((int Place, bool Done) state, List<int> steps)
        {
            steps.Add(0);
            if (!state.Done)
            {
                steps.Add(1);
            }
        }

        public (int Place, bool Done) Next((int Place, bool Done) state, int step, ref Verdicts verdicts)
        {
            if (step == 0)
            {
                return state with { Place = (state.Place + 1) % Places };
            }

            if (breaks)
            {
                verdicts.Violate(0);
            }

            return state with { Done = true };
        }

        public int Pack((int Place, bool Done) state, Span<byte> packed)
        {
            (packed[0], packed[1]) = ((byte)state.Place, (byte)(state.Done ? 1 : 0));
            return 2;
        }

        public (int Place, bool Done) Unpack(ReadOnlySpan<byte> packed) => (packed[0], packed[1] == 1);

        public string Describe((int Place, bool Done) before, int step) => step == 0 ? "on" : "done";

        public int ActorOf(int step) => step;

        public bool IsPersistent((int Place, bool Done) state, int actor) => true;
    }
}
