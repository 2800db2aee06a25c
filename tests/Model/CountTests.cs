using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Naive;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Counts that are known from elsewhere, or derived by hand.</summary>
public sealed class CountTests
{
    // Steps: n·3·4ⁿ⁻¹ of the managers and 4ⁿ + 1 decisions, n·5·6ⁿ⁻¹ after an abort, n·2ⁿ⁻¹ after a commit.
    // 3ⁿ ends after an abort, for whoever is aborted has not said that it was prepared, or has, and is known or not; and one
    // after a commit.
    [Theory]
    [InlineData(3, 288, 761)]
    [InlineData(5, 8_832, 37_345)]
    [InlineData(7, 296_448, 1_735_809)]
    public void Two_phase_commit_has_as_many_states_as_everywhere(int managers, long states, long transitions)
    {
        var result = Checker.Check(new TwoPhaseCommit(managers), new() { Symmetry = false });
        Assert.True(result.Complete);
        Assert.True(result.Sound);
        Assert.Equal(states, result.States);
        Assert.Equal(transitions, result.Transitions);
        Assert.Equal(Math.Pow(3, managers) + 1, result.TerminalStates);
        Assert.Equal((3 * managers) + 1, result.Depth);
    }

    // As many as there are multisets: of n among 4 kinds of managers, among 6, and among 2. Stateright's form for the same
    // five managers orders them by less than all that is known of them, and has 665.
    [Theory]
    [InlineData(3, 20 + 56 + 4)]
    [InlineData(5, 56 + 252 + 6)]
    [InlineData(7, 120 + 792 + 8)]
    public void Under_symmetry_it_has_one_for_all_that_are_alike(int managers, long states)
    {
        var result = Checker.Check(new TwoPhaseCommit(managers));
        Assert.True(result.Symmetric);
        Assert.True(result.Sound);
        Assert.Equal(states, result.States);
    }

    [Theory]
    [InlineData(3, 14)]
    [InlineData(5, 82)]
    [InlineData(7, 478)]
    public void Philosophers_have_as_many_states_as_the_Pell_Lucas_numbers_say(int count, long states) =>
        Assert.Equal(states, Checker.Check(new Philosophers(count)).States);

    [Fact]
    public void The_others_have_as_many_states_as_a_naive_search_finds()
    {
        AgreesWithNaive(new TwoPhaseCommit(4), new() { Symmetry = false });
        AgreesWithNaive(new Philosophers(5, firstIsLeftHanded: true), new());
        AgreesWithNaive(new Paxos(), new());
        AgreesWithNaive(new Dialback(2, 1), new() { Symmetry = false });
        AgreesWithNaive(new Locks(Locks.How.Peterson), new());
    }

    [Fact]
    public void Paxos_agrees_in_3921_states()
    {
        var result = Checker.Check(new Paxos());
        Assert.True(result.Sound);
        Assert.Equal((3_921, 9_442, 16), (result.States, result.Transitions, result.Depth));
    }

    // SPIN counts the same for the twin in Promela, and one transition more: that into the initial state.
    [Theory]
    [InlineData(1, 1, 315, 776)]
    [InlineData(2, 1, 2_827, 9_761)]
    [InlineData(2, 2, 28_457, 133_427)]
    [InlineData(3, 2, 240_484, 1_351_884)]
    public void Dialback_has_as_many_states_as_its_twin(int honest, int hostile, long states, long transitions)
    {
        var result = Checker.Check(new Dialback(honest, hostile), new() { Symmetry = false });
        Assert.True(result.Sound);
        Assert.Equal((states, transitions), (result.States, result.Transitions));
    }

    [Fact]
    public void A_state_is_stored_in_few_bytes()
    {
        var result = Checker.Check(new Dialback(3, 2), new() { Symmetry = false });
        Assert.InRange(result.BytesPerState, 16, 64);
    }

    private static void AgreesWithNaive<TState, TStep>(ITransitionSystem<TState, TStep> system, CheckOptions options)
        where TState : notnull
    {
        var naive = new NaiveChecker<TState, TStep>(system);
        var result = Checker.Check(system, options);
        Assert.Equal(
            (naive.States, naive.Transitions, naive.Depth, naive.Terminals.Count),
            (result.States, result.Transitions, result.Depth, result.TerminalStates));
        Assert.Equal(naive.Terminals, result.Terminals.ToHashSet());
    }
}
