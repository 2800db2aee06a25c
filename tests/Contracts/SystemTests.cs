using Microsoft.Extensions.Time.Testing;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>The small adapters of the system.</summary>
public sealed class SystemTests
{
    private static readonly TimerOwner Owner = new TimerOwner.Connection(new ConnectionId(true, 1));

    [Fact]
    public void A_timer_fires_once_unless_it_is_cancelled()
    {
        var time = new FakeTimeProvider();
        var timers = new SystemTimers(time);
        List<TimerId> fired = [];
        timers.Start(new TimerId(1), Owner, TimeSpan.FromSeconds(20), fired.Add);
        timers.Cancel(new TimerId(1));
        timers.Cancel(new TimerId(1));
        timers.Start(new TimerId(2), Owner, TimeSpan.FromSeconds(40), fired.Add);

        time.Advance(TimeSpan.FromSeconds(39));
        Assert.Empty(fired);

        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Equal([new TimerId(2)], fired);
    }

    [Fact]
    public void Nothing_fires_behind_the_end_of_the_timers()
    {
        var time = new FakeTimeProvider();
        var timers = new SystemTimers(time);
        List<TimerId> fired = [];
        timers.Start(new TimerId(1), Owner, TimeSpan.FromSeconds(20), fired.Add);

        timers.Dispose();
        timers.Start(new TimerId(2), Owner, TimeSpan.Zero, fired.Add);

        time.Advance(TimeSpan.FromMinutes(5));
        Assert.Empty(fired);
    }

    [Fact]
    public async Task A_timer_of_the_system_fires()
    {
        using var timers = new SystemTimers(TimeProvider.System);
        var fired = new TaskCompletionSource<TimerId>();

        timers.Start(new TimerId(1), Owner, TimeSpan.FromMilliseconds(1), fired.SetResult);

        Assert.Equal(new TimerId(1), await fired.Task.Soon());
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
