namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>A text that is too long for its place.</summary>
internal static class Shortened
{
    /// <summary>The text, or its beginning with a sign that there is more.</summary>
    /// <param name="length">How many characters there is room for.</param>
    public static string To(int length, string text) =>
        text.Length <= length ? text : length < 1 ? "" : $"{text.AsSpan(0, length - 1).TrimEnd()}…";
}
