using System.Reflection;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Which program this is: shards of one run are made by the same.</summary>
internal static class Build
{
    /// <summary>The version; behind a plus sign the commit, where it was built in a repository.</summary>
    public static string Version { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    /// <summary>The version, and what distinguishes any two builds: figures of one are not those of another.</summary>
    public static string Identity { get; } =
        $"{Version} {Part(typeof(Shell.FederationHost))}-{Part(typeof(Build))}";

    private static string Part(Type type) => type.Module.ModuleVersionId.ToString("N")[..8];
}
