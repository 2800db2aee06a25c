using System.Net;
using System.Net.Sockets;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Real servers on loopback that do not come together, and what the sender of a stanza learns.</summary>
public sealed class RefusalTests
{
    private static readonly Policy Clear =
        new() { Tls = TlsPolicy.Disabled, Sasl = SaslPolicy.Disabled, Dialback = DialbackPolicy.Always };

    [Fact]
    public async Task Required_TLS_does_not_come_together_with_disabled_TLS()
    {
        // INV-17, RFC 6120 10.4.3: no stream could be negotiated.
        await using var servers = new Servers();
        var strict = await servers.StartAsync("a.example", new Policy { TryTlsUnadvertised = false });
        await servers.StartAsync("b.example", Clear);
        var reason = await RefusedAsync(strict, "a.example", "b.example", Flavour.F2);
        Assert.Equal("STARTTLS + EXTERNAL", reason.Method);
        Assert.Equal(nameof(Policy.Tls), reason.PolicyBit);
    }

    [Fact]
    public async Task Disabled_TLS_does_not_come_together_with_required_TLS()
    {
        await using var servers = new Servers();
        await servers.StartAsync("a.example", Policy.Default);
        var clear = await servers.StartAsync("b.example", Clear);
        await RefusedAsync(clear, "b.example", "a.example", Flavour.F1);
    }

    [Fact]
    public async Task The_expired_certificate_of_a_peer_ends_the_attempt()
    {
        // RFC 6120 13.7.2: a certificate that does not validate ends the session.
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var expired = Authority.Ours.Issue("b.example", until: Authority.Now.AddDays(-1));
        await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { Certificate = expired });
        var reason = await RefusedAsync(a, "a.example", "b.example", Flavour.T3);
        Assert.Equal("certificate-expired", reason.Condition);
        Assert.Equal(nameof(Policy.StrictCertificates), reason.PolicyBit);
    }

    [Theory]
    [InlineData("self-signed")]
    [InlineData("unknown-authority")]
    [InlineData("wrong-name")]
    [InlineData("wrong-purpose")]
    public async Task A_certificate_that_proves_nothing_ends_the_attempt(string verdict)
    {
        var certificate = verdict switch
        {
            "self-signed" => Authority.SelfSigned("b.example"),
            "unknown-authority" => Authority.Theirs.Issue("b.example"),
            "wrong-name" => Authority.Ours.Issue("c.example"),
            _ => Authority.Ours.Issue("b.example", purposes: Authority.ClientPurpose),
        };
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { Certificate = certificate });
        var reason = await RefusedAsync(a, "a.example", "b.example", Flavour.T3);
        Assert.Equal($"certificate-{verdict}", reason.Condition);
    }

    [Fact]
    public async Task Who_dials_with_an_expired_certificate_is_refused_by_a_strict_server()
    {
        await using var servers = new Servers();
        var expired = Authority.Ours.Issue("a.example", until: Authority.Now.AddDays(-1));
        var a = await servers.StartAsync("a.example", Policy.Default, new Servers.Setup { Certificate = expired });
        await servers.StartAsync("b.example", Policy.Default);
        var reason = await RefusedAsync(a, "a.example", "b.example", null);
        Assert.Equal("not-authorized", reason.Condition);
        Assert.Equal("certificate: expired", reason.Text);
    }

    [Fact]
    public async Task Who_dials_with_the_certificate_of_a_TLS_server_is_let_in_where_that_is_configured()
    {
        await using var servers = new Servers();
        var certificate = Authority.Ours.Issue("a.example", purposes: Authority.ServerPurpose);
        var a = await servers.StartAsync(
            "a.example", Policy.Default, new Servers.Setup { Certificate = certificate });
        await servers.StartAsync("b.example", Policy.Default);
        var c = await servers.StartAsync("c.example", Policy.Default, new Servers.Setup
        {
            Trust = new CertificateTrust { Roots = Authority.Ours.Roots, AcceptServerPurposeFromClients = true },
        });
        var reason = await RefusedAsync(a, "a.example", "b.example", null);
        Assert.Equal("certificate: wrong-purpose", reason.Text);
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "c.example"));
        Assert.Equal("EXTERNAL", (await c.NextAsync()).Means);
    }

    [Fact]
    public async Task Without_strictness_dialback_serves_who_has_a_bad_certificate()
    {
        await using var servers = new Servers();
        var liberal = new Policy { StrictCertificates = false };
        var a = await servers.StartAsync(
            "a.example", liberal, new Servers.Setup { Certificate = Authority.SelfSigned("a.example") });
        var b = await servers.StartAsync(
            "b.example", liberal, new Servers.Setup { Certificate = Authority.SelfSigned("b.example") });
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        Assert.Equal("dialback", (await b.NextAsync()).Means);
    }

    [Fact]
    public async Task Where_nobody_listens_every_target_is_tried()
    {
        // RFC 6120 10.4.3: `remote-server-timeout`.
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        servers.Place("b.example", Unused(), Unused());
        var returned = await ReturnedAsync(a, "a.example", "b.example");
        Assert.Equal("remote-server-timeout", returned.Condition);
        Assert.Equal([Flavour.N2, Flavour.N2], returned.Reasons.Reasons.Select(r => r.Flavour));
    }

    [Fact]
    public async Task No_target_is_tried_twice_and_not_without_end()
    {
        // INV-46: every chain of attempts is finite.
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var unused = Unused();
        servers.Place("b.example", unused, unused);
        Assert.Single((await ReturnedAsync(a, "a.example", "b.example")).Reasons.Reasons);
        servers.Place("b.example", [.. Enumerable.Range(1, 40)]);
        Assert.Equal(16, (await ReturnedAsync(a, "a.example", "b.example")).Reasons.Reasons.Count);
    }

    [Fact]
    public async Task A_domain_without_any_target_is_not_found()
    {
        // RFC 6120 10.4.3: the domain could not be resolved, `remote-server-not-found`.
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        servers.Place("b.example");
        var returned = await ReturnedAsync(a, "a.example", "b.example");
        Assert.Equal("remote-server-not-found", returned.Condition);
        Assert.Equal(Flavour.N1, Assert.Single(returned.Reasons.Reasons).Flavour);
    }

    [Fact]
    public async Task What_cannot_be_sent_at_all_is_returned_at_once()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        Assert.Equal("not-allowed", (await ReturnedAsync(a, "b.example", "c.example")).Condition);
        Assert.Equal("item-not-found", (await ReturnedAsync(a, "a.example", "a.example")).Condition);
    }

    private static async Task<Reason> RefusedAsync(Server server, string from, string to, Flavour? flavour)
    {
        var returned = await ReturnedAsync(server, from, to);
        Assert.Equal("remote-server-timeout", returned.Condition);
        var last = returned.Reasons.Reasons[^1];
        Assert.StartsWith("127.0.0.1:", last.Target, StringComparison.Ordinal);
        Assert.NotEmpty(last.Method);
        Assert.Equal(flavour ?? last.Flavour, last.Flavour);
        return last;
    }

    private static async Task<StanzaFate.Returned> ReturnedAsync(Server server, string from, string to)
    {
        var fate = await server.SendAsync(from, to);
        Assert.True(fate is StanzaFate.Returned, fate.ToString());
        return (StanzaFate.Returned)fate;
    }

    // A port that was free a moment ago.
    private static int Unused()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
