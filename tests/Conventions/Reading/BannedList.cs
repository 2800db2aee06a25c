namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>A banned type or member and why.</summary>
/// <param name="Id">Its documentation id.</param>
/// <param name="Reason">What goes wrong, and what to do instead.</param>
internal sealed record Ban(string Id, string Reason);

/// <summary>The banned symbols, as the analyzer reads them.</summary>
internal static class BannedList
{
    public const string Path = "impl/BannedSymbols.txt";

    public static IReadOnlyList<Ban> Bans { get; } =
    [
        .. Repository.Lines(Path)
            .Where(l => l.Length > 0 && !l.StartsWith("//", StringComparison.Ordinal))
            .Select(l => l.Split(';', 2))
            .Select(p => new Ban(p[0], p.ElementAtOrDefault(1) ?? "")),
    ];

    private static readonly ILookup<string, string> Reasons = Bans.ToLookup(b => b.Id, b => b.Reason);

    /// <summary>Why a mention is banned; null if it is not.</summary>
    public static string? ReasonAgainst(Use use) =>
        DocumentationId.Of(use.Target).SelectMany(id => Reasons[id]).FirstOrDefault();
}
