namespace Xmpp.Federation.Testbed.Checking;

/// <summary>Worlds of two servers in which little can happen: the shortest way to a fault of policy, queue or sharing.</summary>
internal static class Pairs
{
    public static IReadOnlyList<CoreScope> All { get; } =
    [
        Scopes.Of("small-tls-fails", "a handshake fails where TLS is optional", """
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},"b.example":{}},
             "send":[{"from":"a.example","to":"b.example"}],"faults":{"tlsFailures":1}}
            """),
        Scopes.Of("small-excluded", "one server dials back only, and the other never", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"dialback":"never","dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"}]}
            """),
        Scopes.Of("small-clear-excluded", "one server requires TLS, and the other has none", """
            {"servers":{"a.example":{},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}]}
            """),
        Scopes.Of("small-queue", "there is room for one stanza to wait, and two are handed over", """
            {"servers":{"a.example":{"queue":1},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}]}
            """),
        Scopes.Of("small-order", "two stanzas are handed over, by direct TLS and EXTERNAL", """
            {"servers":{"a.example":{},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}]}
            """),
        Scopes.Of("small-two-targets", "by direct TLS and EXTERNAL, to both domains of a server", """
            {"servers":{"a.example":{},"b.example":{"dns":{"direct":true},"domains":["c.example"]}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"}]}
            """),
        Scopes.Of("small-two-senders", "by direct TLS and EXTERNAL, from both domains of a server", """
            {"servers":{"a.example":{"domains":["c.example"]},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"c.example","to":"b.example"}]}
            """),
        Scopes.Of("small-bidi", "two servers make their streams bidirectional, by direct TLS", """
            {"servers":{"a.example":{"offerBidi":true,"dns":{"direct":true}},"b.example":{"offerBidi":true,"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}]}
            """),
    ];
}
