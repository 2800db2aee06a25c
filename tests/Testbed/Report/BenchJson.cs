using System.Text.Json;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What <c>bench</c> measured, for programs.</summary>
internal static class BenchJson
{
    public static void Write(Utf8JsonWriter json, BugsReport report)
    {
        Times(json, "bugs", report.Bugs);
        Times(json, "canaries", report.Canaries);
    }

    public static void Write(Utf8JsonWriter json, FiguresReport report)
    {
        json.WriteStartArray("figures");
        foreach (var figure in report.Figures)
        {
            json.WriteStartObject();
            json.WriteString("name", figure.Name);
            Number(json, "value", figure.Value);
            json.WriteString("unit", figure.Unit);
            json.WriteString("aim", figure.Aim);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Times(Utf8JsonWriter json, string name, Seq<BugTime> times)
    {
        json.WriteStartArray(name);
        foreach (var time in times)
        {
            json.WriteStartObject();
            json.WriteString("name", time.Name);
            json.WriteString("engine", time.Engine);
            json.WriteString("strategy", time.Strategy);
            json.WriteNumber("found", time.Found);
            json.WriteNumber("runs", time.Runs.Count);
            Number(json, "medianCpuSeconds", time.MedianCpuSeconds);
            Number(json, "worstCpuSeconds", time.WorstCpuSeconds);
            Number(json, "medianSchedules", time.MedianSchedules);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    // Null where it is not known. To the microsecond: more than that is not measured.
    private static void Number(Utf8JsonWriter json, string name, double? value)
    {
        if (value is { } number)
        {
            json.WriteNumber(name, Math.Round(number, 6));
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
