using System.Diagnostics;
using System.Globalization;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>What operators learn from two real servers on loopback.</summary>
public sealed class TelemetryTests
{
    private const string Secret = "wherefore-art-thou";

    private static readonly Policy DialbackOverTls = new() { Sasl = SaslPolicy.Disabled };

    [Fact]
    public async Task Stanzas_are_counted_by_what_became_of_them()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        var a = await servers.StartAsync("a.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        await a.SendAsync("a.example", "b.example");
        await b.NextAsync();
        servers.Place("nowhere.example");
        await a.SendAsync("a.example", "nowhere.example");
        Assert.Equal(
            ["xmpp.federation.outcome=delivered", "xmpp.federation.outcome=returned error.type=remote-server-not-found",
                "xmpp.federation.outcome=written"],
            meters.AttributesOf("xmpp.federation.stanzas"));
        Assert.Equal(["error.type=N1"], meters.AttributesOf("xmpp.federation.attempts.failed"));
    }

    [Fact]
    public async Task The_time_of_a_negotiation_is_told_for_both_roles_and_of_one_that_fails()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        var a = await servers.StartAsync("a.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        await a.SendAsync("a.example", "b.example");
        await b.NextAsync();
        servers.Place("nowhere.example");
        await a.SendAsync("a.example", "nowhere.example");
        Assert.Equal(
            [
                "xmpp.federation.role=initiator xmpp.federation.outcome=admitted xmpp.federation.means=EXTERNAL",
                "xmpp.federation.role=initiator xmpp.federation.outcome=failed error.type=N1",
                "xmpp.federation.role=receiver xmpp.federation.outcome=admitted xmpp.federation.means=EXTERNAL",
            ],
            meters.AttributesOf("xmpp.federation.negotiation.duration"));
        Assert.All(meters.ValuesOf("xmpp.federation.negotiation.duration"), v => Assert.InRange(v, 0, 20));
        Assert.Contains(meters.ValuesOf("xmpp.federation.negotiation.duration"), v => v > 0);
    }

    [Fact]
    public async Task Streams_are_counted_as_long_as_they_are_there()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        var a = await servers.StartAsync("a.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        await servers.StartAsync("b.example", Policy.Default);
        Assert.Equal([0, 0], meters.Observe("xmpp.federation.streams.active"));
        await a.SendAsync("a.example", "b.example");
        Assert.Equal([1, 0], meters.Observe("xmpp.federation.streams.active"));
        Assert.Equal([0], meters.Observe("xmpp.federation.searches.active"));
        Assert.Equal([0], meters.Observe("xmpp.federation.queue.stanzas"));
        await a.Federation.CloseAsync().Soon();
        Assert.Equal([0, 0], meters.Observe("xmpp.federation.streams.active"));
    }

