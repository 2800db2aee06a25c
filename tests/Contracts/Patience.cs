namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Bounded waits: a bound is reached by a failure only.</summary>
internal static class Patience
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(60);

    public static Task Soon(this Task task) => task.WaitAsync(Longest, TestContext.Current.CancellationToken);

    public static Task<T> Soon<T>(this Task<T> task) => task.WaitAsync(Longest, TestContext.Current.CancellationToken);
}
