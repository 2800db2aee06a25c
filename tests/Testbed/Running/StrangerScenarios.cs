using static Xmpp.Federation.Testbed.Running.Scenario;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>Worlds in which somebody says what is not his to say, so that what must not happen could.</summary>
internal static class StrangerScenarios
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("callers-pretend", "peers call, send in another's name or without any proof, and talk on after a reset", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},
                        "b.example":{"peer":{"calls":[{"to":"a.example","proof":"dialback"},{"to":"a.example","proof":"dialback"},
                                                      {"to":"a.example","proof":"none"}],
                                             "changes":[{"at":"granted","how":"follow","what":"stanzaElsewhere"},
                                                        {"at":"granted","how":"follow","what":"validResult"},
                                                        {"at":"secureHeader","how":"follow","what":"validVerify"}]}}},
             "faults":{"resets":1,"delay":true}}
            """)),
        new("identities-change", "peers authenticate in another's name, are somebody else behind it, or rely on another stream", Of("""
            {"servers":{"a.example":{},
                        "b.example":{"peer":{"calls":[{"to":"a.example"}],
                                             "changes":[{"at":"ready","how":"replace","what":"authElsewhere"}]}},
                        "c.example":{"peer":{"calls":[{"to":"a.example"}],
                                             "changes":[{"at":"success","how":"replace","what":"headerElsewhere"}]}},
                        "d.example":{"certificate":"wrongName","peer":{"calls":[{"to":"a.example"}]}},
                        "e.example":{"peer":{"calls":[{"to":"a.example"},{"to":"a.example","proof":"none"}]}}},
             "send":[{"from":"a.example","to":"d.example"}],
             "faults":{"delay":true}}
            """)),
        new("out-of-turn", "peers answer what was not asked, answer twice, ask where they are asked, and say too much", Of("""
            {"servers":{"a.example":{},
                        "b.example":{"peer":{"changes":[{"at":"clearHeader","how":"replace","what":"header"},
                                                        {"at":"clearHeader","how":"follow","what":"proceed"}]}},
                        "c.example":{"sasl":"disabled",
                                     "peer":{"changes":[{"at":"secureHeader","how":"follow","what":"question"},
                                                        {"at":"keyIsValid","how":"repeat"},
                                                        {"at":"stanza","how":"follow","what":"streamError"}]}},
                        "d.example":{"peer":{"flavours":["T2"],"writing":"together"}},
                        "e.example":{"peer":{"calls":[{"to":"a.example"}],
                                             "changes":[{"at":"dialledSecured","how":"follow","what":"longStanza"}]}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example","stanzas":3},
                     {"from":"a.example","to":"d.example"}],
             "faults":{"delay":true}}
            """)),
        new("old-peers", "a peer of before 1.0 calls and is called", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always","acceptLegacy":true},
                        "b.example":{"profile":"legacy-0.9","tls":"disabled","dialback":"always",
                                     "peer":{"calls":[{"to":"a.example"}]}}},
             "send":[{"from":"a.example","to":"b.example"}],
             "faults":{"delay":true}}
            """)),
        new("several-domains", "a server of two domains writes to another server from both, and is called by one of its own names", Of("""
            {"servers":{"a.example":{"domains":["elsewhere.example"]},
                        "b.example":{},
                        "c.example":{"peer":{"calls":[{"to":"a.example"}],
                                             "changes":[{"at":"dialled","how":"replace","what":"headerElsewhere"}]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"elsewhere.example","to":"b.example","stanzas":2}],
             "faults":{"delay":true}}
            """)),
        new("verdicts-come-late", "keys are asked about while deadlines pass, so that a verdict finds nobody who waits", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"}],
             "faults":{"earlyTimers":1,"delay":true}}
            """)),
    ];
}
