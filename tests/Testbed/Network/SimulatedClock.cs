using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Testbed.Network;

/// <summary>
/// The one clock of a world. Nothing waits: time jumps to the next timer when nothing else can happen. Firing an
/// earlier one is a fault, and then time does not move.
/// </summary>
internal sealed class SimulatedClock
{
    // Longer than a negotiation, an attempt to write and a stream without traffic are waited for.
    private static readonly TimeSpan VeryLong = TimeSpan.FromHours(1);

    // Longer than every deadline of a negotiation; streams without traffic live on.
    private static readonly TimeSpan LeapLength = TimeSpan.FromMinutes(10);

    private readonly List<LiveTimer> _live = [];
    private TimeSpan _now;
    private int _started;

    public bool IsEmpty => _live.Count == 0;

    public IReadOnlyList<LiveTimer> Live => _live;

    /// <summary>The timers of one life of a server.</summary>
    public ITimers For(Life life) => new ServerTimers(this, life);

    /// <summary>A server is lost, and its timers with it.</summary>
    public void Forget(Life life) => _live.RemoveAll(t => t.Owner?.Server == life.Name);

    /// <summary>An application has something to say, at the latest then.</summary>
    public void Call(string label, TimeSpan due, Action say) =>
        Start(new LiveTimer(null, () => label, due, say) { MayComeSooner = true });

    /// <summary>A simulated peer goes on later.</summary>
    /// <param name="link">What it waits on, for a name.</param>
    public void Wait(string link, TimeSpan length, Action goOn) =>
        Start(new LiveTimer(null, Numbered($"{link} goes on"), _now + length, goOn));

    /// <summary>Something takes longer than anybody waits for it, or any time less.</summary>
    /// <param name="what">What.</param>
    /// <param name="end">It is over.</param>
    public void Linger(string what, Action end) =>
        Start(new LiveTimer(null, Numbered($"{what} at last"), _now + VeryLong, end) { MayComeSooner = true });

    /// <summary>
    /// The clock leaps, as that of a machine that has slept: what was due on the way is due at once, in its order, and nobody
    /// can cancel any of it before he hears of the first.
    /// </summary>
    public void Leap()
    {
        var before = _live.ToArray();
        _now += LeapLength;
        foreach (var timer in before.OrderBy(t => t.Due).ThenBy(t => t.Whose, StringComparer.Ordinal).Where(t => t.Due <= _now))
        {
            _live.Remove(timer);
            timer.Fired();
        }
    }

    /// <summary>
    /// The timer that is due first. Among equals it goes by the names of the servers, and for one server by what was started
    /// first: in which order two servers have started theirs is no affair of either.
    /// </summary>
    public LiveTimer Next()
    {
        var next = _live[0];
        foreach (var timer in _live)
        {
            if (timer.Due < next.Due || (timer.Due == next.Due && string.CompareOrdinal(timer.Whose, next.Whose) < 0))
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

    // Several of one name are told apart by their number.
    private Func<string> Numbered(string name)
    {
        var label = $"{name} #{++_started}";
        return () => label;
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

    private sealed class ServerTimers(SimulatedClock clock, Life life) : ITimers
    {
        public TimeSpan Now => clock._now;

        public void Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired)
        {
            if (!life.IsOver)
            {
                clock.Start(new LiveTimer(
                    (life.Name, timer), () => $"{life.Name} {owner} #{timer.Number}", clock._now + length, () => fired(timer)));
            }
        }

        public void Cancel(TimerId timer) => clock.Cancel(life.Name, timer);
    }
}

/// <summary>A timer that is set and has not fired.</summary>
/// <param name="Owner">Which timer of which life of a negotiator it is; null for a simulated peer or an application.</param>
internal sealed record LiveTimer((string Server, TimerId Timer)? Owner, Func<string> MakeLabel, TimeSpan Due, Action Fired)
{
    /// <summary>Its name in a trace.</summary>
    public string Label => MakeLabel();

    /// <summary>The server it belongs to; what it is called where it belongs to none that a negotiator runs.</summary>
    public string Whose => Owner?.Server ?? Label;

    /// <summary>Whether it is nobody's deadline: what it stands for may happen at any moment before.</summary>
    public bool MayComeSooner { get; init; }
}
