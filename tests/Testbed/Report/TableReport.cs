using System.Globalization;
using Spectre.Console;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>Tables and short sentences, for people.</summary>
internal sealed class TableReport(IAnsiConsole console, ulong seed) : IReport
{
    private const int WidthOfPipes = 200;

    /// <summary>A report on that writer: colours and width of the terminal, or plain text.</summary>
    public static TableReport On(TextWriter output, ulong seed)
    {
        var terminal = ReferenceEquals(output, Console.Out) && !Console.IsOutputRedirected;
        var console = AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(output),
            Ansi = terminal ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = terminal ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
        });
        if (!terminal)
        {
            console.Profile.Width = WidthOfPipes;
        }

        return new(console, seed);
    }

    public void Explored(ExploreReport report)
    {
        console.Write(Engines("scenarios", report.Engines));
        console.Write(Invariants(report.Invariants));
        foreach (var (scenario, bounds, complete, executions, pruned) in report.Bounded)
        {
            var how = complete ? "complete" : "incomplete";
            console.WriteLine($"{scenario}: {how} for {bounds}: {Figures.Of(executions)} executions, {Figures.Of(pruned)} pruned");
        }

        Guided(report.Guided);
        Verdict(report.Complete, report.Violations);
    }

    public void Fuzzed(FuzzReport report)
    {
        console.Write(Engines("worlds", report.Engines));
        foreach (var kind in report.Strikes.GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            console.Write(Strikes(kind.Key, kind.ToSeq(), report.Engines.Sum(e => e.Schedules)));
        }

        console.Write(Invariants(report.Invariants));
        Guided(report.Guided);
        Verdict(report.Complete, report.Violations);
    }

    public void Simulated(string file, SimulateReport report)
    {
        var table = Titled($"{file}, schedules: {Figures.Of(report.Schedules)}")
            .AddColumn(new TableColumn("pair").NoWrap())
            .AddColumns("outcome", "at the receiver", "TLS")
            .AddColumns(Number("schedules"), Number("delivered"), Number("bounced"), Number("unconfirmed"))
            .AddColumn("reasons");
        foreach (var pair in report.Pairs)
        {
            Row(
                table,
                pair.Pair.ToString(),
                Words.Of(pair.Outcome),
                Words.Of(pair.ReceiverOutcome),
                Words.Of(pair.Tls) + (pair.Bidi ? ", bidi" : ""),
                Figures.Of(pair.Schedules),
                Figures.Of(pair.Delivered),
                Figures.Of(pair.Bounced),
                Figures.Of(pair.Unconfirmed),
                string.Join(", ", pair.Reasons));
        }

        console.Write(table);
        foreach (var remedy in report.Pairs.SelectMany(p => p.Remedies.Select(r => $"{p.Pair}, {r}")).Distinct())
        {
            Say(remedy);
        }

        Verdict(report.Complete, report.Violations);
    }

    public void Combined(FuzzReport report) => Fuzzed(report);

    public void Checked(CheckReport report)
    {
        foreach (var subject in report.Scopes.GroupBy(s => s.Subject))
        {
            console.Write(Scopes(subject.Key, subject));
            console.Write(Properties(subject.Key, subject));
        }

        Verdict(report.Complete, report.Violations, "a bound was met first");
    }

    public void Replayed(string file, Trace trace, ReplayReport report, Explanation? explanation)
    {
        // A stale or differing trace has been told of on the error output.
        if (report is ReplayReport.Ended ended)
        {
            var end = ended.Property == trace.Expect
                ? $"{ended.Property}, as expected"
                : $"{ended.Property}, expected was {trace.Expect}";
            var log = ended.AsRecorded ? "" : "; its log is not the recorded one";
            Say($"{file}: {Figures.Of(ended.Steps)} steps, ends in {end}{log}");
        }

        foreach (var line in explanation is null ? [] : ExplanationText.Lines(explanation))
        {
            Say(line);
        }
    }

    public void Stopped(string file, Trace trace, Standstill standstill)
    {
        Say($"{file}: {Figures.Of(standstill.Step)} of {Figures.Of(trace.Steps.Count)} steps done");
        foreach (var line in StandstillText.Lines(standstill))
        {
            Say(line);
        }
    }

    public void Kept(CorpusReport report)
    {
        foreach (var line in CorpusText.Lines(report))
        {
            Say(line);
        }
    }

    public void Heard(string file, TranscriptReport report)
    {
        var refused = report.Refused.IsEmpty
            ? "nothing"
            : string.Join(", ", report.Refused.Select(r => $"{Figures.Of(r.Count)} by {r.Rule}"));
        Say($"{file}: {report.Server}, {Figures.Of(report.Elements)} elements, {Figures.Of(report.Acted)} acted on; "
            + $"refused: {refused}");
        if (report.Parted is { } parting)
        {
            Say($"{file}:{parting.Line}: {parting.Why}");
        }
    }

    public void Hunted(BugsReport report)
    {
        console.Write(BenchTable.Of(report));
        Say(report.Summary);
        Verdict(report.Complete, report.Violations);
    }

    public void Measured(FiguresReport report)
    {
        console.Write(BenchTable.Of(report));
        foreach (var note in report.Notes)
        {
            Say(note);
        }

        Verdict(report.Complete, []);
    }

    public void Verified(VerifyReport report)
    {
        Say($"{Figures.Of(report.Executions)} executions, {Figures.Of(report.Steps)} steps, each in two processes; "
            + $"event logs that differ: {Figures.Of(report.Differences.Count)}");
        Verdict(report.Complete, report.Violations);
    }

    public void Finished(MainJobReport report)
    {
        var table = Titled("main job").HideHeaders().AddColumn("what").AddColumn(Number("how much"));
        foreach (var engine in report.Exploration.Engines)
        {
            Row(table, $"schedules, {engine.Name}", Figures.Of(engine.Schedules));
        }

        foreach (var engine in report.Fuzzing.Engines)
        {
            Row(table, $"generated worlds, {engine.Name}", Figures.Of(engine.Scenarios));
        }

        var exercised = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (var (property, times) in report.Exploration.Invariants.Concat(report.Fuzzing.Invariants))
        {
            exercised[property] = exercised.GetValueOrDefault(property) + times;
        }

        foreach (var (property, times) in exercised)
        {
            Row(table, $"{property} exercised", Figures.Of(times));
        }

        foreach (var (subject, states, transitions, held) in report.Checking.BySubject)
        {
            Row(table, $"states of the {subject}, every one", Figures.Of(states));
            Row(table, $"transitions of the {subject}", Figures.Of(transitions));
            Row(table, $"properties that hold of the {subject}", Share(held));
        }

        Row(table, "recordings understood", Share(report.Recordings));
        Row(table, "profiles like recordings", Share(report.Profiles));
        Row(table, "corpus replayed", Share(report.Traces));
        Row(table, "violations", Figures.Of(report.Exploration.Violations.Count));
        console.Write(table);
        Verdict(report.Exploration.Complete, report.Exploration.Violations, "a scenario, a property or a state was left out");
    }

    private static Table Strikes(string kind, Seq<Counted> strikes, long schedules)
    {
        var table = Titled(kind).AddColumn(kind).AddColumns(Number("schedules"), Number("share"));
        foreach (var strike in strikes)
        {
            var share = string.Create(CultureInfo.InvariantCulture, $"{100.0 * strike.Times / schedules:0.0} %");
            Row(table, strike.Name, Figures.Of(strike.Times), share);
        }

        return table;
    }

    private static Table Engines(string subject, Seq<EngineReport> engines)
    {
        var table = Titled("engines")
            .AddColumn("engine")
            .AddColumns(Number(subject), Number("schedules"), Number("steps"))
            .AddColumns(Number("CPU seconds"), Number("schedules per CPU second"));
        foreach (var engine in engines)
        {
            var rate = engine.CpuSeconds > 0 ? Figures.Of(engine.Schedules / engine.CpuSeconds) : "";
            Row(
                table,
                engine.Name,
                Figures.Of(engine.Scenarios),
                Figures.Of(engine.Schedules),
                Figures.Of(engine.Steps),
                Figures.Of(engine.CpuSeconds),
                rate);
        }

        return table;
    }

    private static Table Invariants(Seq<Exercised> invariants)
    {
        var table = Titled("invariants").AddColumn("invariant").AddColumn(Number("exercised"));
        foreach (var (property, times) in invariants)
        {
            Row(table, property, Figures.Of(times));
        }

        return table;
    }

    private static Table Scopes(string subject, IEnumerable<ScopeReport> scopes)
    {
        var table = Titled($"the {subject}, every state").AddColumns("world", "orders").AddColumns(
            Number("states"), Number("transitions"), Number("depth"), Number("states per second"), Number("bytes per state"),
            Number("a state was missed"));
        foreach (var scope in scopes)
        {
            Row(
                table, scope.Name, scope.Reduced ? "reduced" : "all", Figures.Of(scope.States), Figures.Of(scope.Transitions),
                Figures.Of(scope.Depth), Figures.Of((long)scope.StatesPerSecond), Figures.Of((long)scope.BytesPerState),
                scope.MissedProbability == 0 ? "no" : Figures.OfProbability(scope.MissedProbability));
        }

        return table;
    }

    private static Table Properties(string subject, IEnumerable<ScopeReport> scopes)
    {
        var table = Titled($"the {subject}, properties").AddColumns("property", "holds", "came up in");
        foreach (var property in scopes.Where(s => !s.Reduced).SelectMany(s => s.Properties.Select(p => (s.Name, Property: p)))
            .GroupBy(p => p.Property.Name))
        {
            Row(
                table, property.Key,
                property.Any(p => p.Property.Holds is false) ? "no" : property.All(p => p.Property.Holds is true) ? "yes" : "open",
                string.Join(", ", property.Where(p => p.Property.Witnessed is true).Select(p => p.Name)));
        }

        return table;
    }

    private static Table Titled(string title) =>
        new Table().Border(TableBorder.Simple).Title(Markup.Escape(title));

    private static TableColumn Number(string title) => new TableColumn(title).RightAligned();

    private static void Row(Table table, params string[] cells) => table.AddRow([.. cells.Select(c => new Text(c))]);

    private static string Share(Tally tally) => $"{Figures.Of(tally.Sound)} of {Figures.Of(tally.All)}";

    private void Guided(Seq<GuidedReport> reports)
    {
        foreach (var (scenario, known, corpus, transitions, pairs) in reports)
        {
            console.WriteLine($"{scenario}: {Figures.Of(transitions)} transitions of the model, {Figures.Of(pairs)} ordered pairs of "
                + $"events; {Figures.Of(corpus)} executions are worth varying, {Figures.Of(known)} were known");
        }
    }

    private void Verdict(bool complete, Seq<Violation> violations, string incomplete = "the time was over first")
    {
        foreach (var violation in violations)
        {
            var trace = violation.Trace is null ? "" : $": {violation.Trace}";
            var detail = violation.Detail is null ? "" : $": {violation.Detail}";
            Say($"violation of {violation.Property} ({violation.Clause}){detail}{trace}");
        }

        var end = complete ? "complete" : $"not complete: {incomplete}";
        Say($"violations: {Figures.Of(violations.Count)}; {end}; --seed {seed} repeats it");
    }

    private void Say(string line) => console.Profile.Out.Writer.WriteLine(Printable.OneLine(line));
}
