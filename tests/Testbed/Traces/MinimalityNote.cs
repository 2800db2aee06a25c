using System.Globalization;
using System.Text.RegularExpressions;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>
/// What is said of a trace that was shrunk: at which of its steps it leaves the plainest way. Each of those choices, set to the
/// plainest, makes the failure vanish, and so does each world that is plainer in one respect.
/// </summary>
/// <param name="Steps">The numbers of the steps; two choices may be made before one step.</param>
/// <param name="Worlds">How many plainer worlds there are, in which the same choices do not fail.</param>
internal sealed partial record MinimalityNote(Seq<int> Steps, int Worlds)
{
    /// <summary>What the line of a trace file begins with.</summary>
    public const string Key = "minimal: ";

    /// <summary>What such a line looks like.</summary>
    public const string Form = "'minimal: N choices at steps N, N; N plainer worlds' or 'minimal: 0 choices; N plainer worlds'";

    /// <summary>Reads a line of a trace file; null where it is no such line.</summary>
    public static MinimalityNote? TryRead(string line)
    {
        if (Line().Match(line) is not { Success: true } match)
        {
            return null;
        }

        var steps = match.Groups[2].Success ? match.Groups[2].Value.Split(", ").Select(Number).ToSeq() : [];
        return steps.Count == Number(match.Groups[1].Value) ? new MinimalityNote(steps, Number(match.Groups[3].Value)) : null;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        var where = Steps.IsEmpty ? "" : $" at steps {string.Join(", ", Steps)}";
        return string.Create(CultureInfo.InvariantCulture, $"{Key}{Steps.Count} choices{where}; {Worlds} plainer worlds");
    }

    private static int Number(string text) => int.Parse(text, CultureInfo.InvariantCulture);

    [GeneratedRegex(
        "^minimal: ([0-9]{1,6}) choices(?: at steps ([0-9]{1,6}(?:, [0-9]{1,6})*))?; ([0-9]{1,6}) plainer worlds$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Line();
}
