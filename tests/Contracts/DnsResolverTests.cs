using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Establishing;

namespace Xmpp.Federation.Contracts.Tests;

public sealed class DnsResolverTests
{
    private static readonly Domain B = Domain.Parse("b.example");

    [Fact]
    public async Task Both_services_are_asked_for_and_ordered_as_one_set()
    {
        using var names = new NameServer()
            .Service("_xmpp-server._tcp.b.example", 20, 0, 5269, "x2.b.example")
            .Service("_xmpp-server._tcp.b.example", 5, 0, 5269, "x0.b.example")
            .Service("_xmpps-server._tcp.b.example", 10, 0, 5270, "x1.b.example");
        Assert.Equal(
            new Resolution.Found(
                [new("x0.b.example", 5269, false), new("x1.b.example", 5270, true), new("x2.b.example", 5269, false)]),
            await ResolveAsync(names));
    }

    [Fact]
    public async Task Without_SRV_records_the_addresses_of_the_domain_serve_on_the_registered_port()
    {
        // RFC 6120 3.2.2.
        using var names = new NameServer().Host("b.example", "192.0.2.1");
        Assert.Equal(new Resolution.Found([new("b.example", 5269, false)]), await ResolveAsync(names));
    }

    [Fact]
    public async Task A_name_that_does_not_exist_is_not_found()
    {
        using var names = new NameServer();
        Assert.IsType<Resolution.NotFound>(await ResolveAsync(names));
    }

    [Fact]
    public async Task A_service_that_is_decidedly_not_available_is_not_found_even_if_the_domain_has_addresses()
    {
        // RFC 6120 3.2.1 item 3, RFC 2782 Target.
        using var names = new NameServer()
            .Service("_xmpp-server._tcp.b.example", 0, 0, 0, ".").Host("b.example", "192.0.2.1");
        Assert.IsType<Resolution.NotFound>(await ResolveAsync(names));
    }

    [Fact]
    public async Task Without_an_answer_for_the_service_the_addresses_of_the_domain_serve()
    {
        // RFC 6120 3.2.1 item 9.
        using var names = new NameServer().Failing("_xmpp-server._tcp.b.example").Host("b.example", "192.0.2.1");
        Assert.IsType<Resolution.Found>(await ResolveAsync(names));
    }

    [Fact]
    public async Task A_name_server_that_fails_altogether_gives_no_answer()
    {
        using var names = new NameServer().Failing("_xmpp-server._tcp.b.example").Failing("b.example");
        Assert.IsType<Resolution.Failed>(await ResolveAsync(names));
    }

    [Fact]
    public async Task A_federation_finds_its_peer_by_DNS()
    {
        await using var servers = new Servers();
        var b = await servers.StartAsync("b.example", Policy.Default);
        var port = (ushort)b.Federation.Endpoints[0].Address.Port;
        using var names = new NameServer()
            .Service("_xmpp-server._tcp.b.example", 0, 0, port, "host.b.example")
            .Host("host.b.example", "127.0.0.1");
        await using var a = new XmppFederation(SocketPair.Options("a.example") with { NameServers = [names.Address] });
        await a.StartAsync();
        Assert.IsType<StanzaFate.Written>(await a.SendAsync(Server.Message("a.example", "b.example")).Soon());
        var lost = Assert.IsType<StanzaFate.Returned>(
            await a.SendAsync(Server.Message("a.example", "c.example")).Soon());
        Assert.Equal("remote-server-not-found", lost.Condition);
    }

    private static Task<Resolution> ResolveAsync(NameServer names) =>
        new DnsResolver(new DnsNameService([names.Address]), _ => 0).ResolveAsync(B).Soon();
}
