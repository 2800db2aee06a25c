namespace Xmpp.Federation.Testbed.Checking;

/// <summary>Worlds of two servers in which little can happen: the shortest way to a fault of policy, queue or sharing.</summary>
internal static class Pairs
{
    public static IReadOnlyList<CoreScope> All { get; } =
    [
        With("small-tls-fails", "a handshake fails where TLS is optional, and there is another way to try", """
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"}],"faults":{"tlsFailures":1}}
            """),
        With("small-excluded", "one server dials back only, and the other never", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"dialback":"never","dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"}]}
            """),
        With("small-clear-excluded", "one server requires TLS, and the other has none", """
            {"servers":{"a.example":{},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}]}
            """),
        With("small-queue", "there is room for one stanza to wait, and two are handed over", """
            {"servers":{"a.example":{"queue":1},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}]}
            """),
        With("small-order", "two stanzas are handed over, by direct TLS and EXTERNAL", """
            {"servers":{"a.example":{},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}]}
            """),
        With("small-two-targets", "by direct TLS and EXTERNAL, to both domains of a server", """
            {"servers":{"a.example":{},"b.example":{"dns":{"direct":true},"domains":["c.example"]}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"}]}
            """),
        With("small-two-senders", "by direct TLS and EXTERNAL, from both domains of a server", """
            {"servers":{"a.example":{"domains":["c.example"]},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"c.example","to":"b.example"}]}
            """),
        With("small-bidi", "two servers make their streams bidirectional, by direct TLS", """
            {"servers":{"a.example":{"offerBidi":true,"dns":{"direct":true}},"b.example":{"offerBidi":true,"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}]}
            """),
    ];

    private static CoreScope With(string name, string story, string world) => Scopes.Of(name, story, world) with { Promises = true };
}
