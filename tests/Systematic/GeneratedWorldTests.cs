using FsCheck.Xunit;

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
}
