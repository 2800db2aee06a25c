using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>One JSON object per line, for programs.</summary>
internal sealed class JsonReport(TextWriter output, ulong seed, ShardOfRun? shard = null) : IReport
{
    // Arrows and names stay readable; the output is no web page.
    private static readonly JsonWriterOptions Readable =
        new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Explored(ExploreReport report) =>
        Line("explore", report.Complete, report.Violations, json =>
        {
            Exploration(json, report);
            Bounded(json, report.Bounded);
            GuidedJson.Write(json, report.Guided);
        });

    public void Fuzzed(FuzzReport report) =>
        Line("fuzz", report.Complete, report.Violations, json =>
        {
            Fuzzing(json, report);
            GuidedJson.Write(json, report.Guided);
        });

    public void Simulated(string file, SimulateReport report) =>
        Line("simulate", report.Complete, report.Violations, json =>
        {
            json.WriteString("file", file);
            json.WriteNumber("schedules", report.Schedules);
            json.WriteStartArray("pairs");
            foreach (var pair in report.Pairs)
            {
                Pair(json, pair);
            }

            json.WriteEndArray();
        });

    public void Combined(FuzzReport report) =>
        Line("combinations", report.Complete, report.Violations, json => Fuzzing(json, report));

    public void Checked(CheckReport report) =>
        Line("check", report.Complete, report.Violations, json => Scopes(json, report.Scopes));

    public void Replayed(string file, Trace trace, ReplayReport report, Explanation? explanation)
    {
        var ended = report as ReplayReport.Ended;
        Seq<Violation> violations = ended is null or { Property: Trace.None }
            ? []
            : [new(ended.Property, ended.Clause, file)];
        Line("replay", ended is not null, violations, json =>
        {
            json.WriteString("file", file);
            json.WriteString("expect", trace.Expect);
            json.WriteString("lane", trace.Lane);
            json.WriteNumber("steps", trace.Steps.Count);
            json.WriteBoolean("stale", report is ReplayReport.Stale);
            json.WriteBoolean("deterministic", report is not ReplayReport.Nondeterministic);
            json.WriteBoolean("asExpected", ended?.Property == trace.Expect);
            json.WriteBoolean("asRecorded", ended is { AsRecorded: true });
            if (explanation is not null)
            {
                ExplanationJson.Write(json, explanation);
            }
        });
    }

    public void Stopped(string file, Trace trace, Standstill standstill) => Line("replay", true, [], json =>
    {
        json.WriteString("file", file);
        json.WriteString("expect", trace.Expect);
        json.WriteString("lane", trace.Lane);
        json.WriteNumber("steps", trace.Steps.Count);
        StandstillJson.Write(json, standstill);
    });

    public void Heard(string file, TranscriptReport report) =>
        Line("transcript", true, [], json =>
        {
            json.WriteString("file", file);
            json.WriteString("server", report.Server);
            json.WriteNumber("elements", report.Elements);
            json.WriteNumber("acted", report.Acted);
            json.WriteStartObject("refused");
            foreach (var (rule, count) in report.Refused)
            {
                json.WriteNumber(rule, count);
            }

            json.WriteEndObject();
            Parted(json, report.Parted);
        });

    public void Hunted(BugsReport report) => Line("bench", report.Complete, report.Violations, json => BenchJson.Write(json, report));

    public void Measured(FiguresReport report) => Line("bench", report.Complete, [], json => BenchJson.Write(json, report));

    public void Verified(VerifyReport report) =>
        Line("verify", report.Complete, report.Violations, json => VerifyJson.Write(json, report));

    public void Kept(CorpusReport report) => Line("corpus", report.Complete, report.Violations, json => CorpusJson.Write(json, report));

    public void Finished(MainJobReport report) =>
        Line("main", report.Exploration.Complete, report.Exploration.Violations, json =>
        {
            Exploration(json, report.Exploration);
            json.WriteStartObject("fuzz");
            Fuzzing(json, report.Fuzzing);
            json.WriteEndObject();
            Scopes(json, report.Checking.Scopes);
            Tally(json, "traces", report.Traces);
            Tally(json, "recordings", report.Recordings);
            Tally(json, "profiles", report.Profiles);
        });

    private static void Exploration(Utf8JsonWriter json, ExploreReport report)
    {
        Engines(json, report.Engines);
        Invariants(json, report.Invariants);
    }

    private static void Fuzzing(Utf8JsonWriter json, FuzzReport report)
    {
        Engines(json, report.Engines);
        Invariants(json, report.Invariants);
        foreach (var kind in report.Strikes.GroupBy(s => s.Kind).OrderBy(g => g.Key, StringComparer.Ordinal))
        {
            json.WriteStartObject($"{kind.Key}s");
            foreach (var strike in kind)
            {
                json.WriteNumber(strike.Name, strike.Times);
            }

            json.WriteEndObject();
        }
    }

