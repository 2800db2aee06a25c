using System.Text;
using FsCheck.Xunit;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// Any two policies, any peer, any fault: the properties hold, whatever the schedule. FsCheck generates what the
/// servers do, and each engine in turn decides the order in which it happens.
/// </summary>
[Collection(Alone.Name)]
public sealed class GeneratedWorldTests(CoyoteFixture coyote) : IClassFixture<CoyoteFixture>
{
    [Property(Arbitrary = [typeof(FaultyWorlds)], MaxTest = 3_000)]
    public void Whatever_goes_wrong_every_property_holds(GeneratedWorld generated) =>
        Sought.Cooperatively(generated.World);

    [Property(Arbitrary = [typeof(FaultyWorlds)], MaxTest = 150)]
    public void Whatever_goes_wrong_every_property_holds_under_Coyote(GeneratedWorld generated) =>
        Sought.UnderCoyote(coyote.Child, generated.World);

    [Property(Arbitrary = [typeof(FaultlessWorlds)], MaxTest = 2_000)]
    public void Where_nothing_goes_wrong_there_is_one_outcome_and_both_ends_agree(GeneratedWorld generated) =>
        Sought.Cooperatively(generated.World);

    // Found by `fuzz --seed 7`, case 25,266: a success replaces the stream on which dialback had been asked for (RFC 6120 4.3.3).
    [Fact]
    public void A_request_on_a_stream_that_success_replaces_waits_for_no_answer() => Sought.Cooperatively(
        WorldFile.Parse("test", Encoding.UTF8.GetBytes(
            """
            {"servers":{"a.example":{},"b.example":{"peer":{"changes":[{"at":"ready","how":"precede","what":"key"}],
             "calls":[{"to":"a.example"}]}}},"send":[{"from":"a.example","to":"b.example"}]}
            """)).Value!,
        schedules: 2_000);

    // Found by `fuzz --seed 2611`, case 91,845: so does TLS, where a key was sent in clear just before (RFC 6120 5.4.3.3).
    [Fact]
    public void A_request_on_a_stream_that_TLS_replaces_waits_for_no_answer() => Sought.Cooperatively(
        WorldFile.Parse("test", Encoding.UTF8.GetBytes(
            """
            {"servers":{"a.example":{"tls":"optional","dialback":"always"},
             "b.example":{"peer":{"changes":[{"at":"dialled","how":"follow","what":"keyElsewhere"}],
             "calls":[{"to":"a.example","proof":"dialback"}]}}}}
            """)).Value!,
        schedules: 2_000);
}
