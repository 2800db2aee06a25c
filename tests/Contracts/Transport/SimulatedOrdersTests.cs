using Xmpp.Federation.Testbed.Network;
using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>
/// Where the contract leaves open what happens, TCP does one thing on one day and another on the next. A simulation
/// that always does the same would keep the contract and hide faults: it must show all of it.
/// </summary>
public sealed class SimulatedOrdersTests
{
    [Fact]
    public void Two_writes_are_read_together_and_apart_and_across_their_border() =>
        Shows(["across", "apart", "together"], async pair =>
        {
            await pair.Client.WriteAsync("first"u8.ToArray());
            await pair.Client.WriteAsync("second"u8.ToArray());
            await Task.Yield();
            await Task.Yield();
            return await pair.Server.ReadAsync(new byte[11]) switch
            {
                11 => "together",
                > 5 => "across",
                _ => "apart",
            };
        });

    [Fact]
    public void A_reset_loses_what_is_under_way_and_leaves_what_has_arrived() =>
        Shows(["", "before", "partly"], async pair =>
        {
            await pair.Client.WriteAsync("before"u8.ToArray());
            await Task.Yield();
            pair.Client.Abort();
            var reading = pair.Server.ReadAsync(new byte[6]);
            return await IsBrokenAsync(reading) ? "" : reading.Result == 6 ? "before" : "partly";
        });

    [Fact]
    public void The_reason_that_came_before_a_reset_is_read_after_a_failed_write_or_lost() =>
        Shows(["failed: lost", "failed: read", "wrote: lost", "wrote: read"], async pair =>
        {
            await pair.Client.WriteAsync("!"u8.ToArray());
            await Task.Yield();
            pair.Client.Abort();
            await Task.Yield();
            var wrote = await IsBrokenAsync(pair.Server.WriteAsync("?"u8.ToArray())) ? "failed" : "wrote";
            return await IsBrokenAsync(pair.Server.ReadAsync(new byte[1])) ? $"{wrote}: lost" : $"{wrote}: read";
        });

    [Fact]
    public void An_end_is_heard_before_an_abort_or_never() => Shows(["broken", "end"], async pair =>
    {
        _ = pair.Client.CloseAsync();
        await Task.Yield();
        pair.Client.Abort();
        var reading = pair.Server.ReadAsync(new byte[1]);
        return await IsBrokenAsync(reading) ? "broken" : "end";
    });

    [Fact]
    public void The_first_write_after_a_reset_succeeds_or_fails() => Shows(["failed", "succeeded"], async pair =>
    {
        pair.Client.Abort();
        await Task.Yield();
        return await IsBrokenAsync(pair.Server.WriteAsync("hello"u8.ToArray())) ? "failed" : "succeeded";
    });

    [Theory]
    [InlineData(TlsFault.After, "alert", "alert after a write")]
    [InlineData(TlsFault.AfterInSilence, "end after a write")]
    public void A_certificate_that_is_refused_afterwards_is_an_alert_or_an_end(object refusal, params string[] ways) =>
        Shows(ways, async pair =>
        {
            var securing = pair.SecureServerAsync();
            await pair.SecureClientAsync();
            await securing;
            _ = pair.Server.CloseAsync();
            var wrote = !await IsBrokenAsync(pair.Client.WriteAsync("<stream:stream>"u8.ToArray()));
            var reading = pair.Client.ReadAsync(new byte[1]);
            var how = await IsBrokenAsync(reading) ? "alert" : "end";
            return wrote ? $"{how} after a write" : how;
        }, (TlsFault)refusal);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Over_a_cut_connection_nothing_ends_but_by_an_abort(bool serverSpeaks) => Always(async (arm, pair) =>
    {
        arm.Cut();
        if (serverSpeaks)
        {
            await pair.Server.WriteAsync("<proceed/>"u8.ToArray());
        }

        var (client, server) = (pair.SecureClientAsync(), pair.SecureServerAsync());
        await arm.SettleAsync();
        Assert.False(client.IsCompleted || server.IsCompleted);
        pair.Client.Abort();
        await arm.SettleAsync();
        Assert.False(server.IsCompleted);
        pair.Server.Abort();
        Assert.NotNull((await client).Failure);
        Assert.NotNull((await server).Failure);
    });

    private static void Always(Func<SimulatedArm, Pair, Task> body)
    {
        for (var seed = 0UL; seed < 200; seed++)
        {
            SimulatedArm.Run(seed, socket => socket, async arm => await body((SimulatedArm)arm, await arm.ConnectAsync(Ends.Plain)));
        }
    }

    private static void Shows(string[] expected, Func<Pair, Task<string>> body, TlsFault refusal = TlsFault.None)
    {
        var seen = new SortedSet<string>(StringComparer.Ordinal);
        for (var seed = 0UL; seed < 200; seed++)
        {
            SimulatedArm.Run(seed, socket => socket, async arm =>
                seen.Add(await body(await arm.ConnectAsync(new Ends { Refusal = refusal }))));
        }

        Assert.Equal(expected, seen);
    }
}
