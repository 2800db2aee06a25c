using System.Diagnostics.CodeAnalysis;

namespace Xmpp.Federation.Shell;

/// <summary>What a loop waits at: many may post, one takes.</summary>
internal interface IMailbox<T>
{
    /// <summary>Whether the consumer waits and nothing is there for it.</summary>
    bool IsParked { get; }

    void Post(T item);

    /// <summary>Takes an item if there is one.</summary>
    bool TryTake([MaybeNullWhen(false)] out T item);

    Task<T> TakeAsync();
}

/// <summary>An unbounded queue with many producers and one consumer, in the dialect of the controlled schedulers.</summary>
internal sealed class Mailbox<T> : IMailbox<T>
{
    private readonly object _lock = new();
    private readonly Queue<T> _items = new();
    private volatile TaskCompletionSource? _parked;

    public bool IsParked => _parked is not null;

    public void Post(T item)
    {
        TaskCompletionSource? parked;
        lock (_lock)
        {
            _items.Enqueue(item);
            parked = _parked;
            _parked = null;
        }

        parked?.SetResult();
    }

    public bool TryTake([MaybeNullWhen(false)] out T item)
    {
        lock (_lock)
        {
            return _items.TryDequeue(out item);
        }
    }

    public async Task<T> TakeAsync()
    {
        while (true)
        {
            if (TryTake(out var item, out var parked))
            {
                return item;
            }

            await parked;
        }
    }

    private bool TryTake([MaybeNullWhen(false)] out T item, [NotNullWhen(false)] out Task? parked)
    {
        lock (_lock)
        {
            if (_items.TryDequeue(out item))
            {
                parked = null;
                return true;
            }

            _parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            parked = _parked.Task;
            return false;
        }
    }
}
