using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The proof that a pair may use a stream comes from six factories, each called where its evidence comes in.</summary>
public sealed class VerifiedTests
{
    private static readonly string[] Factories =
    [
        nameof(Verified.ByAcceptedExternal), nameof(Verified.ByAcceptedKey), nameof(Verified.ByAuthority),
        nameof(Verified.ByBidi), nameof(Verified.ByCertificate), nameof(Verified.WithoutDiallingBack),
    ];

    // RFC 6120 6.4.6; XEP-0220 2.1.1 step 4; XEP-0220 2.1.2 step 3; XEP-0288 2.2; XEP-0178 3 step 11a; XEP-0344 2.4.
    private static readonly string[] Callers =
    [
        "InitiatingStream.Choose: ByAcceptedExternal",
        "InitiatingStream.Answered: ByAcceptedKey", "Sharing.Answered: ByAcceptedKey",
        "DialbackDesk.Credit: ByAuthority",
        "Bidirectional.Inverses: ByBidi",
        "SaslDesk.Decide: ByCertificate", "DialbackDesk.Piggyback: WithoutDiallingBack",
    ];

    // It stands in for the receiving machine where a recording is judged; nothing is sent or delivered there.
    private static readonly string[] CallersInTheTestbed =
        ["RecordedReceiver.Answered: ByAuthority", "RecordedReceiver.After: ByCertificate"];

    [Fact]
    public void There_are_six_means_of_proof() =>
        Assert.Equal(
            Factories,
            typeof(Verified).GetMethods().Where(m => m.IsStatic && m.ReturnType == typeof(Verified))
                .Select(m => m.Name).Order(StringComparer.Ordinal));

    [Fact]
    public void Nobody_else_can_make_one()
    {
        Assert.True(typeof(Verified).IsSealed);
        Assert.Empty(typeof(Verified).GetConstructors());
        Assert.Equal(Factories, CallsTo(Assemblies.Implementation, ".ctor").Select(c => c.Split('.')[1].Split(':')[0]));
    }

    [Fact]
    public void Each_is_called_where_its_evidence_comes_in() =>
        Assert.Equal(Callers, Factories.SelectMany(f => CallsTo(Assemblies.Implementation, f)));

    [Fact]
    public void The_testbed_makes_proofs_only_to_judge_recordings() =>
        Assert.Equal(CallersInTheTestbed, Factories.SelectMany(f => CallsTo(Assemblies.Testbed, f)));

    private static IEnumerable<string> CallsTo(ModuleDefinition module, string method) =>
        Uses.Of(Assemblies.Written(module))
            .Where(u => u.Target is MethodReference called && called.Name == method
                && called.DeclaringType.FullName == typeof(Verified).FullName)
            .Select(u => $"{u.Place}: {method}").Distinct().Order(StringComparer.Ordinal);
}
