using Xmpp.Federation.Testbed.Input;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Tells of an exception that nobody expected: one line, and the rest for who asks for it.</summary>
internal static class OwnFailure
{
    private const string DebugVariable = "S2S_DEBUG";

    /// <param name="input">What was being worked on, or null.</param>
    public static void Tell(TextWriter errors, string? input, Exception failure)
    {
        var where = input is null ? "" : $"{input}: ";
        var line = $"{where}internal error: {failure.GetType().Name}: {failure.Message}";
        if (Environment.GetEnvironmentVariable(DebugVariable) == "1")
        {
            errors.WriteLine(Printable.OneLine(line));
            errors.WriteLine(failure);
            return;
        }

        errors.WriteLine(Printable.OneLine($"{line} ({DebugVariable}=1 shows where)"));
    }
}
