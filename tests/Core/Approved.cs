using System.Reflection;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Compares a text with the checked-in one: a change of behaviour is a readable difference.</summary>
internal static class Approved
{
    private static readonly string Folder = typeof(Approved).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(a => a.Key == "ProjectDirectory").Value!;

    public static void Verify(string name, string received)
    {
        var file = Path.Combine(Folder, $"{name}.approved.txt");
        if (Environment.GetEnvironmentVariable("S2S_APPROVE") == "1")
        {
            File.WriteAllText(file, received);
            return;
        }

        var approved = File.Exists(file) ? File.ReadAllText(file) : "";
        if (approved == received)
        {
            return;
        }

        Assert.Fail($"{name} differs at {FirstDifference(approved, received)}; S2S_APPROVE=1 accepts the new text");
    }

    private static string FirstDifference(string approved, string received)
    {
        var (old, now) = (approved.Split('\n'), received.Split('\n'));
        var line = Enumerable.Range(0, Math.Max(old.Length, now.Length))
            .First(i => i >= old.Length || i >= now.Length || old[i] != now[i]);
        return $"line {line + 1}: approved '{old.ElementAtOrDefault(line)}', now '{now.ElementAtOrDefault(line)}'";
    }
}
