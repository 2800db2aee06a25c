using System.Text.Json;
using Xmpp.Federation.Testbed.Explaining;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>The fields that an explanation adds to the object of a trace.</summary>
internal static class ExplanationJson
{
    public static void Write(Utf8JsonWriter json, Explanation explanation)
    {
        json.WriteStartObject("explain");
        json.WriteString("monitor", explanation.Retelling.Breach?.Detail);
        json.WriteBoolean("atRest", explanation.Retelling.AtRest);
        json.WriteNumber("before", explanation.Before);
        json.WriteNumber("runs", explanation.Runs);
        json.WriteBoolean("complete", explanation.Complete);
        json.WriteStartArray("slice");
        foreach (var step in explanation.Slice.SelectMany(Reduction.StepsOf))
        {
            json.WriteNumberValue(step.Number);
        }

        json.WriteEndArray();
        if (explanation.Pair is { } pair)
        {
            json.WriteStartObject("pair");
            Step(json, "first", pair.First);
            Step(json, "second", pair.Second);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("pair");
        }

        if (explanation.Fault is { } fault)
        {
            json.WriteStartObject("fault");
            json.WriteNumber("step", fault.Number);
            json.WriteString("label", fault.Label);
            json.WriteEndObject();
        }
        else
        {
            json.WriteNull("fault");
        }

        json.WriteStartArray("decisive");
        foreach (var sentence in explanation.Decisive)
        {
            json.WriteStringValue(sentence);
        }

        json.WriteEndArray();
        json.WriteStartArray("diagram");
        foreach (var line in TextDiagram.Of(explanation))
        {
            json.WriteStringValue(line);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Step(Utf8JsonWriter json, string name, Happening happening)
    {
        json.WriteStartObject(name);
        json.WriteNumber("step", happening.Number);
        json.WriteString("label", happening.Label);
        json.WriteString("words", happening.Words);
        json.WriteEndObject();
    }
}
