using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Xmpp.Federation.Testbed.Files;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Options whose values are read strictly, and whose mistakes are told with what is allowed.</summary>
internal static class Options
{
    private const string SeedForm = "a whole number from 0 to 18446744073709551615";
    private const string CountForm = "a whole number from 1 to 1000000000";
    private const string StrengthForm = "a whole number from 1 to 4";
    private const string BoundForm = "a whole number from 0 to 9";
    private const int BoundMax = 9;
    private const string StepForm = "a whole number from 0";
    private const int StrengthMax = 4;
    private const int CountMax = 1_000_000_000;

    public static Option<ulong> Seed() => new("--seed")
    {
        Description = "What all chance is drawn from; the same seed gives the same run.",
        HelpName = "N",
        Recursive = true,
        CustomParser = argument => Read(argument, ReadSeed, SeedForm) ?? 0,
    };

    public static Option<TimeSpan?> Time() => new("--time")
    {
        Description = "Stop after this time, like 90s, 5m or 1h; what was found until then counts.",
        HelpName = "TIME",
        Recursive = true,
        CustomParser = argument => Read(argument, ReadTime, Duration.Form),
    };

    public static Option<bool> Json() => new("--json")
    {
        Description = "One JSON object per line on the output, and nothing else.",
        Recursive = true,
    };

    public static Option<int> Schedules(int otherwise, string description) => Count("--schedules", otherwise, description);

    /// <summary>A number of at least one.</summary>
    public static Option<int> Count(string name, int otherwise, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = argument => Read(argument, ReadCount, CountForm) ?? 0,
    };

    /// <summary>A number that may be nothing.</summary>
    public static Option<int?> Bound(string name, int? otherwise, string description) => new(name)
    {
        Description = description,
        HelpName = "N",
        DefaultValueFactory = _ => otherwise,
        CustomParser = argument => Read(argument, ReadBound, BoundForm),
    };

    /// <summary>Which part of a run; the whole of it where nothing is said.</summary>
    public static Option<Shard?> Shard() => new("--shard")
    {
        Description = "Do one of n parts, i/n; merge makes a whole of what all of them have written by --json.",
        HelpName = "I/N",
        CustomParser = argument => Read(argument, ReadShard, Cli.Shard.Form),
    };

    /// <summary>After how many steps of a trace to stop; to the end where nothing is said.</summary>
    public static Option<int?> ToStep() => new("--to-step")
    {
        Description = "Stop after so many steps, and show what there is and what could happen next.",
        HelpName = "N",
        CustomParser = argument => Read(argument, ReadStep, StepForm),
    };

    /// <summary>The file that a page is written to.</summary>
    public static Option<string?> Html() => new("--html")
    {
        Description = "Write one page that shows the trace, to be opened in any browser.",
        HelpName = "FILE",
    };

    /// <summary>How many fields of two policies a sample covers; all combinations where nothing is said.</summary>
    public static Option<int?> Strength() => new("--covering")
    {
        Description = "Only a sample in which each choice of N fields meets all choices of their values.",
        HelpName = "N",
        CustomParser = argument => Read(argument, ReadStrength, StrengthForm),
    };

    public static Option<EngineChoice> Engine() => new("--engine")
    {
        Description = $"Who schedules: {string.Join(", ", Words.All<EngineChoice>())}; both where nothing is said.",
        HelpName = "NAME",
        CustomParser = argument =>
            Words.TryRead<EngineChoice>(Token(argument), out var engine)
                ? engine
                : Unknown<EngineChoice>(argument, Words.All<EngineChoice>()),
    };

    /// <summary>An option whose value is one of the names that are known here.</summary>
    public static Option<string?> Named(string option, string description, IReadOnlyList<string> names) => new(option)
    {
        Description = description,
        HelpName = "NAME",
        CustomParser = argument =>
            names.Contains(Token(argument)) ? Token(argument) : Unknown<string>(argument, names),
    };

    public static Option<string?> Save() => new("--save")
    {
        Description = "The folder to write the trace of a violation to.",
        HelpName = "DIR",
    };

    /// <summary>Where guided exploration keeps its executions.</summary>
    public static Option<string?> Corpus() => new("--corpus")
    {
        Description = "The folder in which the guided strategy keeps the executions worth varying, for the next run.",
        HelpName = "DIR",
    };

    public static Option<bool> Flag(string option, string description) => new(option) { Description = description };

    /// <summary>The files that a verb works on, at least one.</summary>
    public static Argument<string[]> Files(string name, string description) => Strictly(
        new Argument<string[]>(name) { Description = description, Arity = ArgumentArity.OneOrMore });

    /// <summary>The folder that a verb works on; null where nothing is said.</summary>
    public static Argument<string?> Folder(string name, string description) => Strictly(
        new Argument<string?>(name) { Description = description, Arity = ArgumentArity.ZeroOrOne });

    /// <summary>Traces that are to come into a corpus.</summary>
    public static Option<string[]> Added() => new("--add")
    {
        Description = "Traces that are to come into it, if they are better than what is there.",
        HelpName = "TRACE",
        Arity = ArgumentArity.OneOrMore,
        AllowMultipleArgumentsPerToken = true,
    };

    private static Argument<T> Strictly<T>(Argument<T> named)
    {
        named.Validators.Add(argument =>
        {
            // What begins like an option and is none would otherwise be taken for the name of a file.
            foreach (var token in argument.Tokens.Where(t => t.Value.StartsWith('-')))
            {
                argument.AddError(Mistakes.UnknownOption(token.Value, argument));
            }
        });
        return named;
    }

    private static string Token(ArgumentResult argument) => argument.Tokens[0].Value;

    private static T? Read<T>(ArgumentResult argument, Func<string, T?> read, string form)
        where T : struct
    {
        if (read(Token(argument)) is { } value)
        {
            return value;
        }

        argument.AddError($"{Name(argument)}: {Printable.Quoted(Token(argument))} is not allowed; allowed: {form}");
        return null;
    }

    private static ulong? ReadSeed(string text) =>
        ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var seed) ? seed : null;

    private static TimeSpan? ReadTime(string text) => Duration.TryParse(text, out var length) ? length : null;

    private static Shard? ReadShard(string text) => Cli.Shard.TryParse(text, out var shard) ? shard : null;

    private static int? ReadCount(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
        && count is > 0 and <= CountMax
            ? count
            : null;

    private static int? ReadBound(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var bound) && bound <= BoundMax ? bound : null;

    private static int? ReadStep(string text) => text == "0" ? 0 : ReadCount(text);

    private static int? ReadStrength(string text) => ReadCount(text) is { } strength and <= StrengthMax ? strength : null;

    private static T? Unknown<T>(ArgumentResult argument, IReadOnlyList<string> names)
    {
        var wrong = Token(argument);
        var allowed = Suggestion.For(wrong, names);
        argument.AddError($"{Name(argument)}: {Printable.Quoted(wrong)} is not known; {allowed}");
        return default;
    }

    private static string Name(ArgumentResult argument) =>
        argument.Parent is OptionResult option ? option.Option.Name : argument.Argument.Name;
}
