using System.Net;
using Xmpp.Federation.Adapters;
using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>What the adapters remember of strangers, and by which address they know them.</summary>
public sealed class GrowthTests
{
    [Fact]
    public void The_book_of_proofs_forgets_the_oldest()
    {
        var book = new ProofBook();
        var certificate = Authority.Ours.Issue("a.example");
        var proof = new IdentityProof.Secure(_ => true);
        for (var i = 0; i < 10_001; i++)
        {
            book.Note(Domain.Parse($"s{i}.example"), proof);
        }

        Assert.Equal(10_000, book.Count);
        Assert.Equal(FurtherProof.None, book.Of(Domain.Parse("s0.example"), certificate));
        Assert.Equal(FurtherProof.Agrees, book.Of(Domain.Parse("s1.example"), certificate));
        Assert.Equal(FurtherProof.Agrees, book.Of(Domain.Parse("s10000.example"), certificate));
    }

    [Fact]
    public void A_proof_that_is_gone_is_forgotten()
    {
        var book = new ProofBook();
        book.Note(Domain.Parse("a.example"), new IdentityProof.Secure(_ => true));
        book.Note(Domain.Parse("a.example"), new IdentityProof.Absent());
        Assert.Equal(0, book.Count);
    }

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("::ffff:192.0.2.1", "192.0.2.1")]
    [InlineData("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64")]
    [InlineData("2001:db8:1:2:ffff::1", "2001:db8:1:2::/64")]
    public void A_network_of_IPv6_counts_as_one_address(string remote, string address) =>
        Assert.Equal(new PeerAddress(address), RemoteAddress.Of(new IPEndPoint(IPAddress.Parse(remote), 40_000)));
}
