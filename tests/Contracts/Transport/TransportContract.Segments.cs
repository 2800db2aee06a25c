using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>Bytes: a stream of them, whole and in order, without borders (RFC 9293 2.2).</summary>
public abstract partial class TransportContract
{
    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task What_is_written_arrives_whole_and_in_order_however_it_is_cut(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var all = Bytes(2000);
        var writing = arm.Beside(async () =>
        {
            foreach (var part in all.Chunk(130))
            {
                await near.WriteAsync(part);
            }
        });
        var answering = far.WriteAsync("<the other way/>"u8.ToArray());
        Assert.Equal(all, await far.ReadExactlyAsync(all.Length));
        Assert.Equal("<the other way/>"u8.ToArray(), await near.ReadExactlyAsync(16));
        await writing;
        await answering;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_buffer_smaller_than_what_is_there_leaves_the_rest_for_the_next_read(bool secured, bool nearIsServer) =>
        Keep(async arm =>
        {
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            await near.WriteAsync("abcdefghij"u8.ToArray());
            await near.WriteAsync("klm"u8.ToArray());
            await arm.SettleAsync();
            for (var i = 0; i < 13; i++)
            {
                var one = new byte[1];
                Assert.Equal(1, await far.ReadAsync(one));
                Assert.Equal('a' + i, one[0]);
            }
        });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task Two_writes_may_be_read_as_one_or_as_several(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        await near.WriteAsync("first"u8.ToArray());
        await near.WriteAsync("second"u8.ToArray());
        await arm.SettleAsync();
        var buffer = new byte[100];
        var count = await far.ReadAsync(buffer);
        Assert.InRange(count, 1, 11);
        var rest = await far.ReadExactlyAsync(11 - count);
        Assert.Equal("firstsecond"u8.ToArray(), buffer[..count].Concat(rest));
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_write_beyond_all_buffers_arrives_whole_at_a_slow_reader(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var all = Bytes(1 << 20);
        var writing = near.WriteAsync(all);
        var heard = new List<byte>();
        for (var i = 0; i < 5; i++)
        {
            await arm.SettleAsync();
            heard.AddRange(await far.ReadExactlyAsync(1000));
        }

        heard.AddRange(await far.ReadExactlyAsync(all.Length - heard.Count));
        Assert.True(all.AsSpan().SequenceEqual(heard.ToArray()));
        await writing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_write_that_nobody_reads_waits_for_the_reader(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var writing = near.WriteAsync(new byte[arm.MoreThanFits]);
        await arm.SettleAsync();
        Assert.False(writing.IsCompleted);
        await far.ReadExactlyAsync(arm.MoreThanFits);
        await writing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_write_that_waits_fails_at_the_reset_of_either_end(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        foreach (var own in (bool[])[true, false])
        {
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            var writing = near.WriteAsync(new byte[arm.MoreThanFits]);
            await arm.SettleAsync();
            (own ? near : far).Abort();
            await BreaksAsync(writing);
        }
    });
}
