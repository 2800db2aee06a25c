namespace Xmpp.Federation.Core.Tests;

/// <summary>What an operator is told that would have to change.</summary>
public sealed class RemedyTests
{
    [Theory]
    [MemberData(nameof(EveryFlavour))]
    public void Every_flavour_has_a_remedy_that_is_a_sentence(Flavour flavour)
    {
        var remedy = ReasonOf(flavour, "x", null).Remedy;

        Assert.True(char.IsUpper(remedy[0]) && remedy.EndsWith('.'), remedy);
    }

    [Theory]
    [MemberData(nameof(EveryField))]
    public void Every_field_of_the_policy_that_stands_in_the_way_is_named_in_its_remedy(string field) =>
        Assert.Contains(field, ReasonOf(Flavour.A2, "not-authorized", field).Remedy, StringComparison.Ordinal);

    [Theory]
    [InlineData(Flavour.D2, "remote-server-timeout", null, "make this domain reachable")]
    [InlineData(Flavour.D2, "item-not-found", null, "does not serve this domain")]
    [InlineData(Flavour.H5, "host-unknown", null, "does not serve this domain")]
    [InlineData(Flavour.A1, "not-authorized", null, "this server's certificate")]
    [InlineData(Flavour.A1, "not-authorized", nameof(Policy.Sasl), "Sasl is Required here")]
    [InlineData(Flavour.F1, "starttls-required", nameof(Policy.Tls), "set Tls to Optional or Required here")]
    [InlineData(Flavour.D1, "invalid", null, "DialbackSecret")]
    public void A_remedy_says_who_has_to_change_what(Flavour flavour, string condition, string? field, string said) =>
        Assert.Contains(said, ReasonOf(flavour, condition, field).Remedy, StringComparison.Ordinal);

    [Fact]
    public void Of_a_chain_the_last_refusal_is_to_be_mended() =>
        Assert.Equal(
            ReasonOf(Flavour.D1, "invalid", null).Remedy,
            ReasonChain.Empty.Add(ReasonOf(Flavour.A1, "x", null)).Add(ReasonOf(Flavour.D1, "invalid", null)).Remedy);

    public static TheoryData<Flavour> EveryFlavour() => [.. Enum.GetValues<Flavour>()];

    public static TheoryData<string> EveryField() => [.. typeof(Policy).GetProperties()
        .Where(p => p.CanWrite && !NeverInTheWay.Contains(p.Name)).Select(p => p.Name)];

    // What only adds a way can forbid none.
    private static readonly string[] NeverInTheWay =
    [
        nameof(Policy.TryTlsUnadvertised), nameof(Policy.AllowTargetMultiplexing), nameof(Policy.AllowMultiplexingOnSasl),
        nameof(Policy.OfferBidi),
    ];

    private static Reason ReasonOf(Flavour flavour, string condition, string? field) =>
        new("b.example:5269", "STARTTLS + EXTERNAL", flavour, condition, null, field);
}
