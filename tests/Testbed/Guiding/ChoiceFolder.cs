using System.Text;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Where guided searches keep what is worth varying: a folder with a file for each scenario, and one for generated worlds.
/// </summary>
internal static class ChoiceFolder
{
    /// <summary>What earlier runs have kept; nothing where there is no folder or no such file in it.</summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="name">The scenario, or what generated worlds are called.</param>
    /// <param name="world">The world of all executions; null where each has its own.</param>
    public static Parsed<IReadOnlyList<ChoiceStream>> Read(string? folder, string name, WorldDefinition? world)
    {
        if (File.Exists(folder))
        {
            return new InputProblem(folder, 0, null, "is a file", "name a folder");
        }

        return FileIn(folder, name) is { } file && Path.Exists(file)
            ? InputFile.Read(file).Then(bytes => ChoiceCorpus.Parse(file, Encoding.UTF8.GetString(bytes), world))
            : Array.Empty<ChoiceStream>();
    }

    /// <summary>Keeps executions for the next run.</summary>
    public static void Write(string? folder, string name, IEnumerable<ChoiceStream> streams, WorldDefinition? world)
    {
        if (FileIn(folder, name) is { } file)
        {
            Directory.CreateDirectory(folder!);
            File.WriteAllText(file, ChoiceCorpus.Write(streams, world));
        }
    }

    private static string? FileIn(string? folder, string name) => folder is null ? null : Path.Combine(folder, $"{name}.corpus");
}
