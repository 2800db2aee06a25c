using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>The small adapters of the system.</summary>
public sealed class SystemTests
{
    private static readonly TimerOwner Owner = new TimerOwner.Connection(new ConnectionId(true, 1));

    [Fact]
    public async Task A_timer_fires_once_unless_it_is_cancelled()
    {
        var timers = new SystemTimers(TimeProvider.System);
        var fired = new TaskCompletionSource<TimerId>();
        timers.Start(new TimerId(1), Owner, TimeSpan.FromMilliseconds(20), _ => Assert.Fail("It was cancelled."));
        timers.Cancel(new TimerId(1));
        timers.Cancel(new TimerId(1));
        timers.Start(new TimerId(2), Owner, TimeSpan.FromMilliseconds(40), fired.SetResult);
        Assert.Equal(new TimerId(2), await fired.Task.Soon());
        timers.Dispose();
        timers.Start(new TimerId(3), Owner, TimeSpan.Zero, _ => Assert.Fail("It was too late."));
    }

    [Fact]
    public void Stream_ids_are_long_and_never_the_same()
    {
        // RFC 6120 4.7.3, INV-26.
        var chance = new SystemChance();
        var ids = Enumerable.Range(0, 1000).Select(_ => chance.NextStreamId().Value).ToList();
        Assert.Equal(1000, ids.Distinct().Count());
        Assert.All(ids, id => Assert.Matches("^[0-9a-f]{32}$", id));
    }

    [Fact]
    public async Task A_task_starts_without_anything_of_its_starter()
    {
        var faults = new TaskCompletionSource<string>();
        var starter = new SystemTaskStarter((name, fault) => faults.SetResult($"{name}: {fault.Message}"));
        var local = new AsyncLocal<string?> { Value = "of the caller" };
        var seen = new TaskCompletionSource<string?>();
        starter.Start("one", () =>
        {
            seen.SetResult(local.Value);
            throw new InvalidOperationException("broken");
        });
        Assert.Null(await seen.Task.Soon());
        Assert.Equal("one: broken", await faults.Task.Soon());
    }
}
