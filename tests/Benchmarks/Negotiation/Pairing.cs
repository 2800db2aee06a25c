using System.Net;
using Xmpp.Federation.Benchmarks.Roles;

namespace Xmpp.Federation.Benchmarks.Negotiation;

/// <summary>Who opens sessions to whom, and what each of them cost in each round.</summary>
internal sealed class Pairing(string name, Peer initiator, int receiverProcess, IPEndPoint receiver)
{
    private readonly Dictionary<int, List<Cost>> _costs = [];

    public string Name { get; } = name;

    /// <summary>Opens sessions, and keeps what they cost unless they only warm up.</summary>
    public async Task RunAsync(int sessions, int atATime, bool counts)
    {
        await initiator.DoAsync($"prepare {sessions}");
        var before = (Ours: ProcessorTime.OfTree(initiator.ProcessId), Theirs: ProcessorTime.OfTree(receiverProcess));
        await initiator.DoAsync($"sessions {sessions} {atATime} {receiver}");
        if (counts)
        {
            var cost = new Cost(
                (ProcessorTime.OfTree(initiator.ProcessId) - before.Ours) / sessions,
                (ProcessorTime.OfTree(receiverProcess) - before.Theirs) / sessions);
            (_costs.TryGetValue(atATime, out var known) ? known : _costs[atATime] = []).Add(cost);
        }
    }

    public double Initiator(int atATime) => Median(_costs[atATime].Select(c => c.Initiator));

    public double Receiver(int atATime) => Median(_costs[atATime].Select(c => c.Receiver));

    /// <summary>The median of the ratios of each round: what loads the machine for a round loads both sides of a ratio.</summary>
    public double InitiatorAgainst(Pairing other, int atATime) =>
        Median(_costs[atATime].Zip(other._costs[atATime], (own, theirs) => own.Initiator / theirs.Initiator));

    /// <inheritdoc cref="InitiatorAgainst"/>
    public double ReceiverAgainst(Pairing other, int atATime) =>
        Median(_costs[atATime].Zip(other._costs[atATime], (own, theirs) => own.Receiver / theirs.Receiver));

    private static double Median(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return (sorted[(sorted.Count - 1) / 2] + sorted[sorted.Count / 2]) / 2;
    }

    /// <summary>Processor time of a session, in milliseconds.</summary>
    private sealed record Cost(double Initiator, double Receiver);
}
