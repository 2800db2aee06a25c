using System.Reflection;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Which program this is: shards of one run are made by the same.</summary>
internal static class Build
{
    /// <summary>The version; behind a plus sign the commit, where it was built in a repository.</summary>
    public static string Version { get; } =
        typeof(Build).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";
}
