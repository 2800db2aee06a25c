using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;

namespace Xmpp.Federation.Core.Tests;

/// <summary>INV-15: domains are compared by equality after normalisation, and by nothing else.</summary>
public sealed class DomainTests
{
    [Theory]
    [InlineData("EXAMPLE.org", "example.org")]
    [InlineData("example.org.", "example.org")]
    [InlineData("bücher.example", "xn--bcher-kva.example")]
    [InlineData("BÜCHER.example", "xn--bcher-kva.example")]
    [InlineData("localhost", "localhost")]
    public void A_domain_has_one_normal_form(string written, string normal) =>
        Assert.Equal(normal, Domain.Parse(written).Name);

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("a b")]
    [InlineData("a..b")]
    [InlineData("-a.example")]
    [InlineData("a-.example")]
    [InlineData("user@example.org")]
    [InlineData("example.org/resource")]
    [InlineData("exa_mple.org")]
    [InlineData("example.org:5269")]
    public void What_is_no_domainpart_is_refused(string text)
    {
        Assert.False(Domain.TryParse(text, out _));
        Assert.Throws<FormatException>(() => Domain.Parse(text));
    }

    [Fact]
    public void A_label_of_64_characters_is_refused() => Assert.False(Domain.TryParse(new string('a', 64) + ".example", out _));

    [Property]
    public Property Normalising_twice_changes_nothing(NonNull<string> text) =>
        (!Domain.TryParse(text.Get, out var domain) || Domain.Parse(domain.Name) == domain).ToProperty();

    [Theory]
    [InlineData("juliet@capulet.example/balcony", "capulet.example")]
    [InlineData("capulet.example", "capulet.example")]
    [InlineData("capulet.example/a@b", "capulet.example")]
    public void The_domain_of_an_address_stands_between_at_and_slash(string address, string domain)
    {
        Assert.True(Address.TryGetDomain(address, out var found));
        Assert.Equal(domain, found.Name);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("@capulet.example")]
    [InlineData("juliet@")]
    [InlineData("capulet.example/")]
    public void What_is_no_address_has_no_domain(string? address) => Assert.False(Address.TryGetDomain(address, out _));
}
