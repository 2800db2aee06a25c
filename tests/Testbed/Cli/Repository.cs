namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Finds the sources that the testbed belongs to, for their traces and recordings.</summary>
internal static class Repository
{
    private const string Mark = "Simulation.sln";

    /// <summary>The nearest folder from here upwards that holds the solution, or null.</summary>
    public static string? Root(string from)
    {
        for (var folder = new DirectoryInfo(from); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, Mark)))
            {
                return folder.FullName;
            }
        }

        return null;
    }
}
