using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Worlds of one server and a stranger, who may say anything in any order, some few times: every peer up to so many
/// utterances. What goes wrong between one server and one peer goes wrong here in the fewest steps.
/// </summary>
internal static class Strangers
{
    private static readonly StreamFeatures External = new() { Mechanisms = ["EXTERNAL"], Dialback = true, DialbackErrors = true };
    private static readonly StreamFeatures Dialback = new() { Dialback = true, DialbackErrors = true };
    private static readonly StreamFeatures Bidi = new() { Bidi = true, StartTls = true };

    public static IReadOnlyList<CoreScope> All { get; } =
    [
        With("small-caller", "a stranger calls by direct TLS, proves who it is, and says anything", """
            {"servers":{"a.example":{"dns":{"direct":true},"allowMultiplexingOnSasl":true},"m.example":{"peer":{}}}}
            """, new AttackerBounds(6)
        {
            Claims = Names("m.example", "c.example"),
            Says = Repertoire.Openings | Repertoire.Requests | Repertoire.Sasl | Repertoire.Pretences,
        }),
        With("small-caller-in-clear", "a stranger calls under any name, and may begin TLS", """
            {"servers":{"a.example":{},"m.example":{"peer":{}}}}
            """, new AttackerBounds(5)
        {
            Claims = Names("m.example", "a.example"),
            Says = Repertoire.Openings | Repertoire.Requests | Repertoire.Tls | Repertoire.Sasl,
        }),
        With("small-old-caller", "a stranger calls that may be from before 1.0, and dials back", """
            {"servers":{"a.example":{"tls":"optional","dialback":"always","acceptLegacy":true},"m.example":{"peer":{}}}}
            """, new AttackerBounds(6)
        {
            Claims = Names("m.example"),
            Says = Repertoire.Openings | Repertoire.Old | Repertoire.Requests | Repertoire.Verdicts | Repertoire.Questions,
            Offers = [StreamFeatures.None],
        }),
        With("small-called", "a stranger is called over TLS, and says anything", """
            {"servers":{"a.example":{},"m.example":{"peer":{},"dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"m.example"}]}
            """, new AttackerBounds(6)
        {
            Claims = Names("m.example"),
            Calls = 0,
            Says = Repertoire.Openings | Repertoire.Sasl | Repertoire.Pretences | Repertoire.Ends | Repertoire.Questions,
            Offers = [StreamFeatures.None, External],
        }),
        With("small-called-in-clear", "a stranger is called who may have TLS or none, and two of its domains are asked for", """
            {"servers":{"a.example":{"tls":"optional","dialback":"always","offerBidi":true},
                        "m.example":{"peer":{},"domains":["n.example"]}},
             "send":[{"from":"a.example","to":"m.example"},{"from":"a.example","to":"n.example"}]}
            """, new AttackerBounds(5)
        {
            Claims = Names("m.example", "n.example"),
            Calls = 0,
            Says = Repertoire.Openings | Repertoire.Tls | Repertoire.Verdicts | Repertoire.Pretences,
            Offers = [Dialback, Bidi],
        }),
        With("small-called-for-bidi", "a stranger is called where TLS is required, and offers bidirectional streams too early", """
            {"servers":{"a.example":{"offerBidi":true},"m.example":{"peer":{}}},
             "send":[{"from":"a.example","to":"m.example"}]}
            """, new AttackerBounds(4)
        {
            Claims = Names("m.example"),
            Calls = 0,
            Says = Repertoire.Openings | Repertoire.Tls,
            Offers = [Bidi],
        }),
        With("small-disproved", "a stranger is called whose certificate is not the one that is published", """
            {"servers":{"a.example":{},"m.example":{"peer":{},"dns":{"direct":true,"proof":"mismatch"}}},
             "send":[{"from":"a.example","to":"m.example"}]}
            """, new AttackerBounds(3)
        {
            Claims = Names("m.example"),
            Calls = 0,
            Says = Repertoire.Openings | Repertoire.Sasl,
            Offers = [External],
        }),
        With("small-authority", "a stranger calls in clear, presents a key that it has made up, and is asked about it", """
            {"servers":{"a.example":{"tls":"disabled","dialback":"always","domains":["b.example"]},"m.example":{"peer":{}}}}
            """, new AttackerBounds(7)
        {
            Claims = Names("m.example"),
            Says = Repertoire.Openings | Repertoire.Requests | Repertoire.Verdicts | Repertoire.Pretences,
            Offers = [StreamFeatures.None],
        }),
        With("small-expired", "a stranger whose certificate has expired calls and is called", """
            {"servers":{"a.example":{"dns":{"direct":true}},"m.example":{"peer":{},"certificate":"expired","dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"m.example"}]}
            """, new AttackerBounds(4)
        {
            Claims = Names("m.example"),
            Says = Repertoire.Openings | Repertoire.Sasl,
            Offers = [External],
        }),
        With("small-misnamed", "a stranger whose certificate names a host in its domain calls and is called", """
            {"servers":{"a.example":{"dns":{"direct":true}},"m.example":{"peer":{},"certificate":"wrongName","dns":{"direct":true}}},
             "send":[{"from":"a.example","to":"m.example"}]}
            """, new AttackerBounds(4)
        {
            Claims = Names("m.example"),
            Says = Repertoire.Openings | Repertoire.Sasl,
            Offers = [External],
        }),
    ];

    /// <summary>The same, where the stranger says more, and calls twice at a time.</summary>
    public static IReadOnlyList<CoreScope> Patient { get; } =
    [
        .. All.Select(s => s with
        {
            Name = s.Name.Replace("small", "large", StringComparison.Ordinal),
            Attacker = new AttackerBounds(s.Attacker.Actions + 2)
            {
                Claims = s.Attacker.Claims,
                Calls = 2 * s.Attacker.Calls,
                Says = s.Attacker.Says,
                Offers = s.Attacker.Offers,
            },
        }),
    ];

    private static CoreScope With(string name, string story, string world, AttackerBounds attacker) =>
        Scopes.Of(name, story, world) with { Attacker = attacker };

    private static Seq<Domain> Names(params string[] names) => names.Select(Domain.Parse).ToSeq();
}
