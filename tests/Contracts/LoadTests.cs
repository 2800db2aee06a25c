using System.Net;
using System.Net.Sockets;
using Xmpp.Federation.Core;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>These tests count the memory of the process, so that nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}

/// <summary>Under a load of half-open and hostile streams honest peers federate as ever, within a bound of memory.</summary>
[Collection(Alone.Name)]
public sealed class LoadTests
{
    private const int Stanzas = 100;
    private const int LooksMax = 3_000;

    [Fact]
    public async Task Half_open_and_hostile_streams_leave_honest_ones_unharmed()
    {
        await using var servers = new Servers();
        var b = await servers.StartAsync("b.example", Policy.Default);
        var old = await servers.StartAsync("old.example", Policy.Default);
        await ExchangeAsync(old, "old.example", b);
        var before = GC.GetTotalMemory(forceFullCollection: true);

        using (var attackers = new Attackers(b.Federation.Endpoints[0].Address))
        {
            await attackers.AttackAsync(2_000, Attackers.HalfOpen);
            var growth = GC.GetTotalMemory(forceFullCollection: true) - before;
            Assert.InRange(b.Federation.State.Crowd.HalfOpen, Limits.Default.HalfOpenMax / 2, Limits.Default.HalfOpenMax);
            TestContext.Current.TestOutputHelper?.WriteLine(
                $"{b.Federation.State.Crowd.HalfOpen} half-open streams, {growth} bytes with 2000 clients");
            Assert.InRange(growth, 0, BytesPerHalfOpenMax * Limits.Default.HalfOpenMax);

            // Somebody new comes while all the room for half-open streams is taken, and more is asked for.
            var fresh = await servers.StartAsync("fresh.example", Policy.Default);
            await Task.WhenAll(
            [
                ExchangeAsync(old, "old.example", b),
                ExchangeAsync(fresh, "fresh.example", b),
                attackers.AttackAsync(800, Attackers.Hostile),
                attackers.TrickleAsync(),
            ]).Soon();
        }

        await UntilAsync(() => b.Federation.State.Crowd.HalfOpen == 0);
        await UntilAsync(() => b.Federation.State.Incoming.Values.All(s => s.Authenticated));
        // What this test has written down of the log is not the server's.
        b.ForgetLog();
        var after = GC.GetTotalMemory(forceFullCollection: true) - before;
        TestContext.Current.TestOutputHelper?.WriteLine($"{after} bytes afterwards");
        Assert.InRange(after, long.MinValue, BytesAfterwardsMax);
        await ExchangeAsync(old, "old.example", b);
    }

    [Fact]
    public async Task Strangers_do_not_aim_the_server_at_a_victim()
    {
        await using var servers = new Servers();
        var b = await servers.StartAsync("b.example", Policy.Default);
        using var victim = new TcpListener(IPAddress.Loopback, 0);
        victim.Start();
        servers.Place("victim.example", ((IPEndPoint)victim.LocalEndpoint).Port);

        using var attackers = new Attackers(b.Federation.Endpoints[0].Address);
        await attackers.AimAsync(100).Soon();
        await UntilAsync(() => b.Federation.State.Verifications.Count == Limits.Default.QuestionsPerAuthorityMax);
        await UntilAsync(() => b.Log.Any(entry => entry.Line.Contains("TooManyQuestions", StringComparison.Ordinal)));

        // It says nothing to anybody, so that every question stays under way.
        List<Socket> dialled = [];
        await UntilAsync(() =>
        {
            while (victim.Pending())
            {
                dialled.Add(victim.AcceptSocket());
            }

            return dialled.Count >= Limits.Default.QuestionsPerAuthorityMax;
        });
        Assert.Equal(Limits.Default.QuestionsPerAuthorityMax, dialled.Count);
        Assert.False(victim.Pending());
        dialled.ForEach(d => d.Dispose());
    }

    private static async Task ExchangeAsync(Server peer, string name, Server server)
    {
        var there = Enumerable.Range(0, Stanzas).Select(i => peer.SendAsync(name, "b.example", $"{name} {i}"));
        var back = Enumerable.Range(0, Stanzas).Select(i => server.SendAsync("b.example", name, $"to {name} {i}"));
        var fates = await Task.WhenAll([.. there, .. back]);
        Assert.All(fates, f => Assert.IsType<StanzaFate.Written>(f));
        for (var i = 0; i < Stanzas; i++)
        {
            await peer.NextAsync();
            await server.NextAsync();
        }
    }

    private static async Task UntilAsync(Func<bool> condition)
    {
        for (var looks = 0; !condition(); looks++)
        {
            Assert.True(looks < LooksMax, "it does not come to be");
            await Task.Delay(20, TestContext.Current.CancellationToken).Soon();
        }
    }

    // Both ends of a connection are in this process; about 16 KiB were measured, with the clients'.
    private const long BytesPerHalfOpenMax = 32_768;

    // The log of the test is in it, and what pools keep.
    private const long BytesAfterwardsMax = 8 << 20;
}
