using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>What do these two policies give? Every two of them.</summary>
public sealed class CombinationTests
{
    [Fact]
    public void There_are_as_many_worlds_as_combinations_and_no_two_are_alike()
    {
        var worlds = Enumerable.Range(0, PolicyCombinations.Count).Select(n => WorldWriter.Write(PolicyCombinations.World(n)));

        Assert.Equal(11_664, worlds.Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public void Every_combination_comes_to_what_its_policies_say()
    {
        var wrong = new List<string>();
        for (var number = 0; number < PolicyCombinations.Count; number++)
        {
            var world = PolicyCombinations.World(number);
            var (execution, _) = CooperativeRun.Execute(world, new RandomStrategy((ulong)number), null);
            foreach (var sending in world.Send)
            {
                var (from, to) = (Server(world, sending.From), Server(world, sending.To));
                var (expected, actual) = (ExpectedOutcome.Of(from, to), Outcomes.Of(execution, sending.Pair));
                if (expected != actual)
                {
                    wrong.Add($"{number}, {sending.Pair}: {actual} instead of {expected}: {WorldWriter.Write(world)}");
                }
            }
        }

        Assert.Empty(wrong.Take(10));
    }

    [Theory]
    [InlineData(1, 12)]
    [InlineData(2, 60)]
    [InlineData(3, 200)]
    public void A_sample_covers_every_choice_of_values_and_stays_small(int strength, int most)
    {
        var sample = PolicyCombinations.Covering(strength);

        Assert.InRange(sample.Count, 1, most);
        Assert.Equal(Choices(strength, Enumerable.Range(0, PolicyCombinations.Count)), Choices(strength, sample));
    }

    [Fact]
    public void In_a_sample_every_property_of_downgrade_is_exercised_and_holds()
    {
        var report = Explore(bug: null);

        Assert.Empty(report.Violations);
        Assert.True(report.Complete);
        var exercised = report.Invariants.ToDictionary(i => i.Property, i => i.Times);
        Assert.All(["INV-17", "INV-18", "INV-21", "INV-22", "LIV-3"], id => Assert.NotEqual(0, exercised[id]));
    }

    [Theory]
    [InlineData("clear-text-accepted", "INV-17")]
    [InlineData("bad-certificate-tolerated", "INV-21")]
    [InlineData("verdict-ignored", "INV-22")]
    [InlineData("silent-refusal", "LIV-3")]
    public void A_sample_finds_what_is_planted(string bug, string property) =>
        Assert.Equal(property, Assert.Single(Explore(bug).Violations).Property);

    private static FuzzReport Explore(string? bug) => new Combinations().Explore(new CombinationsRequest
    {
        Strength = 3,
        Schedules = 2,
        Bug = bug,
        Effort = new Effort(0, Deadline.Never, ProgressLine.For(TextWriter.Null, true)),
    });

    // Written worlds are compared field by field: what a field says in the file, or that it says nothing.
    private static SortedSet<string> Choices(int strength, IEnumerable<int> numbers)
    {
        var choices = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var number in numbers)
        {
            var fields = PolicyCombinations.World(number).Servers.SelectMany(Fields).ToArray();
            Choose(strength, 0, "");

            void Choose(int left, int from, string chosen)
            {
                if (left == 0)
                {
                    choices.Add(chosen);
                    return;
                }

                for (var i = from; i < fields.Length; i++)
                {
                    Choose(left - 1, i + 1, $"{chosen} {i}={fields[i]}");
                }
            }
        }

        return choices;
    }

    private static IEnumerable<object> Fields(ServerDefinition server) =>
    [
        server.Policy.Tls, server.Policy.Sasl, server.Policy.Dialback, server.Certificate, server.Policy.StrictCertificates,
    ];

    private static ServerDefinition Server(WorldDefinition world, Domain name) => world.Servers.First(s => s.Name == name);
}
