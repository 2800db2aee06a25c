namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>
/// What a page tells of each step, shown when it is the target of a link: texts, choices, and where every machine stands.
/// </summary>
internal static class HtmlDetails
{
    public static void Of(Html page, Explanation explanation, IReadOnlyList<Row> rows)
    {
        var shown = rows.Select(r => r.Happening?.Number ?? 0).Distinct().ToList();
        var mattering = explanation.Slice.Select(h => h.Number).ToHashSet();
        var machines = new SortedDictionary<(string Server, string Machine), string>();
        foreach (var happening in explanation.Retelling.Happenings)
        {
            var changed = Update(machines, happening);
            if (shown.IndexOf(happening.Number) is >= 0 and var place)
            {
                Step(page, happening, mattering.Contains(happening.Number), Around(shown, place), () => Machines(page, machines, changed));
            }
        }

        if (explanation.Last is null && explanation.Retelling.Breach is not null)
        {
            page.Add($"<section class=\"detail\" id=\"step-0\"><h2>at rest</h2><p>It shows when nothing more can happen.</p>");
            Machines(page, machines, []);
            page.Add($"</section>");
        }
    }

    private static (int Before, int After) Around(List<int> shown, int place) =>
        (shown[Math.Max(0, place - 1)], shown[Math.Min(shown.Count - 1, place + 1)]);

    private static void Step(Html page, Happening happening, bool matters, (int Before, int After) around, Action machines)
    {
        page.Add($"<section class=\"detail{(matters ? " matters" : "")}\" id=\"step-{happening.Number}\">");
        page.Add($"<nav><a href=\"#step-{around.Before}\">▲ previous</a> <a href=\"#step-{around.After}\">▼ next</a></nav>");
        page.Add($"<h2>step {happening.Number}{(matters ? "" : ", which does not matter")}</h2>");
        page.Add($"<p><code>{Files.Words.Of(happening.Kind)} {happening.Label}</code></p>");
        page.Each(happening.Choices, (p, c) => p.Add($"<p>step {c.Number}: <code>{c.Label}</code></p>"));
        page.Each(happening.Inputs, (p, i) => p.Add($"<p>{i}</p>"));
        page.Each(happening.Notes, (p, n) => p.Add($"<p>{n}</p>"));
        if (happening.Brought is { } letter)
        {
            page.Add($"<h3>delivered on {letter.Link}, written in step {letter.WrittenIn}</h3><pre>{letter.Text}</pre>");
        }

        page.Each(happening.Wrote.Where(w => w.Text.Length > 0), (p, w) => p.Add($"<h3>written on {w.Link}</h3><pre>{w.Text}</pre>"));
        machines();
        page.Add($"</section>");
    }

    private static void Machines(
        Html page, SortedDictionary<(string Server, string Machine), string> machines, HashSet<(string, string)> changed)
    {
        page.Add($"<h3>machines</h3><table>");
        page.Each(machines.GroupBy(m => m.Key.Server), (p, server) => p
            .Add($"<tr><th colspan=\"2\">{server.Key}</th></tr>")
            .Each(server, (q, m) => q.Add(
                $"<tr class=\"{(changed.Contains(m.Key) ? "changed" : "")}\"><td>{m.Key.Machine}</td><td>{m.Value}</td></tr>")));
        page.Add($"</table>");
    }

    // Each server is seen as it was when it made its last step.
    private static HashSet<(string Server, string Machine)> Update(
        SortedDictionary<(string Server, string Machine), string> machines, Happening happening)
    {
        var changed = new HashSet<(string, string)>();
        foreach (var (server, view) in happening.Views)
        {
            var now = view.Machines.ToDictionary(m => (server, m.Name), m => m.State);
            foreach (var gone in machines.Keys.Where(k => k.Server == server && !now.ContainsKey(k)).ToArray())
            {
                machines.Remove(gone);
            }

            foreach (var (machine, state) in now.Where(m => !machines.TryGetValue(m.Key, out var was) || was != m.Value))
            {
                machines[machine] = state;
                changed.Add(machine);
            }
        }

        return changed;
    }
}
