using System.Text;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>Makes text of unknown origin safe to print: one line, no control characters, bounded.</summary>
internal static class Printable
{
    private const int QuotedLengthMax = 60;

    /// <summary>The text with every control character replaced.</summary>
    public static string OneLine(string text)
    {
        var line = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            line.Append(Rune.IsControl(rune) ? "�" : rune.ToString());
        }

        return line.ToString();
    }

    /// <summary>The text in quotes, cut where it is long.</summary>
    public static string Quoted(string text) =>
        text.Length <= QuotedLengthMax ? $"'{OneLine(text)}'" : $"'{OneLine(text[..QuotedLengthMax])}…'";
}
