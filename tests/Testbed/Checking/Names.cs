using System.Globalization;
using Xmpp.Federation.Core;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// What the names in a part of a state become. Connections and timers are a server's own; the ids of streams are known to
/// several servers, and stand in dialback keys as well. A name says nothing but which thing is the same as which, and of
/// connections which is older: so states that differ in names alone are one state.
/// </summary>
internal abstract class Names
{
    private const string KeyMark = "key:";

    /// <summary>The id that a server draws in the present step.</summary>
    public static StreamId Fresh { get; } = IdOf(0);

    /// <summary>The id of that number.</summary>
    public static StreamId IdOf(int number) => new(string.Create(CultureInfo.InvariantCulture, $"s{number}"));

    /// <summary>The number of an id; negative for what is no id of this world.</summary>
    public static int NumberOf(StreamId id) =>
        id.Value is ['s', .. var digits] && int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : -1;

    public virtual ConnectionId Of(ConnectionId connection) => connection;

    public virtual TimerId Of(TimerId timer) => timer;

    public virtual StreamId Of(StreamId id) => id;

    /// <summary>A text that may be an id, or a symbolic key which is bound to one.</summary>
    public string Of(string text)
    {
        if (text.StartsWith(KeyMark, StringComparison.Ordinal))
        {
            var bound = text.LastIndexOf(':') + 1;
            return text[..bound] + Of(new StreamId(text[bound..])).Value;
        }

        return NumberOf(new StreamId(text)) >= 0 ? Of(new StreamId(text)).Value : text;
    }
}

/// <summary>Leaves every name as it is, and notes those that there are.</summary>
internal sealed class NameCollector : Names
{
    private readonly List<int> _ids = [];
    private readonly List<TimerId> _timers = [];

    /// <summary>The connections, the older before the younger, the accepted ones before those that were dialled.</summary>
    public SortedSet<ConnectionId> Connections { get; } = [];

    /// <summary>The timers, in the order in which they were met.</summary>
    public IReadOnlyList<TimerId> Timers => _timers;

    /// <summary>The numbers of the ids of streams, in the order in which they were met.</summary>
    public IReadOnlyList<int> Ids => _ids;

    public override ConnectionId Of(ConnectionId connection)
    {
        Connections.Add(connection);
        return connection;
    }

    public override TimerId Of(TimerId timer)
    {
        if (!_timers.Contains(timer))
        {
            _timers.Add(timer);
        }

        return timer;
    }

    public override StreamId Of(StreamId id)
    {
        if (NumberOf(id) is >= 0 and var number && !_ids.Contains(number))
        {
            _ids.Add(number);
        }

        return id;
    }
}

/// <summary>Gives the ids of streams other numbers.</summary>
/// <param name="numbers">The new number for each old one.</param>
internal sealed class RenamedIds(IReadOnlyDictionary<int, int> numbers) : Names
{
    public override StreamId Of(StreamId id) => numbers.TryGetValue(NumberOf(id), out var number) ? IdOf(number) : id;
}

/// <summary>Gives the connections and timers of a server other numbers.</summary>
internal sealed class Renumbered(
    IReadOnlyDictionary<ConnectionId, ConnectionId> connections, IReadOnlyDictionary<TimerId, TimerId> timers) : Names
{
    public override ConnectionId Of(ConnectionId connection) =>
        connections.TryGetValue(connection, out var other) ? other : connection;

    public override TimerId Of(TimerId timer) => timers.TryGetValue(timer, out var other) ? other : timer;
}
