using Xmpp.Federation.Shell;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// Runs the shell's loops on the thread pool. Neither the caller's SynchronizationContext nor its
/// ExecutionContext comes along: a loop outlives the call that started it.
/// </summary>
/// <param name="faulted">Hears of a body that ended in an exception, which is a fault of ours.</param>
internal sealed class SystemTaskStarter(Action<string, Exception> faulted) : ITaskStarter
{
    public void Start(string name, Func<Task> body)
    {
        using var uncaptured = ExecutionContext.IsFlowSuppressed() ? default : ExecutionContext.SuppressFlow();
        _ = Task.Run(() => RunAsync(name, body));
    }

    private async Task RunAsync(string name, Func<Task> body)
    {
        try
        {
            await body();
        }
        catch (Exception fault)
        {
            faulted(name, fault);
        }
    }
}
