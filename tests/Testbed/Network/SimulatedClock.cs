using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// The one clock of a world. Nothing waits: time jumps to the next timer when nothing else can happen. Firing an
/// earlier one is a fault, and then time does not move.
/// </summary>
internal sealed class SimulatedClock
{
    private readonly List<LiveTimer> _live = [];
    private TimeSpan _now;
    private int _started;

    public bool IsEmpty => _live.Count == 0;

    public IReadOnlyList<LiveTimer> Live => _live;

    /// <summary>The timers of one server.</summary>
    public ITimers For(string server) => new ServerTimers(this, server);

    /// <summary>The timer that is due first; among equals the one that was started first.</summary>
    public LiveTimer Next()
    {
        var next = _live[0];
        foreach (var timer in _live)
        {
            if (timer.Due < next.Due)
            {
                next = timer;
            }
        }

        return next;
    }

    public void Fire(LiveTimer timer, bool early)
    {
        _live.Remove(timer);
        _now = early || timer.Due < _now ? _now : timer.Due;
        timer.Fired(timer.Timer);
    }

    private void Start(string server, TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired) =>
        _live.Add(new LiveTimer(server, timer, owner, _now + length, fired, ++_started));

    private void Cancel(string server, TimerId timer)
    {
        for (var i = 0; i < _live.Count; i++)
        {
            if (_live[i].Timer == timer && _live[i].Server == server)
            {
                _live.RemoveAt(i);
                return;
            }
        }
    }

    private sealed class ServerTimers(SimulatedClock clock, string server) : ITimers
    {
        public void Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired) =>
            clock.Start(server, timer, owner, length, fired);

        public void Cancel(TimerId timer) => clock.Cancel(server, timer);
    }
}

/// <summary>A timer that is set and has not fired.</summary>
internal sealed record LiveTimer(
    string Server, TimerId Timer, TimerOwner Owner, TimeSpan Due, Action<TimerId> Fired, int Ordinal)
{
    public string Label => $"{Server} {Owner} #{Timer.Number}";
}
