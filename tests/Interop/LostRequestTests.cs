using System.Text.RegularExpressions;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>
/// The stream on which a key was presented ends while its authority is asked (XEP-0220 2.1.1, 2.1.2): nobody is
/// there any more to be told, nothing is credited to anybody, and whoever comes next is none the worse for it.
/// </summary>
public sealed partial class LostRequestTests(Servers servers)
{
    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public async Task Their_stream_ends_while_we_ask_about_their_key(Make make)
    {
        await using var meeting = await RelayedAsync(make);
        var (them, authority) = (meeting.Relays.ToUs, meeting.Relays.ToAuthority);
        Assert.Equal("Dialback", await meeting.OutcomeAsync());
        await meeting.AnswerAsync();
        Assert.Equal(1, Admitted());

        // They come again, and present a key; both ends see the end of that stream before the key is answered.
        await them.CutAsync();
        var asked = authority.Questions.Shut();
        await meeting.PingUntilAsync(() => asked.IsCompleted, "we ask about the key of a second stream");
        var answered = Answered();
        await them.CutAsync();
        authority.Questions.Open();

        // Their authority, which is themselves, vouches for them unless we have hung up.
        await Meeting.UntilAsync(() => Answered() > answered || authority.IsQuiet, "the question has an end");
        Assert.Equal(1, Admitted());

        // A third stream is verified for itself, and nothing is left of the second.
        await meeting.PingUntilAnswerAsync();
        Assert.Equal(2, Admitted());
        await Meeting.UntilAsync(() => authority.IsQuiet, "no question is left open");

        int Admitted() => meeting.Incoming.Count(l => l.Contains($"{meeting.Theirs}→{meeting.Ours} by ", StringComparison.Ordinal));
        int Answered() => authority.Answers.Sum(a => Vouching().Count(a));
    }

    [Theory]
    [InlineData(Make.Prosody)]
    [InlineData(Make.Ejabberd)]
    [InlineData(Make.Jabberd2)]
    public async Task Our_stream_ends_while_they_ask_about_our_key(Make make)
    {
        await using var meeting = await RelayedAsync(make);
        var (us, authority) = (meeting.Relays.ToServer, meeting.Relays.ToUs);
        var asked = authority.Questions.Shut();
        var outcome = meeting.OutcomeAsync();
        await Meeting.UntilAsync(() => asked.IsCompleted, "they ask about our key");
        await us.CutAsync();
        Assert.Equal("remote-server-timeout after D4", await outcome);

        // We vouch for the key of a stream that is no more; the next one is verified for itself.
        authority.Questions.Open();
        await meeting.PingUntilAnswerAsync();
        Assert.Single(meeting.Log, l => l.Contains($"{meeting.Ours}→{meeting.Theirs} by ", StringComparison.Ordinal));
    }

    private Task<Meeting> RelayedAsync(Make make) => Meeting.ArrangeAsync(servers, new(make, Demands.NoTls)
    {
        Dialler = Setting.Clear,
        Listener = Setting.Clear,
        Relayed = true,
    });

    [GeneratedRegex("<db:verify[^>]* type=['\"]valid['\"]")]
    private static partial Regex Vouching();
}
