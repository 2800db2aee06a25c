using static Xmpp.Federation.Testbed.Running.Scenario;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Worlds about what becomes of stanzas while streams are made, broken and closed.</summary>
internal static class DeliveryScenarios
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("simultaneous-dial", "two servers dial each other at once, and each needs the other to be believed: up to four sockets", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example","stanzas":2}],
             "faults":{"delay":true,"fragment":true}}
            """)),
        new("verify-outlives-request", "who has presented a key is gone, or has begun anew, when its authority answers", Of("""
            {"servers":{"a.example":{"tls":"disabled","dialback":"always"},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"},
                     {"from":"a.example","to":"b.example","after":120}],
             "faults":{"cuts":1,"resets":1,"restarts":1,"delay":true}}
            """)),
        new("peer-restart", "a server goes away with all it knows, and comes back: what is sent to it then must arrive", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"},
                     {"from":"a.example","to":"b.example","after":60},{"from":"a.example","to":"b.example","after":600}],
             "faults":{"restarts":1,"delay":true}}
            """)),
        new("teardown-races-send", "streams end, idle, by the peer or by a fault, while stanzas and answers come in waves", Of("""
            {"servers":{"a.example":{"tls":"disabled","dialback":"always","queue":2,"answers":true},
                        "b.example":{"tls":"disabled","dialback":"always","answers":true}},
             "send":[{"from":"a.example","to":"b.example","stanzas":4},
                     {"from":"a.example","to":"b.example","stanzas":2,"after":3601},
                     {"from":"a.example","to":"b.example","stanzas":2,"after":7200}],
             "faults":{"cuts":1,"resets":1,"earlyTimers":3,"delay":true}}
            """)),
        new("shutdown-under-load", "one server or both shut down while stanzas wait, are under way and arrive", Of("""
            {"servers":{"a.example":{},"b.example":{"answers":true},"c.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":3},{"from":"c.example","to":"a.example","stanzas":2},
                     {"from":"a.example","to":"c.example","stanzas":2,"after":60}],
             "faults":{"shutdowns":2,"delay":true}}
            """)),
        new("hostile-network", "writes fail in part, readers and connects are slow, directions and TLS end early, the clock leaps", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":3},{"from":"b.example","to":"a.example","stanzas":2},
                     {"from":"a.example","to":"b.example","stanzas":2,"after":60}],
             "faults":{"failedWrites":1,"slowReaders":1,"halfCloses":1,"lateAlerts":1,"clockJumps":1,"slowConnects":1,
                       "delay":true,"fragment":true}}
            """)),
    ];
}
