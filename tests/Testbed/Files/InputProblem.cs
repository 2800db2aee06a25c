using System.Globalization;
using System.Text;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Files;

/// <summary>Why an input cannot be used, told as <c>FILE:LINE: FIELD: what is wrong; what is allowed</c>.</summary>
/// <param name="File">As it was named on the command line.</param>
/// <param name="Line">From 1, or 0 where the whole file is meant.</param>
/// <param name="Field">The path to what is wrong; null or empty where that is the whole.</param>
/// <param name="Wrong">What is wrong.</param>
/// <param name="Allowed">What would be right, or null.</param>
internal sealed record InputProblem(string File, int Line, string? Field, string Wrong, string? Allowed)
{
    /// <summary>The first of these, and how many others there are, on one line.</summary>
    public static string Summary(Seq<InputProblem> problems) =>
        problems.Count == 1
            ? problems[0].ToString()
            : string.Create(CultureInfo.InvariantCulture, $"{problems[0]} (and {problems.Count - 1} more)");

    /// <summary>One line, whatever the input contained.</summary>
    public override string ToString()
    {
        var text = new StringBuilder(File);
        if (Line > 0)
        {
            text.Append(CultureInfo.InvariantCulture, $":{Line}");
        }

        text.Append(": ");
        if (!string.IsNullOrEmpty(Field))
        {
            text.Append(Field).Append(": ");
        }

        text.Append(Wrong);
        if (Allowed is not null)
        {
            text.Append("; ").Append(Allowed);
        }

        return Printable.OneLine(text.ToString());
    }
}

/// <summary>What was read from an input, or everything that is wrong with it.</summary>
internal sealed class Parsed<T>
    where T : class
{
    private Parsed(T? value, Seq<InputProblem> problems) => (Value, Problems) = (value, problems);

    /// <summary>Null exactly when there are problems.</summary>
    public T? Value { get; }

    public Seq<InputProblem> Problems { get; }

    /// <summary>Goes on with the value where there is one.</summary>
    public Parsed<TNext> Then<TNext>(Func<T, Parsed<TNext>> next)
        where TNext : class => Value is null ? Problems : next(Value);

    public static implicit operator Parsed<T>(T value) => new(value, default);

    public static implicit operator Parsed<T>(InputProblem problem) => new(null, [problem]);

    public static implicit operator Parsed<T>(Seq<InputProblem> problems) => new(null, problems);
}
