namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>
/// What the shell may rely on of <c>INetwork</c> and <c>ISocket</c>, and no more than TCP and TLS give. Every
/// world in which the shell runs keeps it: a simulation that promises more would hide faults.
/// </summary>
public abstract partial class TransportContract
{
    /// <summary>In clear and secured, and each end in both roles.</summary>
    public static TheoryData<bool, bool> EveryWay => new() { { false, false }, { false, true }, { true, false }, { true, true } };

    /// <summary>Runs a body in this arm.</summary>
    private protected abstract Task Keep(Func<ITransportArm, Task> body);

    private static async Task<Side> ConnectAsync(ITransportArm arm, bool secured, bool nearIsServer)
    {
        var pair = await arm.ConnectAsync(Ends.Plain);
        if (secured)
        {
            var (client, server) = await pair.SecureAsync();
            Assert.Null(client.Failure);
            Assert.Null(server.Failure);
        }

        return pair.Of(nearIsServer);
    }
}
