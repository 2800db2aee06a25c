namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>Where a profile first says something else than the real server did.</summary>
/// <param name="Line">The line of the recording.</param>
/// <param name="Expected">The kind of what was recorded; <c>nothing</c> where the server was silent.</param>
/// <param name="Got">The kind of what the profile says; <c>nothing</c> where it is silent.</param>
internal sealed record Difference(int Line, string Expected, string Got)
{
    public const string Nothing = "nothing";

    public override string ToString() => $"line {Line}: {Expected}, but the profile: {Got}";
}
