using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Planted;
using Xmpp.Federation.Conventions.Tests.Planted.Core;
using Xmpp.Federation.Conventions.Tests.Planted.Shell;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>A rule that cannot be broken proves nothing: each is shown what it is for.</summary>
public sealed class PlantedTests
{
    private static readonly Arrows Arrows = new("Xmpp.Federation.Conventions.Tests.Planted");

    [Fact]
    public void An_outward_arrow_is_found_however_it_is_drawn() => Found(
        Arrows.Breaches([Code(typeof(Outward)), Code(typeof(OutwardBase))]),
        "AsField", "AsArgument", "AsCall", "AsLambda", "AsIterator", "OutwardBase", "ctor");

    [Fact]
    public void An_inward_arrow_is_none() =>
        Assert.Empty(Arrows.Breaches([Code(typeof(Inward)), Code(typeof(Loop))]));

    [Fact]
    public void A_banned_call_is_found_wherever_it_hides() => Found(
        DialectTests.Banned([Code(typeof(Undisciplined))]),
        "Starts", "Delays", "Leaves", "Joins", "Reads", "Draws", "Throws", "Registers", "Expires", "Locks", "Hashes");

    [Fact]
    public void What_the_dialect_allows_is_not() => Assert.Empty(DialectTests.Banned([Code(typeof(Disciplined))]));

    [Fact]
    public void An_impurity_is_found() => Found(
        Purity.Impurities([Code(typeof(Impure))]), "Reads", "Counts", "Waits", "Says", "Locks");

    [Fact]
    public void A_static_that_can_change_is_found() =>
        Assert.Equal(2, Purity.MutableStatics([Code(typeof(Impure))]).Count());

    [Fact]
    public void A_pure_function_is_left_alone()
    {
        Assert.Empty(Purity.Impurities([Code(typeof(Pure))]));
        Assert.Empty(Purity.MutableStatics([Code(typeof(Pure))]));
    }

    [Fact]
    public void A_walk_through_a_hash_table_is_found() => Found(
        Determinism.Enumerations([Code(typeof(Unordered))]),
        "Loops", "TakesKeys", "Joins", "TakesFirst", "Selects", "Passes", "Copies");

    [Fact]
    public void A_mention_and_a_hash_are_found()
    {
        Assert.NotEmpty(Determinism.Mentions([Code(typeof(Unordered))]));
        Found(Determinism.Hashings([Code(typeof(Unordered))]), "Hashes");
    }

    [Fact]
    public void A_hash_table_that_keeps_its_order_to_itself_is_left_alone()
    {
        Assert.Empty(Determinism.Enumerations([Code(typeof(Ordered))]));
        Assert.Empty(Determinism.Hashings([Code(typeof(Ordered))]));
    }

    [Fact]
    public void An_open_union_is_found() =>
        Assert.Equal(3, Unions.Breaches([Code(typeof(OpenUnion)), Code(typeof(Stray))]).Count());

    [Fact]
    public void A_closed_union_is_left_alone() => Assert.Empty(Unions.Breaches([Code(typeof(ClosedUnion))]));

    [Theory]
    [InlineData(typeof(ByArray))]
    [InlineData(typeof(ByList))]
    [InlineData(typeof(ByFunction))]
    [InlineData(typeof(ByDepth))]
    public void A_record_that_holds_an_identity_is_found(Type type) => Assert.Single(new Content().Breaches(type));

    [Fact]
    public void A_record_of_content_is_left_alone() => Assert.Empty(new Content().Breaches(typeof(ByContent)));

    // The members that are found, and no others.
    private static void Found(IEnumerable<string> breaches, params string[] members) => Assert.Equal(
        members.Order(StringComparer.Ordinal),
        breaches.Select(b => b[..b.IndexOf(':', StringComparison.Ordinal)].Split('.')[^1]).Distinct()
            .Order(StringComparer.Ordinal));

    private static TypeDefinition Code(Type type) => Assemblies.Own.GetType(type.FullName);
}
