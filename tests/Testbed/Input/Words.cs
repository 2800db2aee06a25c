using System.Text.Json;

namespace Xmpp.Federation.Testbed.Input;

/// <summary>Names in code are PascalCase, in files camelCase, and otherwise the same words.</summary>
internal static class Words
{
    /// <summary>The word for a value, as it stands in files and results.</summary>
    public static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());

    /// <summary>Every word for a value of that type, in its own order.</summary>
    public static IReadOnlyList<string> All<T>()
        where T : struct, Enum => [.. Enum.GetValues<T>().Select(Of)];

    /// <summary>The value that a word stands for; exact, case included.</summary>
    public static bool TryRead<T>(string word, out T value)
        where T : struct, Enum
    {
        foreach (var candidate in Enum.GetValues<T>())
        {
            if (Of(candidate) == word)
            {
                value = candidate;
                return true;
            }
        }

        value = default;
        return false;
    }
}
