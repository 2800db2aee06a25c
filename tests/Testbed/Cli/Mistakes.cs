using System.CommandLine;
using System.CommandLine.Parsing;
using Xmpp.Federation.Testbed.Input;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Tells in one line why a command line cannot be understood.</summary>
internal static class Mistakes
{
    /// <summary>The first mistake, and how many others there are.</summary>
    public static string Line(ParseResult parsed)
    {
        // What is not known explains the rest, so that it comes first and alone.
        if (parsed.UnmatchedTokens is [var unmatched, ..])
        {
            return Unknown(unmatched, parsed.CommandResult);
        }

        var first = Printable.OneLine(parsed.Errors[0].Message);
        return parsed.Errors.Count == 1 ? first : $"{first} (and {parsed.Errors.Count - 1} more)";
    }

    public static string UnknownOption(string option, SymbolResult where)
    {
        var commands = Above(where).Select(c => c.Command).ToList();
        var names = commands
            .SelectMany(c => c.Options.Where(o => o.Recursive || c == commands[0]))
            .Select(o => o.Name)
            .ToList();
        return $"unknown option {Printable.Quoted(option)}; {Suggestion.For(option, names)}";
    }

    private static string Unknown(string token, CommandResult where)
    {
        if (token.StartsWith('-'))
        {
            return UnknownOption(token, where);
        }

        var verbs = where.Command.Subcommands.Select(c => c.Name).ToList();
        return verbs.Count > 0
            ? $"unknown verb {Printable.Quoted(token)}; {Suggestion.For(token, verbs)}"
            : $"{where.Command.Name}: {Printable.Quoted(token)} is too much; see {where.Command.Name} --help";
    }

    private static IEnumerable<CommandResult> Above(SymbolResult? result)
    {
        for (; result is not null; result = result.Parent)
        {
            if (result is CommandResult command)
            {
                yield return command;
            }
        }
    }
}
