using System.Diagnostics.CodeAnalysis;
using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Cli;

namespace Xmpp.Federation.Testbed.Bugs;

/// <summary>
/// The loop of a server looks whether something has come, and goes to sleep, and does not do both at once: what comes
/// in between wakes nobody. Under one lock, as <see cref="Mailbox{T}"/> has it, there is no between.
/// </summary>
internal static class LostWakeUp
{
    public static PlantedBug Bug { get; } = new(
        "wake-up-lost", "what is posted while the loop goes to sleep does not wake it", "LIV-2", "dialback-over-tls", step => step)
    {
        Inbox = () => new DrowsyMailbox<Arrival>(),
        SeenBy = EngineChoice.Coyote,
        ViolatesElsewhere = ["LIV-3"],
    };

    private sealed class DrowsyMailbox<T> : IMailbox<T>
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
            T? item;
            while (!TryTake(out item))
            {
                // Here the lock is free for whoever posts, and nobody is parked yet.
                await Park();
            }

            return item;
        }

        private Task Park()
        {
            lock (_lock)
            {
                _parked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                return _parked.Task;
            }
        }
    }
}
