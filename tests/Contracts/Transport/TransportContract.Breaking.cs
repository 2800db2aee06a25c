using Xmpp.Federation.Shell;
using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>A disorderly end: both ends hear of it, and neither takes it for an orderly one (RFC 9293 3.5.3).</summary>
public abstract partial class TransportContract
{
    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task A_reset_fails_a_read_that_waits(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var reading = far.ReadAsync(new byte[10]);
        await arm.SettleAsync();
        near.Abort();
        await BreaksAsync(reading);
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task After_a_reset_reads_give_at_most_what_was_written_and_then_fail_each_time(bool secured, bool nearIsServer) =>
        Keep(async arm =>
        {
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            await near.WriteAsync(Bytes(100));
            near.Abort();
            await ReadUntilBrokenAsync(far, Bytes(100));
            await BreaksAsync(far.ReadAsync(new byte[10]));
            await BreaksAsync(far.ReadAsync(new byte[10]));
        });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task After_a_reset_a_write_fails_sooner_or_later(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        near.Abort();
        await WriteUntilBrokenAsync(arm, far);
        await BreaksAsync(far.ReadAsync(new byte[10]));
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task After_a_failed_write_a_read_gives_what_had_arrived_or_fails_and_is_no_end(bool secured, bool nearIsServer) =>
        Keep(async arm =>
        {
            // RFC 9293 3.10.7.4 flushes what had arrived, Linux keeps it. But a peer that was reset has not ended.
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            await near.WriteAsync("the reason"u8.ToArray());
            await arm.SettleAsync();
            near.Abort();
            await WriteUntilBrokenAsync(arm, far);
            await ReadUntilBrokenAsync(far, "the reason"u8.ToArray());
        });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task An_abort_fails_what_waits_at_its_own_end_and_all_that_follows(bool secured, bool nearIsServer) =>
        Keep(async arm =>
        {
            var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
            var reading = near.ReadAsync(new byte[10]);
            var closing = near.CloseAsync();
            near.Abort();
            await BreaksAsync(reading);
            await closing;
            await BreaksAsync(near.ReadAsync(new byte[10]));
            await BreaksAsync(near.WriteAsync("late"u8.ToArray()));
            near.Abort();
            await near.CloseAsync();
            far.Abort();
        });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task After_an_abort_reads_fail_even_of_what_had_arrived(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        await far.WriteAsync("unread"u8.ToArray());
        var closing = far.CloseAsync();
        Assert.Equal(1, await near.ReadAsync(new byte[1]));
        await arm.SettleAsync();
        near.Abort();
        await BreaksAsync(near.ReadAsync(new byte[10]));
        await closing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task After_an_abort_not_even_a_heard_end_is_read_again(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var closing = far.CloseAsync();
        Assert.Equal(0, await near.ReadAsync(new byte[10]));
        near.Abort();
        await BreaksAsync(near.ReadAsync(new byte[10]));
        await closing;
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task An_abort_after_the_close_of_both_harms_nobody(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var closing = near.CloseAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
        await far.CloseAsync();
        await closing;
        near.Abort();
        await arm.SettleAsync();
        Assert.Equal(0, await far.ReadAsync(new byte[10]));
    });

    [Theory]
    [MemberData(nameof(EveryWay))]
    public Task An_abort_behind_ones_own_close_takes_the_end_not_back(bool secured, bool nearIsServer) => Keep(async arm =>
    {
        var (near, far, _, _) = await ConnectAsync(arm, secured, nearIsServer);
        var reading = far.ReadAsync(new byte[10]);
        var closing = far.CloseAsync();
        Assert.Equal(0, await near.ReadAsync(new byte[10]));
        await near.CloseAsync();
        near.Abort();
        Assert.Equal(0, await reading);
        await closing;
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_process_that_dies_leaves_an_end_or_a_reset_behind_what_it_wrote(bool secured) => Keep(async arm =>
    {
        // Under TLS there is no close_notify then (RFC 8446 6.1), and who reads cannot tell: the end is that of TCP.
        var pair = await arm.ConnectAsync(Ends.Plain);
        if (secured)
        {
            await pair.SecureAsync();
        }

        await pair.Server.WriteAsync("last words"u8.ToArray());
        await arm.SettleAsync();
        pair.ServerVanishes();
        Assert.Equal("last words"u8.ToArray(), await pair.Client.ReadExactlyAsync(10));
        var reading = pair.Client.ReadAsync(new byte[10]);
        Assert.True(await IsBrokenAsync(reading) || reading.Result == 0);
        await WriteUntilBrokenAsync(arm, pair.Client);
        await pair.Client.CloseAsync();
    });

    // The first write after a reset may succeed: it is what the reset answers. Once it is there, none does.
    private static async Task WriteUntilBrokenAsync(ITransportArm arm, ISocket socket)
    {
        for (var i = 0; i < 3; i++)
        {
            await arm.SettleAsync();
            if (await IsBrokenAsync(socket.WriteAsync("anybody there?"u8.ToArray())))
            {
                return;
            }
        }

        Assert.Fail("Writes go on succeeding.");
    }

    private static async Task ReadUntilBrokenAsync(ISocket socket, byte[] written)
    {
        var heard = new List<byte>();
        var buffer = new byte[30];
        while (true)
        {
            var reading = socket.ReadAsync(buffer);
            if (await IsBrokenAsync(reading))
            {
                break;
            }

            Assert.NotEqual(0, reading.Result);
            heard.AddRange(buffer[..reading.Result]);
        }

        Assert.Equal(written[..heard.Count], heard);
    }
}
