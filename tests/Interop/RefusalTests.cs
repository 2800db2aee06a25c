namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// How a test of refusals goes. Where we dial, it expects what became of a ping: the means by which we were
/// authorised, or the condition with which it was returned, and after which refusals. Where the server dials us, it
/// expects what we decided about its streams; or, where we have decided nothing, what the server says in its log.
/// </summary>
public abstract class RefusalTests(Servers servers)
{
    private protected static readonly Setting Usual = Setting.Default;

    /// <summary>Goes on, encrypted but without EXTERNAL, where a certificate does not validate.</summary>
    private protected static readonly Setting Lax =
        Usual with { Policy = new Policy { StrictCertificates = false } };

    private protected static readonly Setting DialbackOnly =
        Usual with { Policy = new Policy { Sasl = SaslPolicy.Disabled } };

    private protected Task<Meeting> MeetAsync(Arrangement arrangement) => Meeting.ArrangeAsync(servers, arrangement);

    /// <summary>What becomes of a ping is this.</summary>
    private protected async Task BecomesAsync(string expected, Arrangement arrangement)
    {
        await using var meeting = await MeetAsync(arrangement);
        Assert.Equal(expected, await meeting.OutcomeAsync());
    }

    /// <summary>The server dials us, because of a ping, and this is what we decide.</summary>
    private protected async Task IsDecidedAsync(string expected, Arrangement arrangement)
    {
        await using var meeting = await MeetAsync(arrangement);
        meeting.Ping();
        var decisions = await meeting.DecisionsAsync(expected.Split("; ").Length);
        Assert.Equal(expected, string.Join("; ", decisions));
    }

    /// <summary>The server dials us, because of a ping, and goes with these words.</summary>
    private protected async Task IsSaidAsync(string expected, Arrangement arrangement)
    {
        await using var meeting = await MeetAsync(arrangement);
        meeting.Ping();
        Assert.True(await meeting.SaidAsync(expected), $"It has not said: {expected}");
        Assert.Empty(await meeting.DecisionsAsync(0));
    }
}
