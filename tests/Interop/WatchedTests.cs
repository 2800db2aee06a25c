using Xmpp.Federation.Testbed.Bugs;
using Xunit.Sdk;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// Whatever we say to a real server is followed in the model (<see cref="Party"/>): a test in which we say what no rule
/// allows fails, whatever the server makes of it.
/// </summary>
public sealed class WatchedTests(Servers servers)
{
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public async Task A_key_that_is_sent_twice_fails_the_test_with_its_clause(Make make)
    {
        var twice = Setting.Clear with { Bug = PlantedBug.Named("request-doubled").Plant };
        var meeting = await Meeting.ArrangeAsync(servers, new(make, Demands.NoTls) { Dialler = twice });
        await meeting.PingUntilAsync(() => meeting.Departure is not null, "something is said that is not allowed");

        var failure = await Assert.ThrowsAsync<TrueException>(async () => await meeting.DisposeAsync());
        Assert.Contains("INV-32 (X0220-2.1.1-p2): it asks for a pair once on a stream", failure.Message, StringComparison.Ordinal);
    }
}
