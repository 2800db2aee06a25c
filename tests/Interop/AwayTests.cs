using Xmpp.Federation.Core;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>An authority is not there when it is asked about a key (XEP-0220 2.5).</summary>
public sealed class AwayTests(Servers servers) : RefusalTests(servers)
{
    private static readonly Limits Hasty = Limits.Default with
    {
        AuthorityTimeout = TimeSpan.FromSeconds(1),
        DialbackTimeout = TimeSpan.FromSeconds(1),
        CloseTimeout = TimeSpan.FromSeconds(1),
    };

    public static TheoryData<Make, Absence, string> Absences => new(
        from make in Enum.GetValues<Make>()
        from absence in (Dictionary<Absence, string>)new()
        {
            [Absence.Unknown] = "remote-server-not-found",
            [Absence.Refusing] = "remote-connection-failed",
            [Absence.Silent] = "remote-server-timeout",
        }
        select (make, absence.Key, absence.Value));

    [Theory]
    [MemberData(nameof(Absences))]
    public async Task Theirs_is_away_and_we_say_so(Make make, Absence how, string condition)
    {
        await using var meeting = await MeetAsync(new(make, Demands.NoTls)
        {
            Dialler = Setting.Clear,
            Listener = Setting.Clear with { Limits = how == Absence.Silent ? Hasty : Limits.Default },
            Relayed = true,
            TheirsAway = how,
        });
        meeting.Ping();
        var error = $"<db:result from='{meeting.Ours}' to='{meeting.Theirs}' type='error'><error type=";
        await Meeting.UntilAsync(() => Told() is not null, "they are told");
        Assert.Matches($"^'(wait|cancel)'><{condition} xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error></db:result>", Told());

        // We leave the stream open (XEP-0220 2.5): ejabberd does so too, the others end it.
        var expected = make == Make.Ejabberd ? "DialbackRefused" : "DialbackRefused; PeerRefused";
        Assert.Equal(expected, string.Join("; ", await meeting.DecisionsAsync(expected.Split("; ").Length)));
        Assert.True(make != Make.Ejabberd || Told()!.EndsWith("</db:result>", StringComparison.Ordinal), Told());

        string? Told() => meeting.Relays.ToUs.Answers.Select(a => a.Split(error)).SingleOrDefault(a => a.Length == 2)?[1];
    }

    // ejabberd says what hinders it, unless it waits itself; the others are silent, and our patience ends.
    [Theory]
    [InlineData(Make.Prosody, Absence.Refusing, "remote-server-timeout after D4 dialback-timeout")]
    [InlineData(Make.Ejabberd, Absence.Refusing, "remote-server-timeout after D2 remote-server-not-found")]
    [InlineData(Make.Jabberd2, Absence.Refusing, "remote-server-timeout after D4 dialback-timeout")]
    [InlineData(Make.Prosody, Absence.Silent, "remote-server-timeout after D4 dialback-timeout")]
    [InlineData(Make.Ejabberd, Absence.Silent, "remote-server-timeout after D4 dialback-timeout")]
    [InlineData(Make.Jabberd2, Absence.Silent, "remote-server-timeout after D4 dialback-timeout")]
    public Task Ours_is_away(Make make, Absence how, string expected) => BecomesAsync(expected, new(make, Demands.StartTls)
    {
        Dialler = expected.Contains("D4", StringComparison.Ordinal) ? DialbackOnly with { Limits = Hasty } : DialbackOnly,
        OursAway = how,
    });
}
