using System.Text.Json;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>What is to be done with the traces of a corpus, for programs.</summary>
internal static class CorpusJson
{
    public static void Write(Utf8JsonWriter json, CorpusReport report)
    {
        json.WriteString("folder", report.Folder);
        json.WriteBoolean("written", report.Written);
        json.WriteStartArray("traces");
        foreach (var ruling in report.Rulings)
        {
            json.WriteStartObject();
            json.WriteString("file", ruling.Of.File);
            json.WriteString("outcome", Words.Of(ruling.Outcome));
            json.WriteString("why", ruling.Why);
            json.WriteString("by", ruling.By);
            json.WriteBoolean("stale", ruling.Of.Survival is Survival.Lost { Report: ReplayReport.Stale });
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }
}
