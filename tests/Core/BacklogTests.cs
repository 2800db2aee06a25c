using FsCheck.Xunit;
using Xmpp.Federation.Core.Admitting;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>The stanzas of the own application, between being handed over and their fate.</summary>
public sealed class BacklogTests
{
    private static readonly Limits Tight = Limits.Default with { PairBytesMax = 100, BacklogBytesMax = 250, BacklogStanzasMax = 6 };
    private static readonly DomainPair[] Pairs = [Out, new(Local, Third), In];

    [Theory]
    [InlineData(100, 0, true)]
    [InlineData(101, 0, false)]
    [InlineData(40, 60, true)]
    [InlineData(41, 60, false)]
    public void A_pair_has_no_more_bytes_under_way_than_its_limit(int bytes, int before, bool room) =>
        Assert.Equal(room, Backlog.Empty.With(Out, before).HasRoom(Tight, Out, bytes));

    [Fact]
    public void All_pairs_together_have_a_limit_too()
    {
        var most = Backlog.Empty.With(Pairs[0], 100).With(Pairs[1], 100);
        Assert.True(most.HasRoom(Tight, Pairs[2], 50));
        Assert.False(most.HasRoom(Tight, Pairs[2], 51));
    }

    [Fact]
    public void Stanzas_are_counted_as_well()
    {
        var most = Enumerable.Repeat(1, Tight.BacklogStanzasMax - 1).Aggregate(Backlog.Empty, (b, bytes) => b.With(Out, bytes));
        Assert.True(most.HasRoom(Tight, Out, 1));
        Assert.False(most.With(Out, 1).HasRoom(Tight, Out, 1));
    }

    [Property]
    public void What_came_and_went_has_left_nothing(byte[] stanzas)
    {
        var backlog = stanzas.Aggregate(Backlog.Empty, (b, s) => b.With(Pairs[s % 3], s));
        Assert.Equal(stanzas.Sum(s => s), backlog.All.Bytes);
        Assert.Equal(Backlog.Empty, stanzas.Reverse().Aggregate(backlog, (b, s) => b.Without(Pairs[s % 3], s)));
    }
}
