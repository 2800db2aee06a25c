using Xmpp.Federation.Testbed.Cli;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>One start of the command line, and all that came out of it.</summary>
internal sealed record Run(ExitStatus Status, string Output, string[] ErrorLines, StubWorkers Work)
{
    public string[] OutputLines => Lines(Output);

    /// <param name="arguments">Separated by single spaces.</param>
    public static Run Of(string arguments, StubWorkers? work = null) => Of(arguments.Split(' '), work);

    public static Run Of(string[] arguments, StubWorkers? work = null)
    {
        work ??= new StubWorkers();
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var status = CommandLine.Run(arguments, output, errors, work.Workers);
        return new(status, output.ToString(), Lines(errors.ToString()), work);
    }

    private static string[] Lines(string text) => text.Split('\n', StringSplitOptions.RemoveEmptyEntries);
}
