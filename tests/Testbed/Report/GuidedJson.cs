using System.Text.Json;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>The field of a result that says what guided exploration has seen; none where nothing guided it.</summary>
internal static class GuidedJson
{
    public static void Write(Utf8JsonWriter json, Seq<GuidedReport> reports)
    {
        if (reports.IsEmpty)
        {
            return;
        }

        json.WriteStartArray("guided");
        foreach (var (scenario, known, corpus, transitions, pairs) in reports)
        {
            json.WriteStartObject();
            json.WriteString("scenario", scenario);
            json.WriteNumber("known", known);
            json.WriteNumber("corpus", corpus);
            json.WriteNumber("transitions", transitions);
            json.WriteNumber("pairs", pairs);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
