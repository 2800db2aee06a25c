using System.Globalization;
using System.Text;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>Writes a trace as text.</summary>
internal static class TraceWriter
{
    // The longer of the two kinds; the labels stand below each other.
    private const int KindWidth = 5;

    public static string Write(Trace trace)
    {
        var text = new StringBuilder();
        text.Append(TraceFile.Version).Append('\n');
        Header(text, TraceHeader.Expect, trace.Expect);
        Header(text, TraceHeader.Property, trace.Property);
        Header(text, TraceHeader.Clause, trace.Clause);
        Header(text, TraceHeader.Bug, trace.Bug ?? Trace.None);
        Header(text, TraceHeader.Lane, trace.Lane);
        Header(text, TraceHeader.Scenario, trace.Scenario);
        Header(text, TraceHeader.FoundBy, trace.FoundBy);
        Header(text, TraceHeader.World, WorldFile.Write(trace.World));
        text.Append('\n');
        foreach (var step in trace.Steps)
        {
            var kind = Words.Of(step.Kind).PadRight(KindWidth);
            text.Append(CultureInfo.InvariantCulture, $"{step.Number} {kind} {OneLine(step.Label)}\n");
        }

        if (trace.Minimal is { } minimal)
        {
            text.Append(minimal).Append('\n');
        }

        return text.Append("end ").Append(trace.End).Append('\n').ToString();
    }

    private static void Header(StringBuilder text, string key, string value) =>
        text.Append(key).Append(": ").Append(OneLine(value)).Append('\n');

    // A value that would not come back as it went out is our own mistake, and better found here than on replay.
    private static string OneLine(string value) =>
        value.Length > 0 && !value.AsSpan().ContainsAny('\n', '\r') && value.AsSpan().Trim().Length == value.Length
            ? value
            : throw new ArgumentException($"{Printable.Quoted(value)} does not fit on a line of a trace.");
}
