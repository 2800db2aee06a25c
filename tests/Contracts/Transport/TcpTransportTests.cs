namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The contract over TCP on loopback.</summary>
public sealed class TcpTransportTests : TransportContract
{
    private protected override async Task Keep(Func<ITransportArm, Task> body)
    {
        using var arm = new TcpArm();
        await body(arm).Soon();
    }
}
