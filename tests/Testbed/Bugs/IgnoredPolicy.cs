using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>Bits of the policy that a negotiator does not look at: it decides as if they were lenient.</summary>
internal static class IgnoredPolicy
{
    public static PlantedBug Tls { get; } = new(
        "clear-text-accepted", "required TLS is taken for optional", "INV-17", "policies-exclude-each-other",
        Ignoring(p => p with { Tls = p.Tls == TlsPolicy.Required ? TlsPolicy.Optional : p.Tls, Dialback = DialbackPolicy.Always }))
    {
        ViolatesElsewhere = ["INV-18"],
    };

    public static PlantedBug PlainAfterFailure { get; } = new(
        "plain-after-tls-failure", "a failed handshake is followed by an attempt in clear", "INV-18", "tls-fails",
        Ignoring(p => p with { PlainAfterTlsFailure = true }));

    public static PlantedBug Strictness { get; } = new(
        "bad-certificate-tolerated", "strictness about certificates is forgotten", "INV-21", "bad-certificate",
        Ignoring(p => p with { StrictCertificates = false }));

    private static Func<StepFunction, StepFunction> Ignoring(Func<Policy, Policy> lenient) => step => (context, state, input) => step(
        context with
        {
            Policy = lenient(context.Policy),
            PolicyFor = context.PolicyFor.Aggregate(
                default(Map<Domain, Policy>), (all, one) => all.With(one.Key, lenient(one.Value))),
        },
        state,
        input);
}
