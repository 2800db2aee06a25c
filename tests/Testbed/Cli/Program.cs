namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The entry. Synchronous, because the copy that Coyote rewrites must start outside its scheduler.</summary>
internal static class Program
{
    private static int Main(string[] args) => args.Length;
}
