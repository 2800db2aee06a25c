using System.Globalization;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Which traces are kept.</summary>
public sealed class CorpusRulesTests
{
    [Fact]
    public void The_traces_of_the_repository_obey_the_rules()
    {
        var traces = Kept.Names.Select(n => new KeptTrace(n, IsAdded: false, Kept.Trace(n), Survival(n))).ToSeq();

        Assert.NotEmpty(traces);
        Assert.All(CorpusRules.Decide(traces), r => Assert.Equal((Outcome.Keep, null), (r.Outcome, r.By)));
        Assert.All(traces, t => Assert.True(Assert.IsType<Survival.Shown>(t.Survival).IsMinimal));

        static Survival Survival(string name) => new Keeper().Judge(name, Kept.Trace(name), Explored.Effort).Value!;
    }

    [Fact]
    public void One_trace_is_kept_of_each_way_to_fail()
    {
        var kept = Made("b.trace");
        var others = Seq.Of<KeptTrace>(
        [
            Made("other-bug.trace", bug: "late-verdict"), Made("no-bug.trace", bug: null), Made("other.trace", expect: "INV-5"),
            Made("rule.trace", rule: "a header comes first"), Made("other-rule.trace", rule: "a header comes once"),
        ]);

        var same = Made("c.trace");

        Assert.Equal(Outcome.Replaced, Of(same, [kept, same, .. others]).Outcome);
        Assert.All(CorpusRules.Decide([kept, .. others]), r => Assert.Equal(Outcome.Keep, r.Outcome));
    }

    // Each is preferred to the one behind it, in whatever order they stand, and would not be by what follows.
    [Theory]
    [InlineData("is as small as it gets", "b true 9 90 w added", "a false 1 10 - kept")]
    [InlineData("takes fewer choices", "b true 1 90 w added", "a true 2 10 - kept")]
    [InlineData("has fewer steps", "b true 1 10 w added", "a true 1 11 - kept")]
    [InlineData("has a smaller world", "b true 1 10 - added", "a true 1 10 w kept")]
    [InlineData("is kept already", "b true 1 10 - kept", "a true 1 10 - added")]
    [InlineData("comes first by its name", "B true 1 10 - kept", "a true 1 10 - kept")]
    public void The_better_one_of_two_is_kept(string why, string better, string worse)
    {
        var (one, other) = (Read(better), Read(worse));

        foreach (var traces in new Seq<KeptTrace>[] { [one, other], [other, one] })
        {
            var (kept, gone) = (Of(one, traces), Of(other, traces));

            Assert.Contains(kept.Outcome, new[] { Outcome.Keep, Outcome.Add });
            Assert.EndsWith(why, kept.Why, StringComparison.Ordinal);
            Assert.Equal((other.IsAdded ? Outcome.Drop : Outcome.Replaced, one.File), (gone.Outcome, gone.By));
            Assert.Equal($"{one.File} shows INV-4 of unsolicited-result too, and {why}", gone.Why);
        }
    }

    [Fact]
    public void A_trace_that_fails_comes_before_one_that_does_not_however_small()
    {
        var failing = Made("z.trace", minimal: false, choices: 9, steps: 900, added: true, rule: "a header comes first");
        foreach (var report in new ReplayReport[] { _stale, new ReplayReport.Ended(Trace.None, "", 1, false) })
        {
            var lost = Made("a.trace") with { Survival = new Survival.Lost(report, "it is stale") };

            Assert.Equal(Outcome.Add, Of(failing, [lost, failing]).Outcome);
            Assert.Equal((Outcome.Replaced, "z.trace"), (Of(lost, [lost, failing]).Outcome, Of(lost, [lost, failing]).By));
        }
    }

    [Fact]
    public void What_nothing_else_shows_is_kept_though_it_shows_nothing_any_more()
    {
        var lost = Made("a.trace") with { Survival = new Survival.Lost(_stale, "look for it again") };
        var other = Made("b.trace") with { Survival = new Survival.Lost(_stale, "look for it again") };

        Assert.Equal((Outcome.Keep, "look for it again"), (Of(lost, [lost, other]).Outcome, Of(lost, [lost, other]).Why));
        Assert.Equal(Outcome.Keep, Of(other, [lost, other]).Outcome);
        Assert.Equal(Outcome.Drop, Of(lost with { IsAdded = true }, [lost with { IsAdded = true }]).Outcome);
        Assert.Equal(Outcome.Keep, Of(lost, [lost, Made("c.trace", expect: "INV-5")]).Outcome);
    }

