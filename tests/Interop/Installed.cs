namespace Xmpp.Federation.Interop.Tests;

/// <summary>Whether this machine has the real servers that the tests federate with.</summary>
internal static class Installed
{
    private const string Required = "S2S_REQUIRE_SERVERS";

    private const string Packages = "apt-get install prosody lua-sec lua-event lua-unbound ejabberd jabberd2";

    public static string Program(string name) => Demand(
        Environment.GetEnvironmentVariable("PATH")!.Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists),
        name);

    /// <summary>A file or folder that a package has put below <c>/usr/lib</c>, for whatever processor.</summary>
    /// <param name="pattern">Its path below the folder of the processor; the last name may have stars.</param>
    public static string Library(string pattern)
    {
        var folders = Directory.Exists("/usr/lib") ? Directory.GetDirectories("/usr/lib", "*-linux-gnu*") : [];
        var found =
            from folder in folders
            let place = Path.Combine(folder, Path.GetDirectoryName(pattern)!)
            where Directory.Exists(place)
            from entry in Directory.GetFileSystemEntries(place, Path.GetFileName(pattern))
            select entry;
        return Demand(found.FirstOrDefault(), pattern);
    }

    // Where the servers are demanded, a missing one is a failure; elsewhere the test says what it wants.
    private static string Demand(string? found, string what)
    {
        var reason = $"'{what}' is not installed. To run this test: {Packages}";
        if (found is null && Environment.GetEnvironmentVariable(Required) == "1")
        {
            Assert.Fail($"{reason} ({Required} is set).");
        }

        Assert.SkipWhen(found is null, reason);
        return found!;
    }
}