    private static void Engines(Utf8JsonWriter json, Seq<EngineReport> engines)
    {
        json.WriteStartArray("engines");
        foreach (var engine in engines)
        {
            json.WriteStartObject();
            json.WriteString("name", engine.Name);
            json.WriteNumber("scenarios", engine.Scenarios);
            json.WriteNumber("schedules", engine.Schedules);
            json.WriteNumber("steps", engine.Steps);
            json.WriteNumber("cpuSeconds", Math.Round(engine.CpuSeconds, 3));
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Invariants(Utf8JsonWriter json, Seq<Exercised> invariants)
    {
        json.WriteStartObject("invariants");
        foreach (var (property, times) in invariants)
        {
            json.WriteNumber(property, times);
        }

        json.WriteEndObject();
    }

    private static void Pair(Utf8JsonWriter json, PairReport pair)
    {
        json.WriteStartObject();
        json.WriteString("from", pair.Pair.Sender.Name);
        json.WriteString("to", pair.Pair.Target.Name);
        json.WriteString("outcome", Words.Of(pair.Outcome));
        json.WriteString("tls", Words.Of(pair.Tls));
        json.WriteBoolean("bidi", pair.Bidi);
        json.WriteString("receiverOutcome", Words.Of(pair.ReceiverOutcome));
        json.WriteNumber("schedules", pair.Schedules);
        json.WriteNumber("delivered", pair.Delivered);
        json.WriteNumber("bounced", pair.Bounced);
        json.WriteNumber("unconfirmed", pair.Unconfirmed);
        Strings(json, "reasons", pair.Reasons);
        Strings(json, "remedies", pair.Remedies);
        json.WriteEndObject();
    }

    private static void Bounded(Utf8JsonWriter json, Seq<BoundedReport> reports)
    {
        if (reports.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("bounded");
        foreach (var (scenario, bounds, complete, executions, pruned) in reports)
        {
            json.WriteStartObject();
            json.WriteString("scenario", scenario);
            json.WriteNumber("delays", bounds.Delays);
            json.WriteNumber("faults", bounds.Faults);
            json.WriteNumber("together", bounds.Together);
            json.WriteBoolean("complete", complete);
            json.WriteNumber("executions", executions);
            json.WriteNumber("pruned", pruned);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Scopes(Utf8JsonWriter json, Seq<ScopeReport> scopes)
    {
        json.WriteStartArray("scopes");
        foreach (var scope in scopes)
        {
            json.WriteStartObject();
            json.WriteString("name", scope.Name);
            json.WriteString("subject", scope.Subject);
            json.WriteBoolean("reduced", scope.Reduced);
            json.WriteNumber("states", scope.States);
            json.WriteNumber("transitions", scope.Transitions);
            json.WriteNumber("depth", scope.Depth);
            json.WriteNumber("seconds", Math.Round(scope.Seconds, 3));
            json.WriteNumber("bytesPerState", Math.Round(scope.BytesPerState, 1));
            json.WriteNumber("missedProbability", scope.MissedProbability);
            json.WriteStartArray("properties");
            foreach (var property in scope.Properties)
            {
                json.WriteStartObject();
                json.WriteString("name", property.Name);
                Maybe(json, "holds", property.Holds);
                Maybe(json, "witnessed", property.Witnessed);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Maybe(Utf8JsonWriter json, string name, bool? value)
    {
        if (value is { } known)
        {
            json.WriteBoolean(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Strings(Utf8JsonWriter json, string name, Seq<string> strings)
    {
        json.WriteStartArray(name);
        foreach (var one in strings)
        {
            json.WriteStringValue(one);
        }

        json.WriteEndArray();
    }

    private static void Parted(Utf8JsonWriter json, Parting? parting)
    {
        if (parting is null)
        {
            json.WriteNull("parted");
            return;
        }

        json.WriteStartObject("parted");
        json.WriteNumber("line", parting.Line);
        json.WriteString("why", parting.Why);
        json.WriteEndObject();
    }

    private static void Tally(Utf8JsonWriter json, string name, Tally tally)
    {
        json.WriteStartObject(name);
        json.WriteNumber("all", tally.All);
        json.WriteNumber("sound", tally.Sound);
        json.WriteEndObject();
    }

    private static void Found(Utf8JsonWriter json, Found? found)
    {
        if (found is null)
        {
            return;
        }

        json.WriteStartObject("found");
        json.WriteString("engine", found.Engine);
        if (found.Scenario is { } scenario)
        {
            json.WriteString("scenario", scenario);
        }

        json.WriteNumber("number", found.Number);
        json.WriteEndObject();
    }

    // By which merge knows what belongs together.
    private void Shard(Utf8JsonWriter json)
    {
        if (shard is null)
        {
            return;
        }

        json.WriteStartObject("shard");
        json.WriteNumber("index", shard.Shard.Index);
        json.WriteNumber("count", shard.Shard.Count);
        json.WriteString("arguments", shard.Arguments);
        json.WriteString("build", shard.Build);
        json.WriteEndObject();
    }

    private void Line(string verb, bool complete, Seq<Violation> violations, Action<Utf8JsonWriter> rest)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer, Readable))
        {
            json.WriteStartObject();
            json.WriteString("verb", verb);
            json.WriteNumber("seed", seed);
            json.WriteBoolean("complete", complete);
            Shard(json);
            rest(json);
            json.WriteStartArray("violations");
            foreach (var violation in violations)
            {
                json.WriteStartObject();
                json.WriteString("property", violation.Property);
                json.WriteString("clause", violation.Clause);
                json.WriteString("trace", violation.Trace);
                if (violation.Detail is { } detail)
                {
                    json.WriteString("detail", detail);
                }

                Found(json, violation.Found);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        output.WriteLine(Encoding.UTF8.GetString(buffer.WrittenSpan));
        output.Flush();
    }
}
