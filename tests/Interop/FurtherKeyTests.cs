using System.Security.Cryptography.X509Certificates;
using System.Text;
using Xmpp.Federation.Contracts.Tests;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Evidence;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// Whoever we have let in by EXTERNAL presents a key in the name of a real server (XEP-0220 2.7): it is worth what that
/// server says of it, or what the certificate proves (XEP-0344 2.4), and never what was proved of the first pair
/// (INV-10). Whatever comes of it, the first pair goes on.
/// </summary>
public sealed class FurtherKeyTests(Servers servers)
{
    private static readonly Setting Sharing = new()
    {
        Policy = new Policy { AllowMultiplexingOnSasl = true, StrictCertificates = false },
    };

    private static readonly Domain Guest = Domain.Parse("guest.example");

    // XEP-0185: Prosody can be told of what to make its keys, and makes them as we do.
    [Fact]
    public async Task A_key_that_its_server_vouches_for_is_granted_on_the_stream()
    {
        await using var all = await ComeAsync(Make.Prosody, Sharing);
        using var stream = await LetInAsync(all, Authority.Ours.Issue(Guest.Name));
        Assert.Contains("type='valid'", await PresentAsync(all, stream, genuine: true), Ordinal);
        await BothAreHeardAsync(all, stream, "dialback");
        Assert.Single(all.ToServer.Requests);
    }

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public async Task A_key_that_its_server_denies_is_refused_and_the_stream_stays(Make make)
    {
        await using var all = await ComeAsync(make, Sharing);
        using var stream = await LetInAsync(all, Authority.Ours.Issue(Guest.Name));
        await IsRefusedAsync(all, stream, "forbidden");
        Assert.Single(all.ToServer.Requests);
        Assert.Equal(["in/1: refused: KeyInvalid", "in/1: refused: UnauthorisedStanza"], all.Refusals);
    }

    // The server is not asked: it would deny this key.
    [Fact]
    public async Task A_certificate_that_names_the_sender_spares_the_question()
    {
        await using var all = await ComeAsync(Make.Prosody, Sharing with { Policy = Sharing.Policy with { StrictCertificates = true } });
        var names = new Names().Dns(Guest.Name).Dns(Gathering.Theirs.Name);
        using var stream = await LetInAsync(all, Authority.Ours.Issue(names));
        Assert.Contains("type='valid'", await PresentAsync(all, stream, genuine: false), Ordinal);
        await BothAreHeardAsync(all, stream, "dialback");
        Assert.Empty(all.ToServer.Requests);
    }

    [Theory]
    [InlineData(true, "not-authorized")]
    [InlineData(false, "resource-constraint")]
    public async Task Policy_refuses_without_asking(bool multiplexing, string condition)
    {
        var policy = new Policy { AllowMultiplexingOnSasl = multiplexing, StrictCertificates = multiplexing };
        await using var all = await ComeAsync(Make.Prosody, Sharing with { Policy = policy });
        using var stream = await LetInAsync(all, Authority.Ours.Issue(Guest.Name));
        await IsRefusedAsync(all, stream, condition);
        Assert.Empty(all.ToServer.Requests);
    }

    private Task<Gathering> ComeAsync(Make make, Setting setting) =>
        Gathering.ComeAsync(servers, new(make, Demands.StartTls), setting);

    // The guest is a server that we know nothing of but its certificate.
    private static async Task<RawStream> LetInAsync(Gathering all, X509Certificate2 certificate)
    {
        var stream = await RawStream.OpenAsync(all.Us.Endpoint.Address, Guest, all.Us.Domain);
        await stream.AuthenticateAsync(certificate);
        return stream;
    }

    private static async Task<string> PresentAsync(Gathering all, RawStream stream, bool genuine)
    {
        var pair = all.First.Inverse;
        var secret = Encoding.UTF8.GetBytes(genuine ? ForeignServer.DialbackSecret : "another secret");
        var key = new HmacDialbackKeys(secret).Make(pair, new StreamId(stream.Id));
        await stream.SayAsync($"<db:result from='{pair.Sender}' to='{pair.Target}'>{key}</db:result>");
        return await stream.HearAsync("</db:result>", "type='valid'");
    }

    private static async Task IsRefusedAsync(Gathering all, RawStream stream, string condition)
    {
        var answer = await PresentAsync(all, stream, genuine: false);
        Assert.Contains("type='error'", answer, Ordinal);
        Assert.Contains($"<{condition} ", answer, Ordinal);
        Assert.Empty(all.StreamsOf(all.First.Inverse));

        // The first pair goes on; the second has nothing on it (INV-2).
        await SayAsync(stream, Guest, all, "m1");
        await Meeting.UntilAsync(() => all.Us.Received == 1, "the guest is heard");
        await SayAsync(stream, Gathering.Theirs, all, "m2");
        Assert.Contains("<invalid-from", await stream.HearAsync("<invalid-from"), Ordinal);
        Assert.Equal(1, all.Us.Received);
    }

    private static async Task BothAreHeardAsync(Gathering all, RawStream stream, string means)
    {
        await SayAsync(stream, Gathering.Theirs, all, "m1");
        await SayAsync(stream, Guest, all, "m2");
        await Meeting.UntilAsync(() => all.Us.Received == 2, "both are heard");
        Assert.Equal(
            [(new DomainPair(Gathering.Theirs, all.Us.Domain), means), (new DomainPair(Guest, all.Us.Domain), "EXTERNAL")],
            all.Us.Stanzas.Select(s => (s.Pair, s.Means)));
        Assert.Empty(all.Refusals);
    }

    private static ValueTask SayAsync(RawStream stream, Domain from, Gathering all, string id) =>
        stream.SayAsync($"<message id='{id}' from='{from}' to='{all.Us.Domain}'/>");
}
