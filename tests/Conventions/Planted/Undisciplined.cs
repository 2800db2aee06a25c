namespace Xmpp.Federation.Conventions.Tests.Planted;

/// <summary>Every word that the dialect does not have, each where a reader could overlook it.</summary>
internal static class Undisciplined
{
    private static int _locks;

    public static Task Starts() => Task.Run(() => { });

    public static async Task Delays()
    {
        await Task.Yield();
        await Task.Delay(1);
    }

    public static async Task Leaves(Task<int> task) => await task.ConfigureAwait(false);

    public static Task Joins(Task one, Task other) => Task.WhenAll(one, other);

    public static Func<DateTime> Reads() => () => DateTime.UtcNow;

    public static Func<Guid> Draws() => Guid.NewGuid;

    public static int Throws() => new Random(1).Next();

    public static void Registers(CancellationToken token)
    {
        using var registration = token.Register(() => { });
    }

    public static CancellationTokenSource Expires() => new(TimeSpan.FromSeconds(1));

    public static void Locks(Lock gate)
    {
        lock (gate)
        {
            _locks++;
        }
    }

    public static int Hashes(string text) => text.GetHashCode(StringComparison.Ordinal);
}

/// <summary>The same needs, put properly.</summary>
internal static class Disciplined
{
    public static async Task Joins(Task[] tasks) => await Task.WhenAll(tasks);

    public static async Task Waits(SemaphoreSlim gate)
    {
        await gate.WaitAsync();
        await Task.Yield();
    }

    public static void Registers(CancellationToken token) => token.Register(() => { }).Unregister();

    public static void Locks(object gate)
    {
        lock (gate)
        {
            GC.KeepAlive(gate);
        }
    }
}
