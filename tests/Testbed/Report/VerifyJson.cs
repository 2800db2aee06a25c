using System.Text.Json;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What running executions in two processes showed, for programs.</summary>
internal static class VerifyJson
{
    public static void Write(Utf8JsonWriter json, VerifyReport report)
    {
        json.WriteNumber("executions", report.Executions);
        json.WriteNumber("steps", report.Steps);
        json.WriteStartArray("differences");
        foreach (var difference in report.Differences)
        {
            json.WriteStartObject();
            json.WriteString("execution", difference.Execution);
            json.WriteString("kind", Words.Of(difference.Kind));
            json.WriteString("why", difference.Why);
            if (difference.Event is { } number)
            {
                json.WriteNumber("event", number);
                json.WriteString("one", difference.One);
                json.WriteString("other", difference.Other);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
