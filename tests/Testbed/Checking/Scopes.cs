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
            """) with
        {
            Promises = true,
        },
    ];

    /// <summary>In half a minute together.</summary>
    public static IReadOnlyList<CoreScope> Small { get; } =
    [
        .. Strangers.All,
        .. Pairs.All,
        Of("small-external", "two servers authenticate each other by EXTERNAL, and a deadline passes early", """
            {"servers":{"a.example":{},"b.example":{}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}],
             "faults":{"earlyTimers":1}}
            """),
        Of("small-early", "one server dials back; a connection is cut, and a deadline passes early", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"}],
             "faults":{"cuts":1,"earlyTimers":1}}
            """),
        Of("small-cut", "two servers dial back at the same time, and a connection is cut", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"}],
             "faults":{"cuts":1}}
            """),
        Of("small-shared", "two domains of one server share a stream or have one each, and one may be cut", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled","domains":["c.example"]}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"}],
             "faults":{"cuts":1}}
            """),
        Of("small-attacked", "nobody speaks TLS, and somebody sits on the connection and calls himself", """
            {"servers":{"a.example":{"tls":"disabled","dialback":"always"},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example"}]}
            """) with
        {
            Attacker = new AttackerBounds(2)
            {
                ClearLinks = [new DomainPair(Domain.Parse("a.example"), Domain.Parse("b.example"))],
                Claims = [Domain.Parse("a.example"), Domain.Parse("c.example")],
            },
        },
    ];

    /// <summary>In a night.</summary>
    public static IReadOnlyList<CoreScope> Large { get; } =
    [
        Of("large-bidi", "two servers dial each other and make their streams bidirectional, while connections break", """
            {"servers":{"a.example":{"offerBidi":true,"sasl":"disabled"},"b.example":{"offerBidi":true,"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"}],
             "faults":{"cuts":1,"resets":1,"earlyTimers":1}}
            """),
        Of("large-three", "three servers, of which one serves two domains, and one is lost and comes back", """
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled","domains":["c.example"]},"d.example":{}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"},{"from":"b.example","to":"a.example"},
                     {"from":"d.example","to":"b.example"},{"from":"a.example","to":"b.example","after":60}],
             "faults":{"restarts":1}}
            """),
        .. Strangers.Patient,
    ];

    internal static CoreScope Of(string name, string story, string world) => new(
        name, story, Scenario.Of(world));
}