    [Fact]
    public void What_was_made_to_stand_again_is_written()
    {
        var (relabelled, retold) = (Renewed(new Renewal(false, "names")), Renewed(new Renewal(true, "told")));

        Assert.Equal((Outcome.Relabel, "names"), (Of(relabelled, [relabelled]).Outcome, Of(relabelled, [relabelled]).Why));
        Assert.Equal((Outcome.Retell, "told"), (Of(retold, [retold]).Outcome, Of(retold, [retold]).Why));
        Assert.Equal(Outcome.Add, Of(retold with { IsAdded = true }, [retold with { IsAdded = true }]).Outcome);

        static KeptTrace Renewed(Renewal renewal) => Made("a.trace") is { Survival: Survival.Shown shown } made
            ? made with { Survival = shown with { Renewal = renewal } }
            : throw new InvalidOperationException();
    }

    [Fact]
    public void An_execution_in_which_nothing_fails_stands_for_itself()
    {
        var (one, other) = (Made("a.trace", bug: null, expect: Trace.None), Made("b.trace", bug: null, expect: Trace.None, steps: 7));

        Assert.All(CorpusRules.Decide([one, other]), r => Assert.Equal(Outcome.Keep, r.Outcome));
        Assert.Equal(Outcome.Replaced, Of(one with { File = "c.trace" }, [one, one with { File = "c.trace" }]).Outcome);
    }

    [Fact]
    public void Everything_is_written_before_anything_goes()
    {
        var (gone, better) = (Made("in/a.trace", steps: 9), Made("found/b.trace", added: true));

        var changes = CorpusChange.Of(CorpusRules.Decide([gone, better]), "in");

        Assert.Equal(
            [
                new CorpusChange.Written(Path.Combine("in", "b.trace"), ((Survival.Shown)better.Survival).Trace),
                new CorpusChange.Removed("in/a.trace", Path.Combine("in", "b.trace")),
            ],
            changes);
    }

    [Fact]
    public void What_is_added_takes_no_name_from_what_stays()
    {
        var (stays, added) = (Made("in/a.trace", expect: "INV-5"), Made("found/a.trace", added: true));
        var replaced = Made("in/a.trace", steps: 9);

        Assert.Equal(
            Path.Combine("in", "a-2.trace"), Assert.Single(CorpusChange.Of(CorpusRules.Decide([stays, added]), "in")).File);
        Assert.IsType<CorpusChange.Written>(Assert.Single(CorpusChange.Of(CorpusRules.Decide([replaced, added]), "in")));
    }

    private static readonly ReplayReport.Stale _stale = new(11, "run nothing", []);

    private static Ruling Of(KeptTrace trace, Seq<KeptTrace> among) => CorpusRules.Decide(among).Single(r => r.Of == trace);

    private static KeptTrace Read(string text)
    {
        var words = text.Split(' ');
        return Made(
            $"{words[0]}.trace", minimal: words[1] == "true", choices: Number(words[2]), steps: Number(words[3]),
            large: words[4] == "w", added: words[5] == "added");
    }

    private static KeptTrace Made(
        string file, string? bug = "unsolicited-result", string expect = "INV-4", bool minimal = true, int choices = 1, int steps = 3,
        bool large = false, bool added = false, string? rule = null)
    {
        var world = Scenario.Named(large ? "fallback" : "external").World;
        var trace = Edited.Recorded(Scenario.Named("external").World).Trace with
        {
            Expect = expect,
            Bug = bug,
            World = world,
            Steps = Enumerable.Range(1, steps).Select(n => new TraceStep(n, StepKind.Sched, $"run {n}")).ToSeq(),
            Minimal = new MinimalityNote(Enumerable.Range(1, choices).Select(_ => 1).ToSeq(), 0),
            End = steps.ToString("D64", CultureInfo.InvariantCulture),
        };
        return new KeptTrace(file, added, trace, new Survival.Shown(trace) { IsMinimal = minimal, Rule = rule });
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);
}
