using Xmpp.Federation.Core;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What a server made of an input.</summary>
/// <param name="After">The server behind it, in canonical names; the one before it, where it has thrown.</param>
/// <param name="Effects">What it did to its connections, in this order.</param>
/// <param name="Numbers">What its connections are called now; null where each that it still knows kept its number.</param>
/// <param name="Witnessed">The properties whose case came up.</param>
/// <param name="Violated">The properties that were broken.</param>
internal sealed record Reaction(
    Interned<ServerPart> After, Effect[] Effects, IReadOnlyDictionary<ConnectionId, ConnectionId>? Numbers,
    ulong Witnessed, ulong Violated)
{
    /// <summary>The number of a connection behind the step; 0 for one that the server does not know any more.</summary>
    public int NumberOf(ConnectionId connection)
    {
        if (Numbers is { } numbers)
        {
            return numbers.TryGetValue(connection, out var renamed) ? renamed.Number : 0;
        }

        var next = connection.Dialled ? After.Value.Core.NextConnection : After.Value.NextAccepted;
        return connection.Number < next ? connection.Number : 0;
    }
}

/// <summary>Gives the connections and timers of a server the names that follow from what they are.</summary>
internal static class CanonicalPart
{
    /// <summary>
    /// The connections that the server still speaks of, numbered in their order from 1; the timers, numbered by whose they
    /// are. The counters then follow.
    /// </summary>
    public static (ServerPart Part, IReadOnlyDictionary<ConnectionId, ConnectionId> Connections) Of(
        ServerPart part, IStepObserver? observer)
    {
        var names = new NameCollector();
        var same = part.Renamed(names, observer);
        var connections = new Dictionary<ConnectionId, ConnectionId>();
        var (accepted, dialled) = (0, 0);
        foreach (var connection in names.Connections.Where(c => c.Number > 0))
        {
            connections.Add(connection, new ConnectionId(
                connection.Dialled, connection.Dialled ? ++dialled : ++accepted));
        }

        var timers = names.Timers.Select((t, i) => (t, i)).ToDictionary(t => t.t, t => new TimerId(t.i + 1));
        var isSame = connections.All(c => c.Key == c.Value) && timers.All(t => t.Key == t.Value);
        var renamed = isSame ? same : part.Renamed(new Renumbered(connections, timers), observer);
        return (renamed with
        {
            Core = renamed.Core with { NextConnection = dialled + 1, NextTimer = timers.Count + 1 },
            NextAccepted = accepted + 1,
        }, connections);
    }
}
