using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>The worlds that are checked whole, by size.</summary>
internal static class Scopes
{
    /// <summary>In about a second: what everybody's change is checked by first.</summary>
    public static IReadOnlyList<CoreScope> Tiny { get; } =
    [
        Of("tiny-dialback", "two servers dial back over TLS, at the same time", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}]}
            """),
    ];

    /// <summary>In half a minute.</summary>
    public static IReadOnlyList<CoreScope> Small { get; } = [];

    /// <summary>In a night.</summary>
    public static IReadOnlyList<CoreScope> Large { get; } = [];

    private static CoreScope Of(string name, string story, string world) => new(
        name, story, Scenario.Of(world));
}
