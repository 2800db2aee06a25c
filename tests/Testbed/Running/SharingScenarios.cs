namespace Xmpp.Federation.Testbed.Running;

/// <summary>Scenarios in which several pairs, or both directions, use one stream (XEP-0220 2.7, XEP-0288).</summary>
internal static class SharingScenarios
{
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("multiplexing", "two senders and two targets share streams, by dialback and behind EXTERNAL", Scenario.Of("""
            {"servers":{"a.example":{"domains":["a2.example"],"sasl":"disabled",
                                     "policyFor":{"c.example":{"sasl":"optional","allowMultiplexingOnSasl":true}}},
                        "b.example":{"domains":["b2.example"],"sasl":"disabled"},
                        "c.example":{"allowMultiplexingOnSasl":true},
                        "d.example":{"peer":{"calls":[{"to":"c.example"}],
                                             "changes":[{"at":"finalFeatures","how":"follow","what":"keyElsewhere"}]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"a2.example","to":"b.example","after":20},
                     {"from":"a.example","to":"b2.example","after":20},{"from":"b2.example","to":"a.example"},
                     {"from":"a.example","to":"c.example"},{"from":"a2.example","to":"c.example","after":20}],
             "faults":{"cuts":1,"resets":1,"earlyTimers":1,"delay":true,"fragment":true}}
            """)),
        new("second-pair-refused", "peers refuse the second pair on a stream: by an error, by the end, by silence", Scenario.Of("""
            {"servers":{"a.example":{"domains":["a2.example"],"sasl":"disabled"},
                        "b.example":{"peer":{"changes":[{"at":"resultForFurtherPair","how":"replace","what":"streamError"}]}},
                        "c.example":{"peer":{"changes":[{"at":"resultForFurtherPair","how":"omit"}]}},
                        "d.example":{"peer":{"changes":[{"at":"resultForFurtherPair","how":"replace","what":"end"}]}},
                        "e.example":{"peer":{"changes":[{"at":"resultForFurtherPair","how":"replace","what":"errorResult"}]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"a2.example","to":"b.example","after":20},
                     {"from":"a.example","to":"c.example"},{"from":"a2.example","to":"c.example","after":20},
                     {"from":"a.example","to":"d.example"},{"from":"a2.example","to":"d.example","after":20},
                     {"from":"a.example","to":"e.example"},{"from":"a2.example","to":"e.example","after":20}],
             "faults":{"cuts":1,"earlyTimers":1,"delay":true}}
            """)),
        new("bidi", "streams carry stanzas both ways, by EXTERNAL and by dialback, and both servers may dial", Scenario.Of("""
            {"servers":{"a.example":{"offerBidi":true},"b.example":{"offerBidi":true},
                        "c.example":{"offerBidi":true,"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example","stanzas":2},
                     {"from":"a.example","to":"c.example"},{"from":"c.example","to":"a.example"}],
             "faults":{"cuts":1,"resets":1,"earlyTimers":1,"delay":true,"fragment":true}}
            """)),
    ];
}
