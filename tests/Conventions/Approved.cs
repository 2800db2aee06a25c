namespace Xmpp.Federation.Conventions.Tests;

/// <summary>Compares a text with a checked-in one of the repository: a change is a readable difference.</summary>
internal static class Approved
{
    public static void Verify(string file, string received)
    {
        if (Environment.GetEnvironmentVariable("S2S_APPROVE") == "1")
        {
            File.WriteAllText(Path.Combine(Repository.Root, file), received);
            return;
        }

        var approved = Repository.Has(file) ? Repository.Read(file) : "";
        Breaches.None(
            $"{file} differs; S2S_APPROVE=1 accepts the new text.",
            approved.Split('\n').Except(received.Split('\n')).Select(l => $"- {l}")
                .Concat(received.Split('\n').Except(approved.Split('\n')).Select(l => $"+ {l}")));
        Assert.Equal(approved, received);
    }
}
