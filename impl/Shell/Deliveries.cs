using Xmpp.Federation.Core;

namespace Xmpp.Federation.Shell;

/// <summary>
/// Hands stanzas to the application, those of one pair one behind the other. One stream is read no further before its stanza
/// is taken; but when it breaks, a new one may carry the next stanzas of its pair before that, and they must not overtake it
/// (INV-36, RFC 6120 10.1).
/// </summary>
internal sealed class Deliveries(IApplication application)
{
    private readonly object _lock = new();
    private readonly SortedDictionary<DomainPair, Task> _last = [];

    /// <summary>A stanza is due behind those of its pair that were due before.</summary>
    /// <param name="delivery">The stanza.</param>
    /// <param name="release">Told when the application has taken it, or has failed to.</param>
    /// <returns>Hands it over when its turn has come; faults as the application does.</returns>
    public Func<Task> Enqueue(Output.Deliver delivery, Action release)
    {
        var taken = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Task? before;
        lock (_lock)
        {
            _last.TryGetValue(delivery.Stanza.Pair, out before);
            _last[delivery.Stanza.Pair] = taken.Task;
        }

        return () => DeliverAsync(delivery, before, () => Take(delivery.Stanza.Pair, taken, release));
    }

    private async Task DeliverAsync(Output.Deliver delivery, Task? before, Action take)
    {
        if (before is not null)
        {
            await before;
        }

        try
        {
            await application.ReceiveAsync(delivery);
        }
        catch (Exception)
        {
            // The application's own fault, which who started this reports; the stream goes on.
            take();
            throw;
        }

        take();
    }

    private void Take(DomainPair pair, TaskCompletionSource taken, Action release)
    {
        lock (_lock)
        {
            if (_last[pair] == taken.Task)
            {
                _last.Remove(pair);
            }
        }

        taken.SetResult();
        release();
    }
}
