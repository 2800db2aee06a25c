namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>A type that nobody uses but itself.</summary>
internal sealed record Alone(Alone?[] Others);

/// <summary>A type that another uses.</summary>
internal static class Asked
{
    public static string Answer(Func<string> question) => question() + Asking.Name;
}

/// <summary>The other.</summary>
internal static class Asking
{
    public const string Mark = "?";

    public static string Name => Asked.Answer(() => Mark);
}
