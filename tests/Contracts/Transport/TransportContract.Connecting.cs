using static Xmpp.Federation.Contracts.Tests.Transport.Exchange;

namespace Xmpp.Federation.Contracts.Tests.Transport;

/// <summary>Connections are made, refused, or no longer wanted.</summary>
public abstract partial class TransportContract
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_connection_carries_in_both_directions(bool directTls) => Keep(async arm =>
    {
        var pair = await arm.ConnectAsync(new Ends { DirectTls = directTls });
        if (directTls)
        {
            // XEP-0368 3: TLS begins with the first byte.
            await pair.SecureAsync();
        }

        await TalkAsync(pair.Client, pair.Server);
        await TalkAsync(pair.Server, pair.Client);
    });

    [Fact]
    public Task Where_nobody_listens_connecting_is_an_IOException() => Keep(async arm =>
    {
        var dial = await arm.VacateAsync(Absence.Nobody);
        await BreaksAsync(dial(CancellationToken.None));
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public Task A_connection_that_is_no_longer_wanted_is_cancelled(bool fromTheBeginning) => Keep(async arm =>
    {
        var dial = await arm.VacateAsync(Absence.Silence);
        using var unwanted = new CancellationTokenSource();
        if (fromTheBeginning)
        {
            Cancel(unwanted);
        }

        var connecting = dial(unwanted.Token);
        Assert.True(fromTheBeginning || !connecting.IsCompleted);
        Cancel(unwanted);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => connecting);
    });

    // Here and now: the asynchronous way leads over the thread pool, where no scheduler of ours sees it.
    private static void Cancel(CancellationTokenSource unwanted) => unwanted.Cancel();
}
