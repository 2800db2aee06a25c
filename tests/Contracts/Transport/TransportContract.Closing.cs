using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>An orderly end: each direction ends by itself (RFC 9293 3.6, RFC 8446 6.1, RFC 6120 4.4).</summary>
public abstract partial class TransportContract
{
    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task The_end_comes_behind_everything_that_was_written_and_stays(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        await near.WriteAsync(Bytes(300));
        await near.WriteAsync(Bytes(200));
        var closing = near.CloseAsync();
        Assert.Equal(Bytes(300).Concat(Bytes(200)), await far.ReadToEndAsync(bufferSize: 70));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(0, await far.ReadAsync(new byte[10]));
        }

        await far.CloseAsync();
        await closing;
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_read_that_waits_hears_the_end(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var reading = far.ReadAsync(new byte[10]);
        await arm.SettleAsync();
        var closing = near.CloseAsync();
        Assert.Equal(0, await reading);
        await far.CloseAsync();
        await closing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task Who_has_heard_the_end_can_still_write_as_much_as_ever(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        // RFC 6120 4.4 item 2: who has closed first goes on processing what still comes.
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var closing = near.CloseAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
        await far.WriteAsync("late"u8.ToArray());
        await arm.SettleAsync();
        await far.WriteAsync(new byte[arm.MoreThanFits]);
        Assert.False(closing.IsCompleted);
        await far.CloseAsync();
        await closing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_read_that_waits_while_its_own_end_closes_gets_what_comes_late(bool secured, bool nearIsServer) =>
        Keep(async arm =>
        {
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            var buffer = new byte[10];
            var reading = near.ReadAsync(buffer);
            var closing = near.CloseAsync();
            await far.WriteAsync("late"u8.ToArray());
            Assert.InRange(await reading, 1, 4);
            Assert.Equal((byte)'l', buffer[0]);
            await far.WriteAsync("too late"u8.ToArray());
            await arm.SettleAsync();
            Assert.False(closing.IsCompleted);
            await far.CloseAsync();
            await closing;
        });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task Both_ends_may_close_at_the_same_time(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var reading = far.ReadAsync(new byte[10]);
        var one = arm.Beside(near.CloseAsync);
        var other = arm.Beside(far.CloseAsync);
        Assert.Equal(0, await reading);
        await one;
        await other;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_close_waits_for_that_of_the_peer_until_it_is_aborted(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var closing = near.CloseAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
        await arm.SettleAsync();
        Assert.False(closing.IsCompleted);
        near.Abort();
        await closing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task Closing_twice_is_closing_once(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var once = near.CloseAsync();
        var twice = near.CloseAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
        await far.WriteAsync("late"u8.ToArray());
        await arm.SettleAsync();
        Assert.False(once.IsCompleted || twice.IsCompleted);
        await far.WriteAsync("later"u8.ToArray());
        await far.CloseAsync();
        await once;
        await twice;
        await near.CloseAsync();
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task Nothing_is_written_after_ones_own_end(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var reading = near.ReadAsync(new byte[10]);
        var closing = near.CloseAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
        await BreaksAsync(near.WriteAsync("late"u8.ToArray()));
        // That breaks nothing: the other direction goes on to its own end.
        await far.CloseAsync();
        Assert.Equal(0, await reading);
        await closing;
        await BreaksAsync(near.WriteAsync("later"u8.ToArray()));
    });
}
