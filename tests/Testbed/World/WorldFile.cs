using Xmpp.Federation.Testbed.Input;

namespace Xmpp.Federation.Testbed.World;

/// <summary>World files: JSON in which everything has a default and nothing may be unknown.</summary>
internal static class WorldFile
{
    /// <summary>The world of a file, or everything that is wrong with it.</summary>
    /// <param name="file">How problems name it.</param>
    public static Parsed<WorldDefinition> Parse(string file, ReadOnlySpan<byte> content)
    {
        var json = LocatedJson.Parse(file, content);
        if (json.Value is null)
        {
            return json.Problems;
        }

        var problems = new Problems(file);
        var world = new WorldReader(problems).Read(json.Value);
        return problems.Any ? problems.Found : world;
    }

    /// <summary>The world on one line, without what is as by default. Reading it gives the same world.</summary>
    public static string Write(WorldDefinition world) => WorldWriter.Write(world);
}
