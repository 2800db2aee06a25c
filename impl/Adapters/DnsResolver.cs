using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Finds the targets of a domain (RFC 6120 3.2, XEP-0368 3).</summary>
/// <param name="names">The name service.</param>
/// <param name="draw">Draws a number from zero to below its argument.</param>
internal sealed class DnsResolver(INameService names, Func<int, int> draw) : IResolver
{
    // RFC 6120 3.2.2, 14.7: the port registered for servers.
    private const int RegisteredPort = 5269;

    public async Task<Resolution> ResolveAsync(Domain domain)
    {
        var startTls = names.ServicesAsync($"_xmpp-server._tcp.{domain}");
        var directTls = names.ServicesAsync($"_xmpps-server._tcp.{domain}");
        return SrvOrder.Judge(await startTls, await directTls, draw) ?? await FallBackAsync(domain);
    }

    // RFC 6120 3.2.2: "The fallback process SHOULD be a normal 'A' or 'AAAA' address record resolution" of the
    // origin domain, with port 5269. The addresses are asked for again when it is dialled.
    private async Task<Resolution> FallBackAsync(Domain domain) =>
        await names.AddressesAsync(domain.Name, CancellationToken.None) switch
        {
            AddressAnswer.Found => new Resolution.Found([new Target(domain.Name, RegisteredPort, DirectTls: false)]),
            AddressAnswer.Failed(var detail) => new Resolution.Failed(detail),
            _ => new Resolution.NotFound("no-such-host"),
        };
}
