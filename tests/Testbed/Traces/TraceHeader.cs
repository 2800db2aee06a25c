using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>The keys of a trace's header, in the order in which they are written.</summary>
internal static class TraceHeader
{
    public const string Expect = "expect";
    public const string Property = "property";
    public const string Clause = "clause";
    public const string Bug = "bug";
    public const string Lane = "lane";
    public const string Scenario = "scenario";
    public const string FoundBy = "found-by";
    public const string World = "world";

    /// <summary>A lane: every step of the execution is in the trace.</summary>
    public const string Cooperative = "cooperative";

    /// <summary>A lane: the trace holds what the environment did; the tasks were Coyote's to schedule.</summary>
    public const string Coyote = "coyote";

    public static IReadOnlyList<string> Keys { get; } =
        [Expect, Property, Clause, Bug, Lane, Scenario, FoundBy, World];

    /// <summary>The engines whose steps a trace can hold.</summary>
    public static IReadOnlyList<string> Lanes { get; } = [Cooperative, Coyote];

    /// <summary>The values by key, with their lines. Problems go to <paramref name="problems"/>.</summary>
    /// <param name="lines">The whole file; the header begins on its second line and ends before a blank one.</param>
    public static Dictionary<string, (int Line, string Value)> Read(string[] lines, Problems problems)
    {
        var values = new Dictionary<string, (int Line, string Value)>();
        var at = 1;
        for (; at < lines.Length && lines[at].Length > 0; at++)
        {
            var colon = lines[at].IndexOf(": ", StringComparison.Ordinal);
            var key = colon < 0 ? lines[at] : lines[at][..colon];
            var value = colon < 0 ? "" : lines[at][(colon + 2)..].Trim();
            if (!Keys.Contains(key))
            {
                var wrong = $"{Printable.Quoted(key)} is not a key of the header";
                problems.Add(at + 1, null, wrong, Suggestion.For(key, Keys));
            }
            else if (!values.TryAdd(key, (at + 1, value)))
            {
                problems.Add(at + 1, key, "is there twice", "each key once");
            }
            else if (value.Length == 0)
            {
                problems.Add(at + 1, key, "has no value", null);
            }
        }

        foreach (var key in Keys.Where(k => !values.ContainsKey(k)))
        {
            problems.Add(at + 1, key, "is missing", $"the header has: {string.Join(", ", Keys)}");
        }

        return values;
    }
}
