using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>The production core in every state of small worlds, held against the rules of the model at every step.</summary>
public sealed class RefinementTests
{
    [Fact]
    public void In_every_state_of_the_tiny_worlds_the_core_says_what_the_model_allows()
    {
        foreach (var scope in Scopes.Tiny)
        {
            var result = Explore(scope);

            Assert.True(result.Complete);
            Assert.Equal((8_682, 22_972), (result.States, result.Transitions));
            Assert.All(result.Properties, p => Assert.True(p.Holds, p.Property.Name));
        }
    }

    /// <summary>Planted bugs, the invariants that they depart from, and the steps to it.</summary>
    public static TheoryData<string, string, int> Departures => new()
    {
        { "clear-text-accepted", "INV-17", 5 },
        { "verdict-not-awaited", "INV-29", 9 },
        { "starttls-offered-again", "INV-20", 12 },
        { "request-doubled", "INV-32", 14 },
        { "verified-on-the-spot", "INV-8", 15 },
        { "id-not-copied", "INV-27", 29 },
    };

    // A deliberate deviation is told with the invariant that its rule belongs to, and by a shortest way to it.
    [Theory]
    [MemberData(nameof(Departures))]
    public void What_departs_from_the_model_is_told_with_its_invariant(string bug, string invariant, int steps)
    {
        var result = Explore(Scopes.Tiny[0] with { Bug = PlantedBug.Named(bug) });

        var broken = Assert.Single(
            result.Properties, p => p.Holds is false && p.Property.Name.EndsWith(" rules", StringComparison.Ordinal));
        Assert.Equal($"{invariant} rules", broken.Property.Name);
        Assert.Equal(steps, broken.Trace!.Steps.Count);
    }

    private static CheckResult<CoreState, CoreStep> Explore(CoreScope scope) => Checker.Check(
        new CoreSystem(scope, new RuleObserver([.. scope.World.Servers])), new CheckOptions { StopAtFirst = true });
}
