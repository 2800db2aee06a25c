using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Checking;
using ModelScopes = Xmpp.Federation.Model.Protocol.Scopes;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// The worlds that the core is checked in: of strangers, of two servers, and the tiny one. The larger ones are explored by
/// <c>s2s check</c>, which holds their counts as well.
/// </summary>
public sealed class CheckedWorldTests
{
    private static readonly Lazy<List<CheckResult<CoreState, CoreStep>>> Results =
        new(() => [.. Scopes.Tiny.Concat(Strangers.All).Concat(Pairs.All).Select(s => Explore(s, reduce: false))]);

    public static TheoryData<string> WithoutFaults =>
        [.. Scopes.Tiny.Concat(Pairs.All).Where(s => s.World.Faults == Testbed.World.FaultBudget.None).Select(s => s.Name)];

    [Fact]
    public void Nothing_is_broken_and_each_world_has_as_many_states_as_are_pinned()
    {
        foreach (var result in Results.Value)
        {
            Assert.True(result.Complete, result.System);
            Assert.All(result.Properties, p => Assert.True(p.Holds, $"{p.Property.Name} in {result.System}"));
            Assert.Null(Pins.Known.Differs("core", result.System, reduced: false, result.States, result.Transitions));
        }
    }

    [Fact]
    public void The_case_of_every_property_comes_up()
    {
        var properties = Results.Value.SelectMany(r => r.Properties).ToLookup(p => p.Property.Name);

        Assert.All(properties, p => Assert.True(p.Any(r => r.Witnessed is not false), p.Key));
    }

    [Fact]
    public void Every_world_of_the_smaller_scopes_is_pinned()
    {
        Assert.All(Scopes.Tiny.Concat(Scopes.Small), s => Assert.True(Pins.Known.Has("core", s.Name, reduced: false), s.Name));
        Assert.All(ModelScopes.Tiny.Concat(ModelScopes.Small), s => Assert.True(Pins.Known.Has("model", s.Name, reduced: false), s.Name));
        Assert.All(ModelScopes.Tiny.Concat(ModelScopes.Small), s => Assert.True(Pins.Known.Has("model", s.Name, reduced: true), s.Name));
    }

    // What is left out are orders, never outcomes, nor anything that is broken on the way.
    [Theory]
    [MemberData(nameof(WithoutFaults))]
    public void The_reduction_leaves_out_orders_and_no_outcome(string world)
    {
        var scope = Scopes.Tiny.Concat(Pairs.All).Single(s => s.Name == world);
        var (all, reduced) = (Explore(scope, reduce: false), Explore(scope, reduce: true));

        Assert.True(reduced.Transitions <= all.Transitions);
        Assert.Equal(all.TerminalStates, reduced.TerminalStates);
        Assert.Equal(Witnessed(all), Witnessed(reduced));
        Assert.Null(Pins.Known.Differs("core", world, reduced: true, reduced.States, reduced.Transitions));
    }

    [Theory]
    [InlineData("tiny-dialback", "request-doubled")]
    [InlineData("small-bidi", "newer-route-removed")]
    [InlineData("small-two-senders", "external-piggyback")]
    [InlineData("small-order", "queue-overtaken")]
    public void With_the_reduction_a_bug_is_found_too(string world, string bug)
    {
        var scope = Scopes.Tiny.Concat(Pairs.All).Single(s => s.Name == world) with { Bug = Testbed.Bugs.PlantedBug.Named(bug) };

        Assert.Contains(Explore(scope, reduce: true).Properties, p => p.Holds is false);
    }

    private static List<string> Witnessed(CheckResult<CoreState, CoreStep> result) =>
        [.. result.Properties.Where(p => p.Property is not PropertyOf<CoreState>.LeadsTo && p.Witnessed is true).Select(p => p.Property.Name)];

    private static CheckResult<CoreState, CoreStep> Explore(CoreScope scope, bool reduce) => Checker.Check(
        new CoreSystem(scope, new RuleObserver([.. scope.World.Servers])), new CheckOptions { Reduce = reduce });
}
