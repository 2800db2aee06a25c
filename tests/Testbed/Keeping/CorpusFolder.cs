using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>The folder in which a corpus stands.</summary>
internal static class CorpusFolder
{
    private const string Unfinished = ".new";

    /// <summary>The traces in a folder and below, by their names; or why there are none.</summary>
    /// <param name="mayBeEmpty">Whether a folder without a trace will do.</param>
    public static Parsed<IReadOnlyList<string>> Files(string folder, bool mayBeEmpty)
    {
        if (!Directory.Exists(folder))
        {
            var wrong = File.Exists(folder) ? "is a file" : "there is no such folder";
            return new InputProblem(folder, 0, null, wrong, "name a folder of traces");
        }

        string[] files = [.. Directory.EnumerateFiles(folder, "*.trace", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];
        return files.Length > 0 || mayBeEmpty
            ? files
            : new InputProblem(folder, 0, null, "holds no trace", "name a folder of traces, or --add one");
    }

    /// <summary>Carries changes out, in their order. A file goes only where the one that stands for it can be read.</summary>
    /// <returns>What could not be done; then nothing more was done.</returns>
    public static InputProblem? Carry(Seq<CorpusChange> changes)
    {
        foreach (var change in changes)
        {
            try
            {
                if (Carry(change) is { } problem)
                {
                    return problem;
                }
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return new InputProblem(change.File, 0, null, "cannot be changed", failure.Message);
            }
        }

        return null;
    }

    private static InputProblem? Carry(CorpusChange change)
    {
        switch (change)
        {
            case CorpusChange.Written(var file, var trace):
                Write(file, trace);
                return null;
            case CorpusChange.Removed(var file, var by) when Problem(by) is { } problem:
                return new InputProblem(file, 0, null, $"stays, because what stands for it cannot be read: {problem}", null);
            case CorpusChange.Removed(var file, _):
                File.Delete(file);
                return null;
            default:
                throw new InvalidOperationException($"No such change: {change}.");
        }
    }

    // Beside it first: whoever is interrupted has the old one or the new one, and never half of it.
    private static void Write(string file, Trace trace)
    {
        File.WriteAllText(file + Unfinished, TraceFile.Write(trace), new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
        File.Move(file + Unfinished, file, overwrite: true);
    }

    private static string? Problem(string file)
    {
        var read = InputFile.Read(file).Then(content => TraceFile.Parse(file, content));
        return read.Value is null ? InputProblem.Summary(read.Problems) : null;
    }
}
