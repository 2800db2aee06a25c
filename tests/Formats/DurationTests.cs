using Microsoft.Extensions.Time.Testing;
using Xmpp.Federation.Testbed.Cli;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Times as people type them, and the deadlines that come of them.</summary>
public sealed class DurationTests
{
    [Theory]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("1h", 3600)]
    [InlineData("1000h", 3_600_000)]
    [InlineData("007s", 7)]
    public void A_number_and_a_unit_is_a_time(string text, int seconds)
    {
        Assert.True(Duration.TryParse(text, out var length));
        Assert.Equal(TimeSpan.FromSeconds(seconds), length);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("0s")]
    [InlineData("-5s")]
    [InlineData("+5s")]
    [InlineData("1.5h")]
    [InlineData("5 s")]
    [InlineData("5S")]
    [InlineData("5parsecs")]
    [InlineData("1001h")]
    [InlineData("99999999999999s")]
    public void Anything_else_is_none(string text) => Assert.False(Duration.TryParse(text, out _));

    [Fact]
    public void A_deadline_passes_when_its_time_is_over()
    {
        var clock = new FakeTimeProvider();
        var deadline = Deadline.After(TimeSpan.FromSeconds(10), clock);
        var share = deadline.Share(0.5);

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(share.Passed);
        Assert.False(deadline.Passed);
        Assert.Equal(TimeSpan.FromSeconds(4), deadline.Left);

        clock.Advance(TimeSpan.FromSeconds(6));
        Assert.True(deadline.Passed);
        Assert.Equal(TimeSpan.Zero, deadline.Left);
        Assert.False(Deadline.Never.Passed);
    }
}
