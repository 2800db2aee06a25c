using System.Reflection;
using System.Text.RegularExpressions;
using OpenQA.Selenium;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>The page of a trace: what it shows, that it needs nothing else, and that nobody's bytes become a part of it.</summary>
public sealed partial class PageTests : IDisposable
{
    private const string Hostile = "</text></svg><script>document.title='gone'</script><img src='x' onerror='document.title=1'>";

    private readonly string _page = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid()}.html");

    public void Dispose() => File.Delete(_page);

    [Fact]
    public void A_stanza_that_is_clicked_on_shows_its_text_and_no_other_does()
    {
        Write("stale-timer-inv-45.trace");
        using var browser = Browser.Open(_page);
        var detail = browser.Page.FindElement(By.Id("step-73"));
        Assert.False(detail.Displayed);

        browser.Page.FindElement(By.CssSelector("a[href='#step-73']")).Click();

        Assert.True(detail.Displayed);
        Assert.Contains("type='valid'", detail.FindElement(By.TagName("pre")).Text, StringComparison.Ordinal);
        Assert.Contains("awaiting answer (clear)", detail.Text, StringComparison.Ordinal);
        Assert.Single(browser.Page.FindElements(By.ClassName("detail")), d => d.Displayed);
    }

    [Fact]
    public void The_Enter_key_does_what_a_click_does()
    {
        Write("stale-timer-inv-45.trace");
        using var browser = Browser.Open(_page);

        browser.Page.FindElement(By.CssSelector("a[href='#step-30']")).SendKeys(Keys.Enter);

        Assert.True(browser.Page.FindElement(By.Id("step-30")).Displayed);
    }

    [Fact]
    public void The_page_asks_for_nothing_and_complains_of_nothing()
    {
        Write("stale-timer-inv-45.trace");
        using var browser = Browser.Open(_page);
        browser.Page.FindElement(By.CssSelector("a[href='#step-73']")).Click();

        Assert.Contains(Path.GetFileName(_page), Assert.Single(browser.Asked), StringComparison.Ordinal);
        Assert.Empty(browser.Console);
    }

    [Fact]
    public void What_a_hostile_peer_says_is_read_in_the_browser_and_never_obeyed()
    {
        File.WriteAllText(_page, HostilePage());
        using var browser = Browser.Open(_page);

        Assert.Empty(browser.Page.FindElements(By.CssSelector("script, img, iframe, object")));
        Assert.NotEqual("gone", browser.Page.Title);
        Assert.Empty(browser.Console);
        Assert.Contains(
            browser.Page.FindElements(By.TagName("pre")),
            p => p.GetDomProperty("textContent")!.Contains(Hostile, StringComparison.Ordinal));
    }

    [Fact]
    public void No_byte_of_a_hostile_peer_becomes_markup()
    {
        var page = HostilePage();

        Assert.Contains("&lt;script&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<script", page, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("<img", page, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void The_page_names_no_other_place_and_has_no_script()
    {
        Write("lost-for-good-liv-5.trace");
        var page = File.ReadAllText(_page);

        Assert.DoesNotMatch("(src|xlink:href)=|href=\"[^#]|url\\(|@import|<script|<link| on[a-z]+=\"", page);
        Assert.Contains("default-src &#x27;none&#x27;", page, StringComparison.Ordinal);
        Assert.Contains("prefers-color-scheme: dark", page, StringComparison.Ordinal);
        Assert.Contains("@media print", page, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_row_leads_to_a_step_that_is_told()
    {
        Write("newer-route-removed-inv-43.trace");
        var page = File.ReadAllText(_page);
        var told = Told().Matches(page).Select(m => m.Groups[1].Value).ToHashSet();

        Assert.NotEmpty(told);
        Assert.All(Led().Matches(page), m => Assert.Contains(m.Groups[1].Value, told));
    }

    [Fact]
    public void The_page_says_what_the_explanation_says()
    {
        Write("stale-timer-inv-45.trace");
        var page = File.ReadAllText(_page);

        Assert.Contains("a.example acted on timer 5, which it had cancelled", page, StringComparison.Ordinal);
        Assert.Contains("comes before `early timer a.example out/1 #5`", page, StringComparison.Ordinal);
        Assert.Contains("stale-timer-inv-45.trace --explain", page, StringComparison.Ordinal);
        Assert.Equal(2, Regex.Count(page, "class=\"row [^\"]*pair"));
        Assert.Single(Regex.Matches(page, "class=\"row of-violation"));
    }

    [Fact]
    public void A_page_that_cannot_be_written_is_said_to_be_so_in_one_line()
    {
        var run = Run.Of(["replay", Kept("own-name-welcomed-inv-13.trace"), "--html", "/nowhere/page.html"]);

        Assert.Equal(ExitStatus.Unusable, run.Status);
        Assert.StartsWith("/nowhere/page.html: --html: cannot be written; ", Assert.Single(run.ErrorLines), StringComparison.Ordinal);
    }

    internal static string Kept(string name) => Path.Combine(
        typeof(PageTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == "RepositoryDirectory").Value!,
        "traces", name);

    private void Write(string trace) =>
        Assert.Equal(ExitStatus.Sound, Run.Of(["replay", Kept(trace), "--html", _page]).Status);

    // A stranger says it on a connection of its own, and the trace goes on to the end.
    private static string HostilePage()
    {
        TraceStep[] plan =
        [
            new(1, StepKind.Env, "attacker connects to a.example and says <?xml version='1.0'?><stream:stream xmlns='jabber:server' "
                + "xmlns:stream='http://etherx.jabber.org/streams' from='m.example' to='a.example' version='1.0'>"),
            new(2, StepKind.Env, $"attacker says {Hostile} on m.example→a.example/1"),
        ];
        var world = Texts.SoundWorld("""{"servers":{"a.example":{},"m.example":{"peer":{}}}}""");
        var recording = new RecordingStrategy(new PlanStrategy(plan));
        CooperativeRun.Execute(world, recording, null, acts: plan.Select(s => s.Label).ToSeq());
        var trace = new Trace
        {
            Expect = Trace.None,
            Property = "a test",
            Clause = "a test",
            Lane = TraceHeader.Cooperative,
            Scenario = Hostile,
            FoundBy = "a test",
            World = world,
            Steps = recording.Steps.ToSeq(),
            End = new string('0', 64),
        };
        return HtmlPage.Of(Hostile, trace, new Explainer().Explain("a trace", trace).Value!);
    }

    [GeneratedRegex("id=\"(step-[0-9]+)\"")]
    private static partial Regex Told();

    [GeneratedRegex("href=\"#(step-[0-9]+)\"")]
    private static partial Regex Led();
}
