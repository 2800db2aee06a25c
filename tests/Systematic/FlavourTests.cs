using System.Text;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// What the negotiator makes of each flavour of refusal: the outcome, and the chain of reasons that an operator
/// reads. The first policy is the default; the second is the most lenient there is, of both servers.
/// </summary>
[Collection(Alone.Name)]
public sealed class FlavourTests
{
    private const int Schedules = 60;

    private const string Lenient =
        "'tls':'optional','dialback':'always','strictCertificates':false,'plainAfterTlsFailure':true";

    public static TheoryData<string, object, string> ByDefault => new()
    {
        { "N1", Proof.None, "N1:no such name" },
        { "N2", Proof.None, "N2:connection refused" },
        { "N3", Proof.None, "N3:end of connection" },
        { "N4", Proof.None, "N4:header-timeout" },
        { "T1", Proof.None, "T1:handshake failure" },
        { "T2", Proof.None, "T1:clear text, T2:bytes behind <proceed/>" },
        { "T3", Proof.None, "T3:certificate-expired" },
        { "S1", Proof.None, "S1:starttls-failure" },
        { "S2", Proof.None, "S1:starttls-failure" },
        { "S3", Proof.None, "S3:starttls-timeout" },
        { "H1", Proof.None, "H1:host-unknown" },
        { "H2", Proof.None, "H2:host-unknown" },
        { "H3", Proof.None, "H3:no-version" },
        { "H4", Proof.None, "H4:invalid-from" },
        { "H5", Proof.None, "H5:policy-violation" },
        { "F1", Proof.Dialback, "" },
        { "F2", Proof.None, "S1:starttls-failure" },
        { "F3", Proof.None, "F3:features-timeout" },
        { "F4", Proof.Dialback, "" },
        { "A1", Proof.Dialback, "A1:not-authorized" },
        { "A2", Proof.Dialback, "A1:not-authorized, A2:stream closed" },
        { "A3", Proof.Dialback, "A3:not-authorized" },
        { "A4", Proof.Dialback, "A4:end of connection" },
        { "A5", Proof.Dialback, "A5:aborted" },
        { "D1", Proof.None, "D1:invalid" },
        { "D2", Proof.None, "D2:remote-connection-failed" },
        { "D3", Proof.None, "D3:remote-connection-failed" },
        { "D4", Proof.None, "D4:dialback-timeout" },
        { "D5", Proof.External, "" },
        { "E1", Proof.None, "E1:see-other-host" },
        { "E2", Proof.External, "" },
        { "E3", Proof.Dialback, "E3:unsupported-stanza-type" },
        { "E4", Proof.None, "E4:stream closed" },
    };

    public static TheoryData<string, object, string> ByLeniency => new()
    {
        { "T1", Proof.None, "F1:starttls-required, T1:handshake failure" },
        { "T3", Proof.Dialback, "" },
        { "S1", Proof.None, "F1:starttls-required, S1:starttls-failure" },
        { "H3", Proof.Dialback, "" },
        { "F2", Proof.Dialback, "" },
    };

    [Theory]
    [MemberData(nameof(ByDefault))]
    public void A_flavour_of_refusal_has_its_outcome_and_its_reasons(string flavour, object outcome, string reasons) =>
        AssertOutcome("", flavour, outcome, reasons);

    [Theory]
    [MemberData(nameof(ByLeniency))]
    public void A_lenient_policy_goes_further_down_the_lattice(string flavour, object outcome, string reasons) =>
        AssertOutcome(Lenient, flavour, outcome, reasons);

    [Fact]
    public void Every_flavour_is_in_the_table() =>
        Assert.Equal(Flavours.All.Select(f => f.Name), ByDefault.Select(row => row.Data.Item1));

    [Fact]
    public void Every_flavour_has_its_row_among_the_requirements() => Assert.Equal(
        Flavours.All.Select(f => f.Name),
        File.ReadLines(Path.Combine(Explored.Repository, "tests", "Requirements", "flavours.md"))
            .Where(l => l.StartsWith("| ", StringComparison.Ordinal)).Skip(1).Select(l => l.Split(' ')[1]));

    private static void AssertOutcome(string policy, string flavour, object outcome, string reasons)
    {
        var separator = policy.Length > 0 ? "," : "";
        var peer = $"{{{policy}{separator}'peer':{{'flavours':['{flavour}']}}}}";
        var send = "[{'from':'a.example','to':'b.example','stanzas':2}]";
        var json = $"{{'servers':{{'a.example':{{{policy}}},'b.example':{peer}}},'send':{send}}}".Replace('\'', '"');
        var world = WorldFile.Parse("test", Encoding.UTF8.GetBytes(json)).Value!;

        var report = new Simulator().Simulate(world, Schedules, Explored.Effort);

        Assert.Empty(report.Violations);
        var pair = Assert.Single(report.Pairs);
        Assert.Equal((outcome, outcome, reasons), (pair.Outcome, pair.ReceiverOutcome, string.Join(", ", pair.Reasons)));
        Assert.Equal(outcome is Proof.None ? 2 * Schedules : 0, pair.Bounced);
    }
}
