using Xmpp.Federation.Testbed.Engines;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>What may go wrong on connections; in which order, says <see cref="IWorld.CollectFaults"/>.</summary>
internal sealed partial class SimulatedNetwork
{
    // What a writer may be ahead of the reader, in bytes: the buffers of both ends together.
    private const int UsualWindow = 65_536;

    // A header and its features do not fit in: where readers may be slow, writers have to wait for them.
    private const int TightWindow = 256;

    /// <summary>Whether buffers are so small that they are full again and again.</summary>
    public bool IsTight { get; } = world.Faults.SlowReaders > 0;

    /// <summary>How many bytes a writer may be ahead of the reader.</summary>
    public int Window => IsTight ? TightWindow : UsualWindow;

    /// <summary>
    /// How much of a segment arrives at once: all of it, unless the world fragments. Nothing, where it comes together with the
    /// next one that is under way.
    /// </summary>
    public int SegmentLength(ConnectionEnd from, int length)
    {
        if (!world.Faults.Fragment)
        {
            return length;
        }

        engine.Read(from.LinkName);
        IEnumerable<int> together = from.Way.InFlight > length ? [0] : [];
        int[] cuts = [length, .. together.Concat(Inner(length)).Distinct()];
        return cuts.Length == 1 ? length : cuts[engine.Choose(cuts.Length, i => NameOf(from, cuts[i], length))];
    }

    /// <summary>How much of a write that fails gets out: from nothing to all of it.</summary>
    public int LengthThatGetsOut(ConnectionEnd from, int length)
    {
        int[] lengths = [0, .. Inner(length).Distinct(), length];
        return lengths[engine.Choose(lengths.Length, i => $"write {from.LinkName} {lengths[i]} of {length}")];
    }

    /// <summary>The faults that could strike now, the mildest first.</summary>
    public void CollectFaults(List<WorldEvent> faults)
    {
        if (_left == _left with { SlowReaders = 0, HalfCloses = 0, FailedWrites = 0, Cuts = 0, Resets = 0, LateAlerts = 0 })
        {
            return;
        }

        var alive = _connections.FindAll(c => !c.Broken && !c.IsOver);
        var ends = alive.SelectMany(c => new[] { c.Initiator, c.Receiver }).Where(e => !e.IsClosed && !e.HasFailed).ToArray();
        if (_left.SlowReaders > 0)
        {
            Add(faults, "stop reading", ends.Where(e => !e.Other.Way.IsHeldUp), StopReading);
        }

        if (_left.HalfCloses > 0)
        {
            Add(faults, "half-close", ends.Where(e => !e.Way.IsEnded), EndEarly);
        }

        if (_left.FailedWrites > 0)
        {
            Add(faults, "fail to write", ends.OfType<SimulatedSocket>().Where(e => e.CanFailWriting), FailToWrite);
        }

        if (_left.Cuts > 0)
        {
            Add(faults, "cut", alive, Cut);
        }

        if (_left.Resets > 0)
        {
            Add(faults, "reset", alive, Reset);
        }

        if (_left.LateAlerts > 0)
        {
            Add(faults, "alert", ends.Where(e => e.Connection.Secured), Alert);
        }
    }

    // Where bytes may be cut in two.
    private static int[] Inner(int length) => length < 2 ? [] : [1, length / 2, length - 1];

    private static string NameOf(ConnectionEnd from, int count, int length) =>
        count == 0 ? $"segment {from.LinkName} with the next" : $"segment {from.LinkName} {count} of {length}";

    private static void Add<T>(List<WorldEvent> faults, string what, IEnumerable<T> ends, Action<T> strike)
        where T : ConnectionEnd
    {
        foreach (var end in ends)
        {
            faults.Add(new WorldEvent(() => $"{what} {end.LinkName}", null, () => strike(end)) { Touches = end.Connection.Concerns });
        }
    }

    private static void Add(
        List<WorldEvent> faults, string what, List<SimulatedConnection> connections, Action<SimulatedConnection> strike)
    {
        foreach (var connection in connections)
        {
            faults.Add(new WorldEvent(() => $"{what} {connection.Name}", null, () => strike(connection))
            {
                Touches = connection.Concerns,
            });
        }
    }

    // Until nothing else can happen, or any time less.
    private void StopReading(ConnectionEnd end)
    {
        _left = _left with { SlowReaders = _left.SlowReaders - 1 };
        end.Connection.StopReading(end);
        Clock.Linger($"read {end.Other.LinkName}", () => end.Connection.ReadOn(end));
    }

    private void EndEarly(ConnectionEnd end)
    {
        _left = _left with { HalfCloses = _left.HalfCloses - 1 };
        end.Connection.EndEarly(end);
    }

    private void FailToWrite(SimulatedSocket end)
    {
        _left = _left with { FailedWrites = _left.FailedWrites - 1 };
        end.StrikeWriting();
    }

    private void Cut(SimulatedConnection connection)
    {
        _left = _left with { Cuts = _left.Cuts - 1 };
        connection.Sever();
    }

    private void Reset(SimulatedConnection connection)
    {
        _left = _left with { Resets = _left.Resets - 1 };
        connection.Strike();
    }

    private void Alert(ConnectionEnd end)
    {
        _left = _left with { LateAlerts = _left.LateAlerts - 1 };
        end.Connection.Alert(end);
    }

    // Who dials slowly is a choice of the moment of the connect; the plainest is at once.
    private bool TakesLong(string connect)
    {
        if (_left.SlowConnects == 0 || engine.Choose(2, i => $"{connect} {(i == 0 ? "at once" : "slowly")}") == 0)
        {
            return false;
        }

        _left = _left with { SlowConnects = _left.SlowConnects - 1 };
        return true;
    }
}
