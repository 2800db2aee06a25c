using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Evidence;
using static Xmpp.Federation.Contracts.Tests.Authority;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Whom a certificate proves under public roots, a private authority, a pin, the Common Name, revocation.</summary>
public sealed class TrustTests
{
    private static readonly Domain A = Domain.Parse("a.example");
    private static readonly Domain B = Domain.Parse("b.example");

    [Fact]
    public void A_private_authority_counts_for_its_domain_and_for_no_other()
    {
        using var a = Theirs.Issue("a.example");
        using var b = Theirs.Issue("b.example");
        var trust = With(new CertificateTrust { Roots = Theirs.Roots });
        Assert.Equal(CertificateVerdict.Valid, FactsOf(a, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.UnknownAuthority, FactsOf(b, trust).VerdictFor(B));
        // It vouches for no other domain in the same certificate either.
        using var both = Theirs.Issue(new Names().Dns("a.example").Dns("b.example"));
        Assert.Equal(CertificateVerdict.Valid, FactsOf(both, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.UnknownAuthority, FactsOf(both, trust).VerdictFor(B));
    }

    [Fact]
    public void Where_a_domain_has_a_trust_of_its_own_the_usual_one_does_not_count()
    {
        using var usual = Ours.Issue("a.example");
        Assert.Equal(
            CertificateVerdict.UnknownAuthority, FactsOf(usual, With(new CertificateTrust { Roots = Theirs.Roots })).VerdictFor(A));
    }

    [Fact]
    public void A_pinned_certificate_is_believed_for_its_domain_whoever_issued_it_and_whatever_it_names()
    {
        // RFC 6125 6.6.1: who pinned the certificate has matched its identity by hand.
        using var pinned = SelfSigned("other.example");
        using var another = SelfSigned("a.example");
        using var vouchedFor = Ours.Issue("a.example");
        var trust = With(new CertificateTrust { Pinned = [pinned] });
        Assert.Equal(CertificateVerdict.Valid, FactsOf(pinned, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.SelfSigned, FactsOf(pinned, trust).VerdictFor(B));
        Assert.Equal(CertificateVerdict.SelfSigned, FactsOf(another, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.UnknownAuthority, FactsOf(vouchedFor, trust).VerdictFor(A));
    }

    [Fact]
    public void Beside_a_pin_roots_count_where_they_are_named()
    {
        using var pinned = SelfSigned("a.example");
        using var vouchedFor = Ours.Issue("a.example");
        var trust = With(new CertificateTrust { Pinned = [pinned], Roots = Ours.Roots });
        Assert.Equal(CertificateVerdict.Valid, FactsOf(pinned, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.Valid, FactsOf(vouchedFor, trust).VerdictFor(A));
    }

    [Fact]
    public void A_pinned_certificate_expires_like_any_other()
    {
        using var pinned = Theirs.Issue("a.example", until: Now.AddDays(-1));
        Assert.Equal(CertificateVerdict.Expired, FactsOf(pinned, With(new CertificateTrust { Pinned = [pinned] })).VerdictFor(A));
    }

    [Fact]
    public void The_common_name_is_a_last_resort_where_a_trust_says_so()
    {
        // RFC 6125 6.4.4: only where the certificate carries no other name of a server.
        using var bare = Ours.Bare("a.example");
        using var named = Ours.Issue("b.example");
        var trust = With(new CertificateTrust { Roots = Ours.Roots, AcceptCommonName = true });
        Assert.Equal(CertificateVerdict.Valid, FactsOf(bare, trust).VerdictFor(A));
        Assert.Equal(CertificateVerdict.WrongName, FactsOf(bare, With(new CertificateTrust { Roots = Ours.Roots })).VerdictFor(A));
        var common = Domain.Parse("common-name.example");
        Assert.Equal(
            CertificateVerdict.WrongName,
            FactsOf(named, new Trust(new CertificateTrust { Roots = Ours.Roots, AcceptCommonName = true }, Nobody)).VerdictFor(common));
    }

    [Theory]
    [InlineData(RevocationChecks.None, false, "Valid")]
    [InlineData(RevocationChecks.WhereKnown, false, "Valid")]
    [InlineData(RevocationChecks.Required, false, "Valid")]
    [InlineData(RevocationChecks.None, true, "Valid")]
    [InlineData(RevocationChecks.WhereKnown, true, "Revoked")]
    [InlineData(RevocationChecks.Required, true, "Revoked")]
    public void A_revoked_certificate_is_found_out_where_somebody_asks(RevocationChecks checks, bool revoked, string verdict)
    {
        var authority = Root("Revoking");
        using var list = new RevocationList();
        using var certificate = authority.Issue("a.example", list.Address);
        list.Publish(authority, revoked ? certificate : null);
        Assert.Equal(verdict, UnderRevocation(certificate, authority, checks).ToString());
    }

    [Theory]
    [InlineData(RevocationChecks.WhereKnown, "Valid")]
    [InlineData(RevocationChecks.Required, "RevocationUnknown")]
    public void Where_nobody_knows_of_revoked_certificates_the_policy_decides(RevocationChecks checks, string verdict)
    {
        var authority = Root("Silent");
        using var certificate = authority.Issue("a.example");
        Assert.Equal(verdict, UnderRevocation(certificate, authority, checks).ToString());
    }

    [Fact]
    public async Task A_pin_of_one_partner_leads_to_EXTERNAL_with_a_certificate_that_nobody_vouches_for()
    {
        await using var servers = new Servers();
        var certificate = SelfSigned("b.example");
        var a = await servers.StartAsync("a.example", new Policy { Sasl = SaslPolicy.Required }, new Servers.Setup
        {
            TrustFor = new Dictionary<Domain, CertificateTrust> { [B] = new() { Pinned = [certificate] } },
        });
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { Certificate = certificate });
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        Assert.Equal("EXTERNAL", (await b.NextAsync()).Means);
        Assert.IsType<StanzaFate.Written>(await b.SendAsync("b.example", "a.example"));
        Assert.Equal("EXTERNAL", (await a.NextAsync()).Means);
    }

    private static CertificateVerdict UnderRevocation(X509Certificate2 certificate, Authority authority, RevocationChecks checks) =>
        FactsOf(certificate, With(new CertificateTrust { Roots = authority.Roots, Revocation = checks })).VerdictFor(A);

    private static Dictionary<Domain, CertificateTrust> Nobody => [];

    private static Trust With(CertificateTrust ofA) =>
        new(new CertificateTrust { Roots = Ours.Roots }, new Dictionary<Domain, CertificateTrust> { [A] = ofA });

    private static PeerCertificate FactsOf(X509Certificate2 certificate, Trust trust) =>
        CertificateFacts.Of(new CertificatePath(certificate, [], PeerRole.Server, Now), trust);
}
