namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The entry. Synchronous, because the copy that Coyote rewrites must start outside its scheduler.</summary>
internal static class Program
{
    private static int Main(string[] args)
    {
        var work = new Unwired();
        return (int)CommandLine.Run(args, Console.Out, Console.Error, new Workers(work, work, work, work));
    }
}
