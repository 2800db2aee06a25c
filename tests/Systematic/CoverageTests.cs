using System.Text.RegularExpressions;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Refinement;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// Coverage, both ways: what the model does in its worlds the production core does too, and what the core does comes up in these
/// worlds, or a list says why not. The lists may only shrink: what is no longer so has to leave them, and what is new needs a
/// reason. What is said and heard is told apart as in <see cref="Conduct"/>; what the core hears and nothing hinges on, is in no list.
/// </summary>
[Collection(Alone.Name)]
public sealed partial class CoverageTests
{
    private static readonly string Requirements = Path.Combine(Explored.Repository, "tests", "Requirements");

    [Fact]
    public void What_the_model_does_the_core_does_or_there_is_a_reason() =>
        Matches("ModelOnly.approved.txt", Covered.Model.Conducts.Except(Covered.Core.Conducts).Select(c => $"{c}"));

    [Fact]
    public void What_the_core_does_comes_up_in_the_worlds_of_the_model_or_there_is_a_reason() =>
        Matches("CoreOnly.approved.txt", Covered.Core.Effective.Except(Covered.Model.Conducts).Select(c => $"{c}"));

    [Fact]
    public void Most_of_what_either_does_both_do()
    {
        var both = Covered.Model.Conducts.Intersect(Covered.Core.Conducts).ToList();

        Assert.True(both.Count > 200, $"Only {both.Count}.");
        Assert.Contains(both, c => c is { Security: Security.Sasl, Said: true, Kind: MessageKind.Stanza });
    }

    // A clause is exercised if the core was judged by a rule that states it.
    [Fact]
    public void Every_clause_of_the_tables_is_exercised_or_there_is_a_reason()
    {
        var judged = Covered.Core.Rules.Select(r => r.Clause).ToHashSet(StringComparer.Ordinal);

        Matches("UnexercisedClauses.approved.txt", Clauses().Where(c => !judged.Contains(c)));
    }

    [Fact]
    public void Every_rule_of_the_model_states_a_clause_of_the_tables() =>
        Assert.Empty(AllRules.Select(r => r.Clause).Except(Clauses()));

    [Fact]
    public void Every_rule_of_the_model_judges_the_core() => Assert.Empty(AllRules.Except(Covered.Core.Rules).Select(r => $"{r}"));

    private static IEnumerable<Rule> AllRules => Rules.All.Concat(StanzaRules.OnDelivering);

    private static IEnumerable<string> Clauses() => Directory.EnumerateFiles(Requirements, "*.md")
        .SelectMany(File.ReadLines).Select(l => Row().Match(l)).Where(m => m.Success).Select(m => m.Groups[1].Value);

    private static void Matches(string file, IEnumerable<string> actual)
    {
        var difference = ReasonedList.Difference(Path.Combine(Explored.Repository, "tests", "Systematic", file), [.. actual]);

        Assert.True(difference is null, difference);
    }

    [GeneratedRegex(@"^\| ([RX][0-9]{4}-[^ |]+) \|")]
    private static partial Regex Row();
}
