using System.Net;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class OptionsTests
{
    private static readonly Domain A = Domain.Parse("a.example");
    private static readonly Domain B = Domain.Parse("b.example");

    [Fact]
    public void Plain_options_are_accepted() => Accept(Options());

    [Fact]
    public void A_server_without_certificate_may_still_dial() => Accept(Options() with { Certificate = null });

    [Fact]
    public void A_federation_serves_some_domain() => Refuse(Options() with { Domains = [] }, "Domains is empty");

    [Fact]
    public void A_domain_is_served_once() => Refuse(Options() with { Domains = [A, A] }, "twice");

    [Fact]
    public void A_default_domain_is_none() => Refuse(Options() with { Domains = [default] }, "default Domain");

    [Theory]
    [InlineData(TlsPolicy.Disabled, SaslPolicy.Required, DialbackPolicy.Always, "EXTERNAL needs TLS")]
    [InlineData(TlsPolicy.Optional, SaslPolicy.Disabled, DialbackPolicy.Never, "no way to authenticate")]
    [InlineData(TlsPolicy.Disabled, SaslPolicy.Optional, DialbackPolicy.TlsOnly, "in clear only")]
    [InlineData(TlsPolicy.Disabled, SaslPolicy.Disabled, DialbackPolicy.TlsValidCertOnly, "in clear only")]
    [InlineData(TlsPolicy.Disabled, SaslPolicy.Optional, DialbackPolicy.Never, "in clear only")]
    public void A_policy_that_can_authenticate_nobody_is_refused(
        TlsPolicy tls, SaslPolicy sasl, DialbackPolicy dialback, string why)
    {
        var policy = new Policy { Tls = tls, Sasl = sasl, Dialback = dialback };
        Refuse(Options() with { Policy = policy }, why);
        Refuse(Options() with { PolicyFor = new Dictionary<Domain, Policy> { [B] = policy } }, why);
    }

    [Theory]
    [InlineData(SaslPolicy.Required, DialbackPolicy.Always)]
    [InlineData(SaslPolicy.Optional, DialbackPolicy.Never)]
    public void A_policy_that_needs_a_certificate_is_refused_without_one(SaslPolicy sasl, DialbackPolicy dialback)
    {
        var policy = new Policy { Sasl = sasl, Dialback = dialback };
        Accept(Options() with { Policy = policy });
        Refuse(Options() with { Policy = policy, Certificate = null }, "without a certificate");
    }

    [Fact]
    public void Who_demands_direct_TLS_of_everybody_listens_for_it()
    {
        var usual = new ListenEndpoint(new IPEndPoint(IPAddress.Loopback, 0), DirectTls: false);
        var direct = Options() with { Policy = new Policy { Tls = TlsPolicy.DirectOnly } };
        Refuse(direct with { Listen = [usual] }, "no endpoint of Listen has direct TLS");
        Accept(direct);
        Accept(direct with { Listen = [usual, usual with { DirectTls = true }] });
        Accept(direct with { Listen = [usual], PolicyFor = new Dictionary<Domain, Policy> { [B] = Policy.Default } });
    }

    [Fact]
    public void Certificates_of_single_domains_cover_all_of_them()
    {
        var certificate = Authority.Ours.Issue("a.example");
        var some = Options() with
        {
            Domains = [A, B],
            Certificate = null,
            Certificates = new Dictionary<Domain, X509Certificate2> { [A] = certificate },
        };
        Refuse(some, "none for 'b.example'");
        Accept(some with { Certificate = certificate });
        Refuse(some with { Domains = [B], Certificate = certificate }, "which Domains does not");
    }

    [Fact]
    public void A_certificate_needs_its_key() =>
        Refuse(Options() with { Certificate = Authority.Ours.Roots[0] }, "no private key");

    [Fact]
    public void A_secret_is_long_enough_to_be_one() =>
        Refuse(Options() with { DialbackSecret = new byte[15] }, "16 bytes");

    [Fact]
    public void Direct_TLS_is_listened_for_with_a_certificate_only()
    {
        var direct = Options() with { Listen = [new(new IPEndPoint(IPAddress.Loopback, 0), DirectTls: true)] };
        Accept(direct);
        Refuse(direct with { Certificate = null }, "direct TLS");
    }

    [Theory]
    [InlineData("b.example", 0)]
    [InlineData("b.example", 65536)]
    [InlineData("", 5269)]
    public void A_static_target_is_a_place(string host, int port) => Refuse(
        Options() with
        {
            StaticTargets = new Dictionary<Domain, IReadOnlyList<StaticTarget>> { [B] = [new(host, port)] },
        },
        "StaticTargets");

    [Fact]
    public void The_limit_of_stanzas_is_set_but_not_below_what_everybody_may_send()
    {
        // RFC 6120 13.12 item 4: the maximum "MUST NOT be smaller than 10000 bytes".
        Refuse(Options() with { StanzaBytesMax = 9_999 }, "StanzaBytesMax");
        Accept(Options() with { StanzaBytesMax = 10_000 });
    }

    [Fact]
    public void Who_may_connect_is_limited_but_not_to_nobody()
    {
        // RFC 6120 13.12 items 1 and 2: administrators limit connections and attempts of an address.
        Accept(Options() with { StreamsMax = 10, StreamsPerAddressMax = 1, AttemptsPerMinuteMax = 1 });
        Refuse(Options() with { StreamsMax = 9 }, "StreamsMax");
        Refuse(Options() with { StreamsPerAddressMax = 0 }, "StreamsPerAddressMax");
        Refuse(Options() with { AttemptsPerMinuteMax = 0 }, "AttemptsPerMinuteMax");
    }

    private static FederationOptions Options() =>
        new() { Domains = [A], Certificate = Authority.Ours.Issue("a.example") };

    private static void Accept(FederationOptions options) => Assert.NotNull(new XmppFederation(options));

    private static void Refuse(FederationOptions options, string why)
    {
        var refused = Assert.Throws<ArgumentException>(() => new XmppFederation(options));
        Assert.Contains(why, refused.Message, StringComparison.Ordinal);
        Assert.Equal("options", refused.ParamName);
    }
}
