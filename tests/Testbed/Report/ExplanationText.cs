using System.Globalization;
using Xmpp.Federation.Testbed.Explaining;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>An explanation, for people.</summary>
internal static class ExplanationText
{
    public static IEnumerable<string> Lines(Explanation explanation)
    {
        if (explanation.Retelling.Breach is not { Property: var property } breach)
        {
            return ["  nothing is broken, so there is nothing to explain", "", .. TextDiagram.Of(explanation)];
        }

        return
        [
            "",
            $"  {property.Id}: {property.Statement}",
            $"  demanded by: {property.Clause}",
            $"  the monitor: {breach.Detail}",
            Counts(explanation),
            .. explanation.Decisive.Select(d => $"  {d}"),
            "",
            .. TextDiagram.Of(explanation),
        ];
    }

    private static string Counts(Explanation explanation) => string.Create(
        CultureInfo.InvariantCulture,
        $"  {explanation.Mattering} of {explanation.Steps} steps matter ({explanation.Before} happen before the violation"
            + $"{(explanation.Last is null ? ", which shows at rest" : "")}; {explanation.Runs} executions tried)");
}