    [Fact]
    public async Task What_waits_for_a_stream_is_in_the_queue_and_its_search_under_way()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        var setup = new Servers.Setup { MeterFactory = meters, FindProof = _ => new TaskCompletionSource<IdentityProof>().Task };
        var a = await servers.StartAsync("a.example", Policy.Default, setup);
        Task[] sent = [.. Enumerable.Range(0, 3).Select(_ => a.Federation.SendAsync(Server.Message("a.example", "b.example")))];
        await meters.Becomes("xmpp.federation.queue.stanzas", 3);
        Assert.Equal([1], meters.Observe("xmpp.federation.searches.active"));
        await a.Federation.CloseAsync().Soon();
        await Task.WhenAll(sent).Soon();
        Assert.Equal([0], meters.Observe("xmpp.federation.queue.stanzas"));
    }

    [Fact]
    public async Task A_refusal_is_counted_by_its_rule()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        var b = await servers.StartAsync("b.example", Policy.Default, new Servers.Setup { MeterFactory = meters });
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(b.Federation.Endpoints[0].Address, TestContext.Current.CancellationToken);
        await stranger.GetStream().WriteAsync("GET / HTTP/1.1\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await meters.Told("xmpp.federation.negotiation.duration");
        Assert.Equal(
            ["xmpp.federation.rule=IllegalXml xmpp.federation.role=receiver"], meters.AttributesOf("xmpp.federation.refusals"));
        Assert.Equal(
            ["xmpp.federation.role=receiver xmpp.federation.outcome=failed error.type=_OTHER"],
            meters.AttributesOf("xmpp.federation.negotiation.duration"));
    }

    [Fact]
    public async Task A_search_for_a_stream_is_an_activity_from_the_first_question_to_the_first_pair()
    {
        await using var servers = new Servers();
        using var activities = new Activities("spans-a.example");
        var a = await servers.StartAsync("spans-a.example", Policy.Default);
        var b = await servers.StartAsync("spans-b.example", Policy.Default);
        await a.SendAsync("spans-a.example", "spans-b.example");
        var search = Assert.Single(activities.Ended);
        Assert.Equal("xmpp.federation.establish", search.OperationName);
        Assert.Equal((ActivityKind.Client, ActivityStatusCode.Unset), (search.Kind, search.Status));
        Assert.Equal("spans-b.example", search.GetTagItem("xmpp.federation.remote"));
        Assert.Equal("EXTERNAL", search.GetTagItem("xmpp.federation.means"));
        var dial = Assert.Single(search.Events);
        Assert.Equal(b.Federation.Endpoints[0].Address.Port, dial.Tags.Single(t => t.Key == "server.port").Value);
    }

    [Fact]
    public async Task A_search_that_fails_tells_every_reason_and_the_remedy()
    {
        await using var servers = new Servers();
        using var activities = new Activities("lost-a.example");
        var a = await servers.StartAsync("lost-a.example", Policy.Default);
        servers.Place("nowhere.example");
        await a.SendAsync("lost-a.example", "nowhere.example");
        var search = Assert.Single(activities.Ended);
        Assert.Equal((ActivityStatusCode.Error, "N1"), (search.Status, search.GetTagItem("error.type")));
        Assert.Contains("SRV", search.StatusDescription, StringComparison.Ordinal);
        Assert.Single((string[])search.GetTagItem("xmpp.federation.reasons")!);
    }

    [Fact]
    public async Task A_question_about_a_key_is_an_activity_of_its_own()
    {
        await using var servers = new Servers();
        using var activities = new Activities("asked-b.example");
        var a = await servers.StartAsync("asked-a.example", DialbackOverTls);
        var b = await servers.StartAsync("asked-b.example", DialbackOverTls);
        await a.SendAsync("asked-a.example", "asked-b.example");
        await b.NextAsync();
        await b.SendAsync("asked-b.example", "asked-a.example");
        Assert.Equal(
            ["xmpp.federation.verify", "xmpp.federation.establish"], activities.Ended.Select(s => s.OperationName));
    }

    [Fact]
    public async Task Of_two_searches_beside_each_other_neither_is_the_parent()
    {
        await using var servers = new Servers();
        using var meters = new Meters();
        using var activities = new Activities("both-a.example");
        var gate = new TaskCompletionSource<IdentityProof>();
        var setup = new Servers.Setup { MeterFactory = meters, FindProof = _ => gate.Task };
        var a = await servers.StartAsync("both-a.example", Policy.Default, setup);
        servers.Place("b.example");
        servers.Place("c.example");
        Task[] sent = [a.SendAsync("both-a.example", "b.example"), a.SendAsync("both-a.example", "c.example")];
        await meters.Becomes("xmpp.federation.searches.active", 2);
        gate.SetResult(new IdentityProof.Absent());
        await Task.WhenAll(sent).Soon();
        Assert.Equal(2, activities.Ended.Count);
        Assert.All(activities.Ended, s => Assert.Null(s.ParentId));
    }

    [Fact]
    public async Task No_stanza_and_no_key_is_logged_or_traced()
    {
        await using var servers = new Servers();
        using var activities = new Activities("quiet-a.example");
        var a = await servers.StartAsync("quiet-a.example", DialbackOverTls, new Servers.Setup
        {
            Receive = _ => throw new InvalidOperationException("not today"),
        });
        var b = await servers.StartAsync("quiet-b.example", DialbackOverTls);
        await a.SendAsync("quiet-a.example", "quiet-b.example", Secret);
        await b.NextAsync();
        await b.SendAsync("quiet-b.example", "quiet-a.example", Secret);
        await a.NextAsync();
        servers.Place("nowhere.example");
        await a.SendAsync("quiet-a.example", "nowhere.example", Secret);
        await a.Federation.CloseAsync().Soon();
        await b.Federation.CloseAsync().Soon();
        var lines = a.Log.Concat(b.Log).SelectMany(e => e.Fields.Values.Append(e.Line).Append($"{e.Fault}"))
            .Concat(activities.Ended.SelectMany(s => s.TagObjects.Select(t => $"{t.Value}"))).ToList();
        Assert.NotEmpty(lines);
        Assert.DoesNotContain(lines, l => l!.Contains(Secret, StringComparison.Ordinal));

        // A key of XEP-0185 is 64 hexadecimal digits.
        Assert.DoesNotContain(lines, l => Regex.IsMatch(l!, "[0-9a-fA-F]{64}"));
    }

    [Fact]
    public async Task The_log_has_one_category_and_entries_by_name_with_fields()
    {
        await using var servers = new Servers();
        var a = await servers.StartAsync("a.example", Policy.Default);
        var b = await servers.StartAsync("b.example", Policy.Default);
        await a.SendAsync("a.example", "b.example");
        servers.Place("nowhere.example");
        await a.SendAsync("a.example", "nowhere.example");
        await a.Federation.CloseAsync().Soon();
        Assert.Equal(["Listening", "PairAdmitted", "SearchGivenUp", "Closing", "Closed"], a.Log.Select(e => e.Id.Name));
        var admitted = a.Log.Single(e => e.Id.Name == "PairAdmitted");
        Assert.Equal((LogLevel.Information, 10), (admitted.Level, admitted.Id.Id));
        Assert.Equal(
            ("out/1", "a.example→b.example", "External"),
            (admitted.Fields["Connection"], admitted.Fields["Pair"], admitted.Fields["Means"]));
        Assert.Equal(LogLevel.Warning, a.Log.Single(e => e.Id.Name == "SearchGivenUp").Level);
    }

    [Fact]
    public async Task A_listener_and_a_logger_that_fail_do_no_harm()
    {
        await using var servers = new Servers();
        using var meters = new Meters { Fails = true };
        var a = await servers.StartAsync("a.example", Policy.Default, new Servers.Setup
        {
            MeterFactory = meters,
            Log = _ => throw new InvalidOperationException("full"),
        });
        await servers.StartAsync("b.example", Policy.Default);
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        Assert.IsType<StanzaFate.Written>(await a.SendAsync("a.example", "b.example"));
        Assert.Contains(a.Log, e => e.Id.Name == "ListenerFailed");
    }

    [Fact]
    public void What_a_peer_says_stays_on_one_line()
    {
        var reason = new Reason("b.example:5269", "STARTTLS", Flavour.E2, "reset", "bye\r\nin/9: a\u2028b\u001b[2J", null);
        var line = reason.ToString();
        Assert.Contains("\"bye  in/9: a b [2J\"", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, c => char.IsControl(c) || CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.LineSeparator);
    }
}
