using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>What is found depends on the system alone: not on threads, not on how states are stored.</summary>
public sealed class DeterminismTests
{
    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(7)]
    public void Any_number_of_threads_finds_the_same(int workers)
    {
        Same(new TwoPhaseCommit(5), new() { Symmetry = false });
        Same(new TwoPhaseCommit(5, commitsEarly: true), new() { Symmetry = false });
        Same(new Philosophers(6), new());
        Same(new Paxos(ignoresPromises: true), new());
        Same(new Dialback(2, 2), new() { Symmetry = false });
        Same(new Dialback(2, 2), new() { Reduce = true });
        Same(new Dialback(2, 2, asksNobody: true), new() { Symmetry = false, StopAtFirst = true });
        Same(new Dialback(2, 2), new() { StatesMax = 1_000 });
        Same(new Locks(Locks.How.OpenDoor), new());

        void Same<TState, TStep>(ITransitionSystem<TState, TStep> system, CheckOptions options) => Assert.Equal(
            Outcome.Of(Checker.Check(system, options with { Workers = 1 })),
            Outcome.Of(Checker.Check(system, options with { Workers = workers })));
    }

    [Fact]
    public void States_of_which_only_a_fingerprint_is_stored_are_the_same()
    {
        Same(new TwoPhaseCommit(6), new() { Symmetry = false });
        Same(new TwoPhaseCommit(5, commitsEarly: true), new());
        Same(new Philosophers(6), new());
        Same(new Paxos(ignoresPromises: true), new());
        Same(new Dialback(2, 2), new() { Workers = 3, Reduce = true });
        Same(new Dialback(2, 2, asksNobody: true), new() { Workers = 3 });

        static void Same<TState, TStep>(ITransitionSystem<TState, TStep> system, CheckOptions options)
        {
            var exact = Checker.Check(system, options);
            var compact = Checker.Check(system, options with { HashCompact = true });
            Assert.Equal(Outcome.Of(exact), Outcome.Of(compact));
            Assert.True(exact.Exact);
            Assert.Equal(0, exact.MissedProbability);
            Assert.False(compact.Exact);
        }
    }

    // n(n-1)/2 pairs, each alike in 64 bits with a probability of 2⁻⁶⁴; so few that they hardly ever are twice.
    [Fact]
    public void The_probability_that_a_state_was_missed_is_told()
    {
        var result = Checker.Check(new TwoPhaseCommit(5), new() { Symmetry = false, HashCompact = true });
        Assert.Equal(8_832.0 * 8_831 / 2 / Math.Pow(2, 64), result.MissedProbability, 1e-18);
    }
}
