using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>Writes the traces of what was found.</summary>
internal static class FoundTraces
{
    /// <summary>Writes a world alone.</summary>
    /// <param name="name">What the file is called, without extension.</param>
    /// <param name="folder">Where to; null writes nothing.</param>
    /// <returns>The file, or null.</returns>
    public static string? SaveWorld(WorldDefinition world, string name, string? folder)
    {
        if (folder is null)
        {
            return null;
        }

        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{name}.json".ToLowerInvariant());
        File.WriteAllText(file, WorldFile.Write(world) + "\n");
        return file;
    }

    /// <summary>Writes a trace, named after its fault.</summary>
    /// <param name="folder">Where to; null writes nothing.</param>
    /// <returns>The file, or null.</returns>
    public static string? Save(Trace trace, string? folder) =>
        folder is null ? null : SaveAs(trace, $"{trace.Bug ?? trace.Scenario}-{trace.Expect}".ToLowerInvariant(), folder);

    /// <summary>Writes a trace.</summary>
    /// <param name="name">What the file is called, without extension.</param>
    /// <param name="folder">Where to.</param>
    /// <returns>The file.</returns>
    public static string SaveAs(Trace trace, string name, string folder)
    {
        Directory.CreateDirectory(folder);
        var file = Path.Combine(folder, $"{name}.trace");
        File.WriteAllText(file, TraceFile.Write(trace));
        return file;
    }
}
