using System.Text;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Recordings;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Corpus.Tests;

/// <summary>The recordings in the source tree, and what the testbed makes of one.</summary>
internal static class Corpus
{
    /// <summary>This project's folder.</summary>
    public static string Folder { get; } = Path.Combine(Repository.Root(AppContext.BaseDirectory)!, "tests", "Corpus");

    public static IReadOnlyList<string> Files { get; } =
        [.. Directory.EnumerateFiles(Path.Combine(Folder, "recordings"), "*.jsonl").Order(StringComparer.Ordinal)];

    public static string Text(string name) => File.ReadAllText(Path.Combine(Folder, "recordings", name));

    public static TranscriptReport Report(string file) => Judge(file, File.ReadAllBytes(file)).Value!;

    /// <summary>What becomes of a recording with this content.</summary>
    public static Parsed<TranscriptReport> Judge(string content) => Judge("r.jsonl", Encoding.UTF8.GetBytes(content));

    private static Parsed<TranscriptReport> Judge(string file, byte[] content) =>
        RecordingFile.Parse(file, content).Then(recording => new TranscriptReader().Read(
            recording, new Effort(0, Deadline.Never, new Silence())));

    private sealed class Silence : IProgressLine
    {
        public void Show(string text)
        {
        }

        public void Clear()
        {
        }
    }
}
