using System.Collections.ObjectModel;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Evidence;
using static Xmpp.Federation.Contracts.Tests.Authority;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class CertificateFactsTests
{
    [Fact]
    public void A_certificate_of_a_trusted_authority_has_no_problem_in_either_role()
    {
        // RFC 5280 4.2.1.12: without the extension the purpose is not restricted.
        using var certificate = Ours.Issue("a.example");
        Assert.Equal(CertificateProblem.None, ProblemOf(certificate, PeerRole.Server));
        Assert.Equal(CertificateProblem.None, ProblemOf(certificate, PeerRole.Client));
    }

    [Fact]
    public void A_certificate_is_valid_from_its_first_to_its_last_moment_only()
    {
        using var expired = Ours.Issue("a.example", until: Now.AddDays(-1));
        using var early = Ours.Issue("a.example", from: Now.AddDays(1));
        Assert.Equal(CertificateProblem.Expired, ProblemOf(expired, PeerRole.Server));
        Assert.Equal(CertificateProblem.Expired, ProblemOf(early, PeerRole.Server));
    }

    [Fact]
    public void Who_vouches_for_himself_is_self_signed()
    {
        using var certificate = SelfSigned("a.example");
        Assert.Equal(CertificateProblem.SelfSigned, ProblemOf(certificate, PeerRole.Server));
    }

    [Fact]
    public void Who_is_vouched_for_by_a_stranger_has_an_unknown_authority_even_if_the_stranger_comes_along()
    {
        using var certificate = Theirs.Issue("a.example");
        Assert.Equal(CertificateProblem.UnknownAuthority, ProblemOf(certificate, PeerRole.Server));
        Assert.Equal(
            CertificateProblem.UnknownAuthority, ProblemOf(certificate, PeerRole.Server, sent: Theirs.Certificate));
    }

    [Fact]
    public void An_issuer_between_root_and_certificate_must_come_along()
    {
        var between = Ours.Intermediate("Between");
        using var certificate = between.Issue("a.example");
        Assert.Equal(CertificateProblem.None, ProblemOf(certificate, PeerRole.Client, sent: between.Certificate));
        Assert.Equal(CertificateProblem.UnknownAuthority, ProblemOf(certificate, PeerRole.Client));
    }

    [Theory]
    [InlineData(ServerPurpose, "None", "WrongPurpose")]
    [InlineData(ClientPurpose, "WrongPurpose", "None")]
    // RFC 5280 4.2.1.12: applications "MAY reject certificates that include the anyExtendedKeyUsage OID but not the
    // particular OID expected".
    [InlineData(AnyPurpose, "WrongPurpose", "WrongPurpose")]
    [InlineData("1.3.6.1.5.5.7.3.4", "WrongPurpose", "WrongPurpose")]
    public void A_purpose_must_cover_the_role_in_which_the_certificate_is_presented(
        string purpose, string asServer, string asClient)
    {
        using var certificate = Ours.Issue("a.example", purposes: purpose);
        Assert.Equal(asServer, ProblemOf(certificate, PeerRole.Server).ToString());
        Assert.Equal(asClient, ProblemOf(certificate, PeerRole.Client).ToString());
    }

    [Fact]
    public void The_purpose_of_servers_suffices_for_clients_where_that_is_configured()
    {
        using var servers = Ours.Issue("a.example", purposes: ServerPurpose);
        using var clients = Ours.Issue("a.example", purposes: ClientPurpose);
        using var expired = Ours.Issue("a.example", until: Now.AddDays(-1), purposes: ServerPurpose);
        var liberal = OfAll(new CertificateTrust { Roots = Ours.Roots, AcceptServerPurposeFromClients = true });
        Assert.Equal(CertificateProblem.None, CertificateFacts.Of(new CertificatePath(servers, [], PeerRole.Client, Now), liberal).Problem);
        Assert.Equal(
            CertificateProblem.WrongPurpose, CertificateFacts.Of(new CertificatePath(clients, [], PeerRole.Server, Now), liberal).Problem);
        Assert.Equal(
            CertificateProblem.Expired, CertificateFacts.Of(new CertificatePath(expired, [], PeerRole.Client, Now), liberal).Problem);
    }

    [Fact]
    public void The_certificate_of_an_authority_is_none_of_a_server()
    {
        // RFC 6120 13.7.1.1: it "MUST NOT contain a basicConstraints extension with the cA boolean set to TRUE".
        var between = Ours.Intermediate("a.example");
        Assert.Equal(CertificateProblem.Other, ProblemOf(between.Certificate, PeerRole.Server));
    }

    [Fact]
    public void A_signature_that_does_not_fit_is_a_problem()
    {
        using var certificate = Ours.Issue("a.example");
        var der = certificate.RawData;
        der[^1] ^= 1;
        using var forged = X509CertificateLoader.LoadCertificate(der);
        Assert.NotEqual(CertificateProblem.None, ProblemOf(forged, PeerRole.Server));
    }

    [Fact]
    public void All_names_of_XMPP_servers_are_read_in_their_order_and_no_others()
    {
        // RFC 6120 13.7.1.2.1: DNS-ID and SRV-ID; 13.7.1.4: XmppAddr. RFC 6125 6.5.1: the service in any case.
        using var certificate = Ours.Issue(new Names()
            .Mail("x@a.example").Dns("a.example").Dns("*.b.example").Foreign("evil.example")
            .Srv("_XMPP-Server.c.example").Srv("_xmpp-client.evil.example").Srv("_xmpps-server.evil.example")
            .Xmpp("d.example"));
        PresentedName[] expected =
        [
            new(PresentedNameKind.DnsId, "a.example"), new(PresentedNameKind.DnsId, "*.b.example"),
            new(PresentedNameKind.SrvId, "c.example"), new(PresentedNameKind.XmppAddr, "d.example"),
        ];
        Assert.Equal(expected, CertificateFacts.Of(new CertificatePath(certificate, [], PeerRole.Server, Now), OurTrust).Names);
    }

    [Fact]
    public void The_common_name_proves_nothing_unless_a_trust_says_so()
    {
        using var certificate = Ours.Issue("a.example");
        var facts = CertificateFacts.Of(new CertificatePath(certificate, [], PeerRole.Server, Now), OurTrust);
        Assert.Equal(CertificateVerdict.Valid, facts.VerdictFor(Domain.Parse("a.example")));
        Assert.Equal(CertificateVerdict.WrongName, facts.VerdictFor(Domain.Parse("common-name.example")));
    }

    [Fact]
    public void Names_that_are_no_DER_are_no_names()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=x", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(new X509Extension("2.5.29.17", [0x30, 0x7f, 0x82, 0x01], critical: false));
        using var certificate = request.CreateSelfSigned(Now.AddDays(-1), Now.AddDays(1));
        Assert.Empty(CertificateFacts.Of(new CertificatePath(certificate, [], PeerRole.Server, Now), OurTrust).Names);
    }

    private static Trust OurTrust => OfAll(new CertificateTrust { Roots = Ours.Roots });

    private static Trust OfAll(CertificateTrust trust) => new(trust, ReadOnlyDictionary<Domain, CertificateTrust>.Empty);

    private static CertificateProblem ProblemOf(
        X509Certificate2 certificate, PeerRole role, params X509Certificate2[] sent) =>
        CertificateFacts.Of(new CertificatePath(certificate, [.. sent], role, Now), OurTrust).Problem;
}
