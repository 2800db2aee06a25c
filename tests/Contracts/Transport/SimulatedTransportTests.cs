namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>The contract over the simulated network, each point in many orders.</summary>
public sealed class SimulatedTransportTests : TransportContract
{
    private const int Seeds = 200;

    private protected override Task Keep(Func<ITransportArm, Task> body)
    {
        for (var seed = 0UL; seed < Seeds; seed++)
        {
            SimulatedArm.Run(seed, socket => socket, body);
        }

        return Task.CompletedTask;
    }
}
