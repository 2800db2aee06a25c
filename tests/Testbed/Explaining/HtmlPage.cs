using System.Security.Cryptography;
using System.Text;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// A trace as one page that needs nothing else: no script, no network, no font. A click on a row, or Enter, makes its step
/// the target, and what is told of it appears.
/// </summary>
internal static class HtmlPage
{
    /// <param name="file">Where the trace stands, for the command that replays it.</param>
    public static string Of(string file, Trace trace, Explanation explanation)
    {
        var rows = Rows.Of(explanation, explanation.Retelling.Happenings, turns: true);
        var lanes = new HtmlLanes(Rows.LanesOf(explanation, rows), rows);
        var chart = new HtmlChart(explanation, rows, lanes);
        var page = new Html();
        Head(page, trace);
        page.Add($"<main>");
        Summary(page, file, trace, explanation);
        page.Add($"<div class=\"drawing\">");
        chart.Heads(page);
        chart.Draw(page);
        page.Add($"</div></main><aside><p class=\"hint\">Choose a row to read what was said and where every machine stands.</p>");
        HtmlDetails.Of(page, explanation, rows);
        page.Add($"</aside></body></html>");
        // The one place where text is no hole: it is our own, and its hash is what the page allows.
        return page.ToString().Replace(StylePlace, PageStyle.Text, StringComparison.Ordinal);
    }

    private const string Command = "dotnet run --project tests/Testbed -c Release -- replay";
    private const string StylePlace = "/*style*/";

    // Nothing may be loaded or run, and no style but this one counts: should markup slip in, it has no effect.
    private static void Head(Html page, Trace trace)
    {
        var hash = Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(PageStyle.Text)));
        page.Add($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        var allowed = $"default-src 'none'; style-src 'sha256-{hash}'; base-uri 'none'; form-action 'none'";
        page.Add($"<meta http-equiv=\"Content-Security-Policy\" content=\"{allowed}\">");
        page.Add($"<meta name=\"viewport\" content=\"width=device-width\"><title>{trace.Expect}: {trace.Scenario}</title>");
        page.Add($"<style>/*style*/</style></head><body>");
    }

    private static void Summary(Html page, string file, Trace trace, Explanation explanation)
    {
        var breach = explanation.Retelling.Breach;
        page.Add($"<header><h1>{breach?.Property.Id ?? "nothing is broken"}</h1>");
        page.Add($"<p class=\"statement\">{breach?.Property.Statement}</p><dl>");
        Term(page, "demanded by", breach?.Property.Clause);
        Term(page, "the monitor", breach?.Detail);
        Term(page, "scenario", trace.Scenario);
        Term(page, "planted bug", trace.Bug);
        Term(page, "found by", trace.FoundBy);
        if (breach is not null)
        {
            var (mattering, all, before) = (explanation.Mattering, explanation.Steps, explanation.Before);
            Term(page, "steps", $"{mattering} of {all} matter, the others are pale; {before} happen before the violation");
        }

        page.Add($"</dl>");
        if (breach is not null)
        {
            page.Each(explanation.Decisive, (p, d) => p.Add($"<p class=\"decisive\">{d}</p>"));
        }

        page.Add($"<p>Again: <code class=\"command\">{Command} {file} --explain</code></p></header>");
    }

    private static void Term(Html page, string term, string? text)
    {
        if (text is not null)
        {
            page.Add($"<dt>{term}</dt><dd>{text}</dd>");
        }
    }
}
