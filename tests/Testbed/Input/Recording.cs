using System.Text.Json;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>A recording: one JSON object per line, each with the line it stands on.</summary>
internal sealed record Recording(string File, IReadOnlyList<RecordedLine> Lines);

/// <summary>One line of a recording.</summary>
internal readonly record struct RecordedLine(int Line, JsonElement Value);
