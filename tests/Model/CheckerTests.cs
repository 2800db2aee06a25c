using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Tests.Toys;

namespace Xmpp.Federation.Model.Tests;

/// <summary>Counts that are known from elsewhere, or derived by hand.</summary>
public sealed class CheckerTests
{
    [Theory]
    [InlineData(3, 288)]
    [InlineData(5, 8_832)]
    [InlineData(7, 296_448)]
    public void Two_phase_commit_has_as_many_states_as_everywhere(int managers, long states)
    {
        var result = Checker.Check(new TwoPhaseCommit(managers), new() { Symmetry = false });
        Assert.True(result.Complete);
        Assert.True(result.Sound);
        Assert.Equal(states, result.States);
        Assert.Equal(Math.Pow(3, managers) + 1, result.TerminalStates);
    }
}
