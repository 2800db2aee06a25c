namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Notices work that left the scheduler for the thread pool: the pool's counters move, which they otherwise never
/// do while executions run on threads of their own.
/// </summary>
internal static class EscapeDetector
{
    /// <summary>
    /// Whether this process does nothing else. A test runner uses the pool for itself, so that the counters say
    /// nothing there; on the command line they are exact.
    /// </summary>
    public static bool IsAlone { get; set; }

    public static long Now() => ThreadPool.CompletedWorkItemCount + ThreadPool.PendingWorkItemCount;

    /// <exception cref="NondeterminismException">Something has run, or waits to run, on the pool.</exception>
    public static void RequireNone(long before)
    {
        var escaped = Now() - before;
        if (IsAlone && escaped != 0)
        {
            throw new NondeterminismException($"{escaped} continuations left the scheduler for the thread pool");
        }
    }
}

/// <summary>The same choices gave different executions, or something ran outside the scheduler: our own failure.</summary>
internal sealed class NondeterminismException(string message) : Exception(message);
