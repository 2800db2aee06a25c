using System.Reflection;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using static Xmpp.Federation.Core.Tests.Samples;

namespace Xmpp.Federation.Core.Tests;

/// <summary>Keys, certificates, and the proof that cannot be forged.</summary>
public sealed class EvidenceTests
{
    [Theory]
    // XEP-0220 2 and XEP-0185 3: the vectors of the texts.
    [InlineData(
        "s3cr3tf0rd14lb4ck", "montague.example", "capulet.example", "D60000229F",
        "b4835385f37fe2895af6c196b59097b16862406db80559900d96bf6fa7d23df3")]
    [InlineData(
        "d14lb4ck43v3r", "capulet.example", "montague.example", "417GAF25",
        "225cc5aa6a071133249d25fef42ae516fc7a86c523aa1c6980a7f73e784c972d")]
    [InlineData(
        "s3cr3tf0rd14lb4ck", "xmpp.example.com", "example.org", "D60000229F",
        "37c69b1cf07a3f67c04a5ef5902fa5114f2c76fe4a2686482ba5b89323075643")]
    public void A_dialback_key_is_that_of_the_specification(string secret, string target, string sender, string id, string key)
    {
        var keys = new HmacDialbackKeys(System.Text.Encoding.UTF8.GetBytes(secret));
        var pair = new DomainPair(Domain.Parse(sender), Domain.Parse(target));

        Assert.Equal(key, keys.Make(pair, new StreamId(id)));
        Assert.True(keys.IsOurs(pair, new StreamId(id), key));
        Assert.False(keys.IsOurs(pair, new StreamId(id), key.ToUpperInvariant()));
        Assert.False(keys.IsOurs(pair.Inverse, new StreamId(id), key));
        Assert.False(keys.IsOurs(pair, new StreamId(id + "0"), key));
    }

    [Fact]
    public void A_proof_has_no_public_way_in_but_its_factories()
    {
        // INV-1, INV-2: "each takes the evidence and refuses what does not prove the pair".
        const BindingFlags any = BindingFlags.Instance | BindingFlags.NonPublic | BindingFlags.Public;
        Assert.All(typeof(Verified).GetConstructors(any), c => Assert.True(c.IsPrivate));
        Assert.True(typeof(Verified).IsSealed);
        Assert.All(typeof(Verified).GetProperties(), p => Assert.Null(p.SetMethod));
        string[] factories =
            ["ByAcceptedExternal", "ByAcceptedKey", "ByAuthority", "ByBidi", "ByCertificate", "WithoutDiallingBack"];
        Assert.Equal(factories, typeof(Verified).GetMethods(BindingFlags.Static | BindingFlags.Public)
            .Where(m => m.ReturnType == typeof(Verified)).Select(m => m.Name).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_proof_cannot_be_had_from_evidence_that_proves_something_else()
    {
        var other = new Heard.ResultAnswer(Out.Inverse, new Verdict.Valid());
        Assert.Throws<InvalidOperationException>(() => Verified.ByAcceptedKey(Out, other));
        Assert.Throws<InvalidOperationException>(() => Verified.ByAcceptedKey(Out, new Heard.ResultAnswer(Out, new Verdict.Invalid())));
        Assert.Throws<InvalidOperationException>(() => Verified.ByAuthority(Question, new Verdict.Invalid()));
        Assert.Throws<InvalidOperationException>(() => Verified.ByCertificate(In, Expired));
        Assert.Throws<InvalidOperationException>(() => Verified.ByCertificate(In, PeerCertificate.Missing));
        Assert.Throws<InvalidOperationException>(() => Verified.ByCertificate(Out, Theirs));
    }

    [Theory]
    // RFC 6125 6.4.1, 6.4.3: every label matches; a wildcard is the whole left-most label and stands for one.
    [InlineData("there.example", "there.example", true)]
    [InlineData("THERE.example", "there.example", true)]
    [InlineData("*.example", "there.example", true)]
    [InlineData("*.example", "a.there.example", false)]
    [InlineData("*.example", "example", false)]
    [InlineData("t*.example", "there.example", false)]
    [InlineData("example", "there.example", false)]
    [InlineData("here.example", "there.example", false)]
    [InlineData("there.example.org", "there.example", false)]
    public void A_name_in_a_certificate_covers_what_it_names(string pattern, string domain, bool covers) =>
        Assert.Equal(covers, new PresentedName(PresentedNameKind.DnsId, pattern).Covers(Domain.Parse(domain)));

    [Fact]
    public void A_wildcard_is_one_in_DNS_names_only() =>
        Assert.False(new PresentedName(PresentedNameKind.XmppAddr, "*.example").Covers(Remote));
}
