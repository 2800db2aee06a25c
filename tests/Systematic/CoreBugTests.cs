using Xmpp.Federation.Core;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Each property of the core as a transition system can fail: a fault that is planted in all servers breaks it.</summary>
public sealed class CoreBugTests
{
    private const string OneWay = """
        {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
         "send":[{"from":"a.example","to":"b.example"}]}
        """;

    private const string Two = """
        {"servers":{"a.example":{},"b.example":{}},"send":[{"from":"a.example","to":"b.example","stanzas":2}]}
        """;

    private const string Shared = """
        {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled","domains":["c.example"]}},
         "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"}]}
        """;

    // Faults of this lane alone: what the other engines find by what comes of it shows here in the state itself.
    private static readonly PlantedBug[] Own =
    [
        new("told-twice", "a fate is told twice", "INV-37", "", Plant.Replacing((_, o) => o is Output.Settle ? [o, o] : [o])),
        new("not-handed-over", "what arrives is dropped", "INV-37 at rest", "", Plant.Replacing((_, o) => o is Output.Deliver ? [] : [o])),
        new("dialled-twice", "every attempt is made twice", "INV-46", "", Plant.Replacing((_, o) => o is Output.Dial ? [o, o] : [o])),
        new("orphan-route", "a route outlives its stream", "INV-42", "", step => (context, state, input) =>
        {
            var after = step(context, state, input);
            return input is Input.TimedOut
                ? after with { State = after.State with { Routes = state.Routes } }
                : after;
        }),
    ];

    /// <summary>Bugs, the worlds in which they show, the properties that they break, and the steps to it.</summary>
    public static TheoryData<string, string, string, int> WithoutAttacker => new()
    {
        { "verdict-not-awaited", OneWay, "CRASH", 11 },
        { "told-twice", OneWay, "INV-37", 31 },
        { "not-handed-over", OneWay, "INV-37 at rest", 42 },
        { "dialled-twice", OneWay, "INV-46", 2 },
        { "orphan-route", OneWay, "INV-42", 38 },
        { "request-forgotten", With("\"earlyTimers\":1"), "INV-45", 17 },
        { "socket-forgotten", With("\"resets\":1"), "INV-47", 8 },
        { "stanza-forgotten", With("\"resets\":1"), "LIV-1", 9 },
        { "search-doubled", Two, "INV-44", 2 },
        { "half-a-proof", Shared, "INV-1", 33 },
    };

    [Theory]
    [MemberData(nameof(WithoutAttacker))]
    public void A_bug_breaks_a_property_of_the_core(string bug, string world, string property, int depth) =>
        AssertFound(Of(world, bug), property, depth);

    [Theory]
    [InlineData("grant-of-another-stream", 21)]
    [InlineData("sender-not-compared", 18)]
    public void An_attacker_profits_by_a_bug(string bug, int depth) => AssertFound(
        Scopes.Small.Single(s => s.Name == "small-attacked") with { Bug = PlantedBug.Named(bug) }, "INV-2", depth);

    private static string With(string faults) => $"{OneWay[..OneWay.LastIndexOf('}')]},\"faults\":{{{faults}}}}}";

    internal static CoreScope Of(string world, string bug) => new(bug, "with a bug", Scenario.Of(world))
    {
        Bug = Own.SingleOrDefault(b => b.Name == bug) ?? PlantedBug.Named(bug),
    };

    [Fact]
    public void A_deadline_that_is_put_off_for_ever_is_a_cycle_in_which_a_stanza_never_has_a_fate()
    {
        var bug = new PlantedBug("put-off", "a deadline that passes is set anew", "LIV-1 in time", "", step => (context, state, input) =>
            input is Input.TimedOut(var timer) && state.Timers.TryGetValue(timer, out var owner)
                && state.Outgoing.Values.FirstOrDefault(s => s.Watch?.Timer == timer) is { Watch: { } watch }
                ? new Transition(state, [new Output.SetTimer(timer, owner, watch.Deadline, TimeSpan.FromMinutes(1))])
                : step(context, state, input));
        var world = new CoreScope("put off", "", Scenario.Of(With("\"cuts\":1")))
        {
            Bug = bug,
            Promises = true,
        };

        var broken = Checker.Check(new CoreSystem(world), new CheckOptions()).Properties.Where(p => p.Holds is false).ToList();

        Assert.NotEmpty(Assert.Single(broken, p => p.Property.Name == "LIV-1 in time").Trace!.Cycle);
    }

    private static void AssertFound(CoreScope scope, string property, int depth)
    {
        var found = new NaiveSearch(new CoreSystem(scope)).Run().Found;

        Assert.Equal((property, depth), (found?.Property, found?.Steps.Count ?? 0));
    }
}
