using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Every kind of property holds where it should, and fails, by the shortest way, where something is planted.</summary>
public sealed class PropertyTests
{
    [Fact]
    public void Two_phase_commit_that_commits_early_disagrees()
    {
        // One prepares, is heard, commit; the other refuses; the first hears of the commit.
        var system = new TwoPhaseCommit(3, commitsEarly: true);
        var result = Checker.Check(system, new() { Symmetry = false }).Property("CONSISTENT");
        Assert.False(result.Holds);
        Assert.Equal(5, result.Trace!.Steps.Count);
        Ends(system, result.Trace, s => s.Any(3, 2) && s.Any(3, 3));
    }

    [Fact]
    public void Under_symmetry_a_trace_can_be_walked_as_it_stands()
    {
        var system = new TwoPhaseCommit(5, commitsEarly: true);
        var result = Checker.Check(system);
        Assert.True(result.Symmetric);
        Ends(system, result.Property("CONSISTENT").Trace!, s => s.Any(5, 2) && s.Any(5, 3));
        Ends(system, result.Property("COMMITS").Trace!, s => s.All(5, 2));
    }

    [Fact]
    public void Philosophers_starve_when_each_has_taken_a_fork()
    {
        var result = Checker.Check(new Philosophers(5));
        var deadlock = result.Property("NO-DEADLOCK");
        Assert.False(deadlock.Holds);
        Assert.Equal("FFFFF", deadlock.Trace!.Last.Hands);
        Assert.Equal(["0", "1", "2", "3", "4"], deadlock.Trace.Steps.Select(m => m.Description[..1]).Order());
        Assert.Equal(deadlock.Trace.Last, Assert.Single(result.Terminals));
        Assert.True(result.Property("FORKS").Holds);
    }

    [Fact]
    public void Philosophers_do_not_starve_when_one_of_them_is_left_handed()
    {
        var result = Checker.Check(new Philosophers(5, firstIsLeftHanded: true));
        Assert.True(result.Sound);
        Assert.Equal(0, result.TerminalStates);
        Assert.False(result.Property("NO-DEADLOCK").Witnessed);
    }

    [Fact]
    public void A_proposer_that_ignores_what_was_voted_for_lets_two_values_be_chosen()
    {
        var system = new Paxos(ignoresPromises: true);
        var result = Checker.Check(system).Property("AGREEMENT");
        Assert.False(result.Holds);

        // Ballot 0: asked, two promises, proposed, accepted twice; ballot 1: the same.
        Assert.Equal(12, result.Trace!.Steps.Count);
        Ends(system, result.Trace, s => !((PropertyOf<ulong>.Always)result.Property).Holds!(s));
    }

    [Fact]
    public void A_receiver_that_does_not_ask_the_authority_believes_a_forged_key()
    {
        var system = new Dialback(2, 1, asksNobody: true);
        var result = Checker.Check(system, new() { Symmetry = false });
        var authentic = result.Property("AUTHENTIC");
        Assert.Equal((false, true), (authentic.Holds, authentic.Witnessed));
        Assert.Equal(["Open hostile 2", "Forge hostile 2", "Receive hostile 2"], authentic.Trace!.Steps.Select(m => m.Description));
        Assert.Equal(1UL, Outcome.Take(system, authentic.Trace.First, authentic.Trace.Steps).Verdicts.Violated);
        Assert.False(result.Property("REFUSED").Holds);
        Assert.True(Checker.Check(new Dialback(2, 1)).Property("REFUSED").Witnessed);
    }

    [Fact]
    public void An_exploration_can_end_with_the_first_violation()
    {
        var whole = Checker.Check(new Dialback(2, 2, asksNobody: true));
        var first = Checker.Check(new Dialback(2, 2, asksNobody: true), new() { StopAtFirst = true });
        Assert.True(whole.Complete);
        Assert.False(first.Complete);
        Assert.True(first.States < whole.States);
        Assert.Equal(3, first.Depth);
        Assert.Equal(whole.Property("AUTHENTIC").Trace!.Steps, first.Property("AUTHENTIC").Trace!.Steps);
    }

    [Fact]
    public void A_property_of_states_whose_case_nobody_speaks_of_is_not_witnessed()
    {
        var result = Checker.Check(new Paxos());
        Assert.Null(result.Property("AGREEMENT").Witnessed);
        Assert.True(Checker.Check(new Dialback(1, 1)).Property("AUTHENTIC").Witnessed);
        Assert.False(Checker.Check(new Dialback(0, 1)).Property("AUTHENTIC").Witnessed);
    }

    private static void Ends<TState, TStep>(
        ITransitionSystem<TState, TStep> system, Trace<TState, TStep> trace, Func<TState, bool> suits)
    {
        var (last, _) = Outcome.Take(system, trace.First, trace.Steps);
        Assert.Equal(trace.Last, last);
        Assert.True(suits(last));
    }
}
