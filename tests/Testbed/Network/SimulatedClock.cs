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

    /// <summary>A simulated peer goes on later.</summary>
    /// <param name="link">What it waits on, for a name.</param>
    public void Wait(string link, TimeSpan length, Action goOn) =>
        Start(new LiveTimer(null, $"{link} goes on #{++_started}", _now + length, goOn));

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
        timer.Fired();
    }

    private void Start(LiveTimer timer) => _live.Add(timer);

    private void Cancel(string server, TimerId timer)
    {
        for (var i = 0; i < _live.Count; i++)
        {
            if (_live[i].Owner == (server, timer))
            {
                _live.RemoveAt(i);
                return;
            }
        }
    }

    private sealed class ServerTimers(SimulatedClock clock, string server) : ITimers
    {
        public TimeSpan Now => clock._now;

        public void Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired) =>
            clock.Start(new LiveTimer((server, timer), $"{server} {owner} #{timer.Number}", clock._now + length, () => fired(timer)));

        public void Cancel(TimerId timer) => clock.Cancel(server, timer);
    }
}

/// <summary>A timer that is set and has not fired.</summary>
/// <param name="Owner">Which timer of which negotiator it is; null for a simulated peer that waits.</param>
internal sealed record LiveTimer((string Server, TimerId Timer)? Owner, string Label, TimeSpan Due, Action Fired);
