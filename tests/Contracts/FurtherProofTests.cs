using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>The port for further proofs of identity (RFC 7673, RFC 7711), between two federations on loopback.</summary>
public sealed class FurtherProofTests
{
    private static readonly Policy Lenient = new()
    {
        Tls = TlsPolicy.Optional,
        Dialback = DialbackPolicy.Always,
        StrictCertificates = false,
        PlainAfterTlsFailure = true,
    };

    [Fact]
    public async Task A_secure_proof_stands_in_for_an_authority_that_nobody_knows()
    {
        var certificate = Authority.SelfSigned("b.example");
        await using var servers = new Servers();
        var a = await StartAsync(servers, new Policy { Sasl = SaslPolicy.Required }, Published(certificate));
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { Certificate = certificate });
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        Assert.Equal("EXTERNAL", (await b.NextAsync()).Means);
    }

    [Fact]
    public async Task A_certificate_that_is_not_the_published_one_ends_the_attempt_however_lenient_the_policy()
    {
        // INV-24. The path of what is presented is sound, and does not count.
        await using var servers = new Servers();
        var a = await StartAsync(servers, Lenient, Published(Authority.SelfSigned("b.example")));
        await servers.StartAsync("b.example", Lenient);
        var reason = Assert.Single(await ReasonsAsync(a));
        Assert.Equal((Flavour.T3, "certificate-mismatched", null), (reason.Flavour, reason.Condition, reason.PolicyBit));
    }

    [Fact]
    public async Task Where_a_proof_is_published_nothing_is_tried_in_clear()
    {
        // RFC 7673 3.4: TLS is a must.
        await using var servers = new Servers();
        var a = await StartAsync(servers, Lenient, Published(Authority.SelfSigned("b.example")));
        await servers.StartAsync("b.example", Lenient, new Servers.Setup { WithoutCertificate = true });
        Assert.Equal(Flavour.S1, Assert.Single(await ReasonsAsync(a)).Flavour);
    }

    [Fact]
    public async Task What_is_bogus_ends_the_search_before_anybody_is_dialled()
    {
        await using var servers = new Servers();
        var a = await StartAsync(servers, Lenient, new IdentityProof.Bogus("the signature has expired"));
        await servers.StartAsync("b.example", Lenient);
        var reason = Assert.Single(await ReasonsAsync(a));
        Assert.Equal(
            (Flavour.T3, "certificate-bogus", "the signature has expired"), (reason.Flavour, reason.Condition, reason.Text));
    }

    [Fact]
    public async Task A_proof_that_cannot_be_looked_for_ends_the_search()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync(
            "a.example", Lenient, new Servers.Setup { FindProof = _ => throw new InvalidOperationException("no resolver") });
        await servers.StartAsync("b.example", Lenient);
        Assert.Equal(Flavour.N1, Assert.Single(await ReasonsAsync(a)).Flavour);
    }

    private static IdentityProof.Secure Published(X509Certificate2 certificate)
    {
        var expected = certificate.RawData;
        return new(presented => presented.RawDataMemory.Span.SequenceEqual(expected));
    }

    private static Task<Server> StartAsync(Servers servers, Policy policy, IdentityProof proof) => servers.StartAsync(
        "a.example", policy,
        new Servers.Setup { FindProof = domain => Task.FromResult(domain.Name == "b.example" ? proof : new IdentityProof.Absent()) });

    private static async Task<IReadOnlyList<Reason>> ReasonsAsync(Server a) =>
        Assert.IsType<StanzaFate.Returned>(await a.SendAsync("a.example", "b.example")).Reasons.Reasons;
}
