namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// A further pair of ours, towards a server that has a stream of ours already (XEP-0220 2.7): it is asked for on that
/// stream where the server takes dialback errors, which of the three only ejabberd says; elsewhere it has its own.
/// </summary>
public sealed class SharedStreamTests(Servers servers)
{
    private static readonly Setting DialbackOnly = new() { Policy = new Policy { Sasl = SaslPolicy.Disabled } };

    private static readonly Setting Lax = DialbackOnly with { Policy = DialbackOnly.Policy with { StrictCertificates = false } };

    // Where their answers come: jabberd2 goes by the address where it reaches us, unless it has begun a stream to ask.
    public static TheoryData<Make, Demands, Another, bool, bool> Rows => new(
        from row in ((Make Make, Another Another, bool Ours, bool Theirs)[])
        [
            (Make.Prosody, Another.Sender, false, false),
            (Make.Prosody, Another.Target, false, false),
            (Make.Ejabberd, Another.Sender, true, false),
            (Make.Ejabberd, Another.Target, true, false),
            (Make.Jabberd2, Another.Sender, false, false),
            (Make.Jabberd2, Another.Target, false, true),
        ]
        from demands in (Demands[])[Demands.NoTls, Demands.StartTls]
        select (row.Make, demands, row.Another, row.Ours, row.Theirs));

    [Theory]
    [MemberData(nameof(Rows))]
    public async Task Both_pairs_are_served(Make make, Demands demands, Another another, bool oursShare, bool theirsShare)
    {
        await using var all = await Gathering.ComeAsync(
            servers, new(make, demands), demands == Demands.NoTls ? Setting.Clear : Lax);
        var second = all.Second(another);
        await all.PingAsync(all.First, "p1");
        await all.PingAsync(second, "p2");
        await all.PingAsync(all.First, "p3");
        Assert.Equal(oursShare, all.StreamOf(all.First) == all.StreamOf(second));
        Assert.Equal(theirsShare, all.StreamOf(all.First.Inverse) == all.StreamOf(second.Inverse));
        Assert.Empty(all.Refusals);

        // Over TLS each answer has come to its pair. In clear the wire shows the same: on one connection or on two.
        if (demands == Demands.NoTls)
        {
            Assert.Equal(oursShare ? 1 : 2, all.ToServer.Requests.Count(r => r.Contains("<iq ", StringComparison.Ordinal)));
            Assert.Equal(theirsShare ? 1 : 2, all.ToUs.Requests.Count(r => r.Contains("<iq ", StringComparison.Ordinal)));
        }
    }

    // INV-16, INV-21: the certificate that the stream has shown is judged for the further target too.
    [Fact]
    public async Task A_stream_whose_certificate_does_not_name_the_further_target_is_not_used_for_it()
    {
        await using var all = await Gathering.ComeAsync(servers, new(Make.Ejabberd, Demands.StartTls), DialbackOnly);
        var second = all.Second(Another.Target);
        await all.PingAsync(all.First, "p1");
        await all.PingAsync(second, "p2");
        Assert.NotEqual(all.StreamOf(all.First), all.StreamOf(second));
    }

    // Where policy has no wish for it, nobody is asked.
    [Fact]
    public async Task A_further_target_has_a_stream_of_its_own_where_policy_says_so()
    {
        var apart = Setting.Clear with { Policy = Setting.Clear.Policy with { AllowTargetMultiplexing = false } };
        await using var all = await Gathering.ComeAsync(servers, new(Make.Ejabberd, Demands.NoTls), apart);
        await all.PingAsync(all.First, "p1");
        await all.PingAsync(all.Second(Another.Target), "p2");
        Assert.NotEqual(all.StreamOf(all.First), all.StreamOf(all.Second(Another.Target)));
    }
}
