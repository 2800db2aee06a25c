using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>What the name service knows of the servers of a world.</summary>
internal static class Zone
{
    private const int DirectTlsPort = 5270;
    private const int Port = 5269;

    /// <summary>Where servers listen for others.</summary>
    public static Target ListenerOf(Domain server) => new(server.Name, Port, DirectTls: false);

    /// <summary>What it says of a server; with what the port for further proofs makes of it: see <c>ProvingResolver</c>.</summary>
    public static Resolution Of(ServerDefinition server) => (AnswerFor(server), server.Dns.Proof) switch
    {
        (Resolution.Found, PublishedProof.Bogus) => new Resolution.Bogus("bogus"),
        (Resolution.Found found, PublishedProof.Secure or PublishedProof.Mismatch) => found with { Bound = true },
        (var answer, _) => answer,
    };

    /// <summary>What it says of a name that is nobody's.</summary>
    public static Resolution Nobody { get; } = new Resolution.NotFound("no such name");

    private static Resolution AnswerFor(ServerDefinition server)
    {
        var direct = new Target(server.Name.Name, DirectTlsPort, DirectTls: true);
        var usual = ListenerOf(server.Name);
        return server.Dns switch
        {
            { Srv: SrvAnswer.Fail } => new Resolution.Failed("no answer"),
            // XEP-0368 5: `.` of one service leaves the other.
            { Srv: SrvAnswer.Dot, Direct: true } => new Resolution.Found([direct]),
            { Srv: SrvAnswer.Dot } => new Resolution.NotFound("the service is decidedly not available"),
            { Direct: true } => new Resolution.Found([direct, usual]),
            _ => new Resolution.Found([usual]),
        };
    }
}
