using System.Text;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Running;

/// <summary>A named world that every engine explores.</summary>
/// <param name="Name">Its name on the command line and in traces.</param>
/// <param name="Story">What it is about, in one sentence.</param>
/// <param name="World">The world.</param>
internal sealed record Scenario(string Name, string Story, WorldDefinition World)
{
    /// <summary>All of them, in the order in which they run.</summary>
    public static IReadOnlyList<Scenario> All { get; } =
    [
        new("external", "two servers authenticate each other by EXTERNAL, at the same time", Of("""
            {"servers":{"a.example":{},"b.example":{}},
             "send":[{"from":"a.example","to":"b.example","stanzas":3},{"from":"b.example","to":"a.example"}],
             "faults":{"delay":true}}
            """)),
        new("dialback-over-tls", "EXTERNAL is off, so both fall to dialback over TLS, and ask each other about keys", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"}],
             "faults":{"delay":true}}
            """)),
        new("external-refused", "EXTERNAL is offered, tried and refused, and dialback follows on the same stream", Of("""
            {"servers":{"a.example":{},"b.example":{"peer":{"flavours":["A1"]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}],
             "faults":{"delay":true}}
            """)),
        new("clear-dialback", "nobody speaks TLS, both dial back", Of("""
            {"servers":{"a.example":{"tls":"disabled","dialback":"always"},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"}],
             "faults":{"delay":true}}
            """)),
        new("broken-network", "connections are cut, reset and refused, names and handshakes fail, writes arrive in pieces", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},"b.example":{"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":3},{"from":"b.example","to":"a.example","stanzas":2}],
             "faults":{"cuts":1,"resets":1,"refusedConnects":1,"dnsFailures":1,"tlsFailures":1,"delay":true,"fragment":true}}
            """)),
        new("early-timers", "deadlines pass although the answer is under way", Of("""
            {"servers":{"a.example":{},"b.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"}],
             "faults":{"earlyTimers":2,"delay":true}}
            """)),
        new("early-timers-in-clear", "the same in the shortest negotiation there is, so that many deadlines pass at its end", Of("""
            {"servers":{"a.example":{"tls":"disabled","dialback":"always"},"b.example":{"tls":"disabled","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example"}],
             "faults":{"earlyTimers":2,"delay":true}}
            """)),
        new("fallback", "every step down there is, on the same stream and on a new one, while the network breaks", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always","plainAfterTlsFailure":true,"backOff":true,
                                     "policyFor":{"d.example":{"externalToDialback":"newStream"}}},
                        "b.example":{"tls":"optional","dialback":"always","dns":{"direct":true}},
                        "c.example":{"peer":{"flavours":["A2"]}},
                        "d.example":{"peer":{"flavours":["A1"]}},
                        "e.example":{"peer":{"flavours":["S1"]},"tls":"optional","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2},{"from":"b.example","to":"a.example"},
                     {"from":"a.example","to":"c.example"},{"from":"a.example","to":"d.example"},
                     {"from":"a.example","to":"e.example"}],
             "faults":{"cuts":1,"tlsFailures":2,"refusedConnects":1,"earlyTimers":1,"delay":true,"fragment":true}}
            """)),
        new("rejection", "refused before the features, at the key, at the certificate and by policy, in both roles", Of("""
            {"servers":{"a.example":{"backOff":true},
                        "b.example":{"dialback":"never","strictCertificates":false,
                                     "policyFor":{"a.example":{"sasl":"required"}}},
                        "c.example":{"peer":{"flavours":["H5"],"seed":3}},
                        "d.example":{"peer":{"flavours":["D1","D2","D3"],"seed":7}},
                        "e.example":{"certificate":"expired","peer":{"calls":[
                          {"from":"e.example","to":"a.example","proof":"external"},
                          {"from":"e.example","to":"b.example","proof":"none"},
                          {"from":"e.example","to":"b.example","proof":"dialback"}]}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"},
                     {"from":"a.example","to":"d.example","stanzas":2},{"from":"b.example","to":"d.example"}],
             "faults":{"cuts":1,"resets":1,"refusedConnects":1,"earlyTimers":1,"delay":true,"fragment":true}}
            """)),
        new("policies-exclude-each-other", "one server requires TLS and one has none; one wants EXTERNAL and one wants none", Of("""
            {"servers":{"a.example":{},"b.example":{"tls":"disabled","dialback":"always"},"c.example":{"dialback":"never"},
                        "d.example":{"sasl":"disabled"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"},
                     {"from":"d.example","to":"c.example"},{"from":"c.example","to":"d.example"}],
             "faults":{"delay":true}}
            """)),
        new("tls-fails", "a handshake fails, and the policy that does without TLS elsewhere does not forgive that", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},
                        "b.example":{"tls":"optional","dialback":"always","peer":{"flavours":["T1"]}},
                        "c.example":{"tls":"optional","dialback":"always"}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"}],
             "faults":{"tlsFailures":1,"delay":true}}
            """)),
        new("bad-certificate", "certificates have expired; one server is strict about it, one is not", Of("""
            {"servers":{"a.example":{"certificate":"expired","strictCertificates":false},"b.example":{"strictCertificates":false},
                        "c.example":{}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"b.example","to":"a.example"},
                     {"from":"a.example","to":"c.example"},{"from":"c.example","to":"a.example"}],
             "faults":{"delay":true}}
            """)),
        new("published-proofs", "DANE or POSH vouches for a server, or for another one; the policies would do without", Of("""
            {"servers":{"a.example":{"tls":"optional","dialback":"always","strictCertificates":false},
                        "b.example":{"tls":"optional","dialback":"always","strictCertificates":false,
                                     "certificate":"selfSigned","dns":{"proof":"secure"}},
                        "c.example":{"tls":"optional","dialback":"always","dns":{"proof":"mismatch"}},
                        "d.example":{"tls":"disabled","dialback":"always","dns":{"proof":"secure"}}},
             "send":[{"from":"a.example","to":"b.example"},{"from":"a.example","to":"c.example"},
                     {"from":"a.example","to":"d.example"}],
             "faults":{"delay":true}}
            """)),
        new("unsolicited-answers", "a peer answers dialback requests that nobody made", Of("""
            {"servers":{"a.example":{"sasl":"disabled"},"b.example":{"peer":{"flavours":["D5"]}}},
             "send":[{"from":"a.example","to":"b.example","stanzas":2}],
             "faults":{"delay":true}}
            """)),
        .. SharingScenarios.All,
        .. StrangerScenarios.All,
        .. DeliveryScenarios.All,
    ];

    public static Scenario Named(string name) => All.First(s => s.Name == name);

    public static WorldDefinition Of(string json) =>
        WorldFile.Parse("scenario", Encoding.UTF8.GetBytes(json)).Value
            ?? throw new InvalidOperationException("A scenario's world is not sound.");
}
