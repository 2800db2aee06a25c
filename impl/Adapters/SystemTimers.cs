using Xmpp.Federation.Core;
using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>Timers of a <see cref="TimeProvider"/>.</summary>
internal sealed class SystemTimers(TimeProvider time) : ITimers, IDisposable
{
    private readonly object _lock = new();
    private readonly Dictionary<TimerId, ITimer> _live = [];
    private readonly long _begun = time.GetTimestamp();
    private bool _disposed;

    public TimeSpan Now => time.GetElapsedTime(_begun);

    public void Start(TimerId timer, TimerOwner owner, TimeSpan length, Action<TimerId> fired)
    {
        lock (_lock)
        {
            if (!_disposed)
            {
                // Under the lock, so that it cannot fire before it is known here.
                _live[timer] = time.CreateTimer(_ => Fire(timer, fired), null, length, Timeout.InfiniteTimeSpan);
            }
        }
    }

    public void Cancel(TimerId timer) => Remove(timer);

    public void Dispose()
    {
        ITimer[] live;
        lock (_lock)
        {
            _disposed = true;
            live = [.. _live.Values];
            _live.Clear();
        }

        Array.ForEach(live, t => t.Dispose());
    }

    private void Fire(TimerId timer, Action<TimerId> fired)
    {
        if (Remove(timer))
        {
            fired(timer);
        }
    }

    private bool Remove(TimerId timer)
    {
        ITimer? live;
        lock (_lock)
        {
            _live.Remove(timer, out live);
        }

        live?.Dispose();
        return live is not null;
    }
}
