namespace Xmpp.Federation.Shell;

/// <summary>
/// The read credit of one stream: closed while anything holds it. A reader has one unprocessed input at a time,
/// so that a flood waits in TCP and not in memory.
/// </summary>
internal sealed class Gate
{
    private readonly object _lock = new();
    private volatile TaskCompletionSource? _parked;
    private int _holds = 1;

    /// <summary>Whether the reader waits at the gate.</summary>
    public bool IsParked => _parked is not null;

    public void Hold()
    {
        lock (_lock)
        {
            _holds++;
        }
    }

    public void Release()
    {
        TaskCompletionSource? parked = null;
        lock (_lock)
        {
            if (--_holds == 0)
            {
                parked = _parked;
                _parked = null;
            }
        }

        parked?.SetResult();
    }

    public async Task PassAsync()
    {
        Task? wait = null;
        lock (_lock)
        {
            if (_holds > 0)
            {
                _parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                wait = _parked.Task;
            }
        }

        if (wait is not null)
        {
            await wait;
        }
    }
}
