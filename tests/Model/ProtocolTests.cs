using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Model.Tests;

/// <summary>
/// The model, explored: what holds of the world if every server keeps the rules, in how many states, and what becomes of it
/// without one of them.
/// </summary>
public sealed class ProtocolTests
{
    /// <summary>
    /// States and transitions in all orders, and with the reduction. Those of the larger worlds are held by <c>s2s check</c>.
    /// </summary>
    public static TheoryData<string, long, long, long, long> Counts => new()
    {
        { "tiny-dialback", 427, 921, 257, 502 },
        { "tiny-external", 565, 1_171, 395, 736 },
        { "tiny-both-ways", 2_985, 7_132, 2_013, 4_760 },
        { "tiny-attack", 159_777, 591_966, 144_499, 471_287 },
        { "small-bidi", 18_347, 52_942, 15_463, 44_836 },
        { "small-attack-on-tls", 79_703, 219_846, 62_612, 149_600 },
    };

    [Theory]
    [MemberData(nameof(Counts))]
    public void Every_state_is_visited_and_every_property_holds(
        string world, long states, long transitions, long reducedStates, long reducedTransitions)
    {
        var all = Checker.Check(new ProtocolSystem(Named(world)), new CheckOptions { StatesMax = 4_000_000 });
        var reduced = Checker.Check(new ProtocolSystem(Named(world)), new CheckOptions { Reduce = true });

        Assert.True(all.Complete);
        Assert.Equal((states, transitions), (all.States, all.Transitions));
        Assert.Equal((reducedStates, reducedTransitions), (reduced.States, reduced.Transitions));
        // What is left out are orders, never outcomes.
        Assert.Equal(all.TerminalStates, reduced.TerminalStates);
        Assert.All(all.Properties.Concat(reduced.Properties).Where(IsAsked), p => Assert.True(p.Holds, p.Property.Name));
        bool IsAsked(PropertyResult<World, Xmpp.Federation.Model.Protocol.Move> p) =>
            p.Property is not PropertyOf<World>.Sometimes || Named(world).Shows.Contains(p.Property.Name);
    }

    [Fact]
    public void Every_property_comes_up_in_the_small_worlds()
    {
        var named = Scopes.Small.SelectMany(s => s.Shows).Distinct();

        Assert.Equal(
            WorldProperties.All.OfType<PropertyOf<World>.Sometimes>().Select(p => p.Name).Order(StringComparer.Ordinal),
            named.Order(StringComparer.Ordinal));
    }

    // Each of these rules is what keeps a property of the world: without it there is a way to break that.
    [Theory]
    [InlineData("X0220-2.1.1-6", "tiny-dialback", "INV-1")]
    [InlineData("X0220-2.2.1-1", "tiny-attack", "INV-2")]
    [InlineData("X0220-2.2.2-p1", "tiny-attack", "INV-5")]
    [InlineData("R6120-4.3.3-1", "small-external-shared", "INV-1")]
    public void Without_this_rule_something_goes_wrong(string clause, string world, string property)
    {
        var broken = Rules.All.Where(r => r.Clause == clause).SelectMany(r => Checker.Check(
            new ProtocolSystem(Named(world) with { Waived = r }), new CheckOptions { StatesMax = 100_000 }).Properties)
            .Where(p => p.Holds is false && p.Property is not PropertyOf<World>.Sometimes).Select(p => p.Property.Name);

        Assert.Contains(property, broken);
    }

    private static Scope Named(string name) => Scopes.Tiny.Concat(Scopes.Small).Single(s => s.Name == name);
}
