using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>This library and a real server, which find each other on loopback.</summary>
internal sealed partial class Meeting : IAsyncDisposable
{
    private const int SecretBytes = 32;

    // What still comes behind the end of a stream is no matter of what was decided.
    private const string Ignored = "StreamEnding";

    // A server that works needs a second to talk. A starved machine gets more.
    public static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan BetweenPings = TimeSpan.FromMilliseconds(250);

    private static int _number;

    private readonly ForeignServer _server;
    private readonly int _said;
    private readonly Party _dialler;
    private readonly Party _listener;
    private readonly Company _company;
    private readonly bool _directly;

    private Meeting(ForeignServer server, Domain theirs, Party dialler, Party listener, Company company, bool directly)
    {
        _directly = directly;
        _company = company;
        _server = server;
        _said = server.Lines.Count;
        _dialler = dialler;
        _listener = listener;
        Theirs = theirs;
    }

    public Domain Theirs { get; }

    /// <summary>Our domain: one that no other test has, so that no server remembers it.</summary>
    public Domain Ours => _dialler.Domain;

    /// <summary>Who listens in, where the arrangement says so.</summary>
    public Relays Relays => _company.Relays!;

    /// <summary>What we decided about streams that the server has opened, as it was logged.</summary>
    public IReadOnlyList<string> Incoming => _listener.Incoming;

    /// <summary>The decisions of our side, those on streams that we accepted first.</summary>
    public IReadOnlyList<string> Log => [.. _listener.Incoming, .. _dialler.Outgoing];

    /// <summary>What whoever of us dials has said and was not allowed to; null if everything was.</summary>
    public string? Departure => _dialler.Departure;

    /// <summary>Starts both sides and tells each where the other is.</summary>
    public static async Task<Meeting> ArrangeAsync(Servers servers, Arrangement arrangement)
    {
        var server = await servers.StartAsync(arrangement.Server);
        var number = Interlocked.Increment(ref _number);
        var domain = Domain.Parse($"ours-{number}.example");
        var secret = RandomNumberGenerator.GetBytes(SecretBytes);
        var dialler = await Party.StartAsync(domain, arrangement.Dialler, secret);
        var listener = dialler;
        if (arrangement.Listener is { } other)
        {
            listener = await Party.StartAsync(
                arrangement.WeServe ? domain : Domain.Parse($"elsewhere-{number}.example"),
                other,
                arrangement.OneSecret ? secret : RandomNumberGenerator.GetBytes(SecretBytes));
        }

        var theirs = arrangement.TheyServe ? ForeignServer.DomainWith(arrangement.Flaw) : Domain.Parse("unserved.example");
        var company = new Company();
        var relays = arrangement.Relayed
            ? company.Relays = new Relays(server.Address, listener.Endpoint.Address)
            : null;
        var directly = arrangement.DialDirectTls ?? arrangement.Demands == Demands.DirectTls;
        dialler.Learn(theirs, Target(relays?.ToServer.Address ?? server.Address, directly));
        if (arrangement.TheirsAway != Absence.Unknown)
        {
            var authority = company.Absent(arrangement.TheirsAway) ?? await AuthorityAsync(servers, arrangement);
            listener.Learn(theirs, Target(authority ?? relays?.ToAuthority.Address ?? server.Address, directly));
        }

        if (arrangement.OursAway != Absence.Unknown)
        {
            var here = company.Absent(arrangement.OursAway) ?? relays?.ToUs.Address ?? listener.Endpoint.Address;
            server.Learn(domain, new(here, arrangement.DialledDirectTls ?? listener.Endpoint.DirectTls));
        }

        return new Meeting(server, theirs, dialler, listener, company, directly);
    }

    /// <summary>Pings the server, so that it dials us for the answer, or to ask about our key.</summary>
    public void Ping() => _ = _dialler.PingAsync(Theirs);

    /// <summary>
    /// Pings the server until it is so: what it had to say on a stream that was cut is lost, and it may wait before it
    /// dials again.
    /// </summary>
    public Task PingUntilAsync(Func<bool> isSo, string what) => UntilAsync(isSo, what, between: Ping);

    /// <summary>Pings the server until an answer comes.</summary>
    public Task PingUntilAnswerAsync()
    {
        var before = _listener.Received;
        return PingUntilAsync(() => _listener.Received > before, "a ping is answered");
    }

    /// <summary>Waits until it is so.</summary>
    public static async Task UntilAsync(Func<bool> isSo, string what, Action? between = null)
    {
        for (var (since, next) = (Stopwatch.StartNew(), TimeSpan.Zero); !isSo(); await Task.Delay(20))
        {
            Assert.False(since.Elapsed > LongestTalk, $"After {LongestTalk.TotalSeconds} s it is still not so: {what}.");
            if (since.Elapsed >= next)
            {
                between?.Invoke();
                next += BetweenPings;
            }
        }
    }

    /// <summary>
    /// What becomes of a ping: by which means it was authorised, or the condition with which it was returned; and
    /// after which refusals, <c>dialback after A1 not-authorized</c> for example.
    /// </summary>
    public async Task<string> OutcomeAsync()
    {
        switch (await _dialler.PingAsync(Theirs).WaitAsync(LongestTalk))
        {
            case StanzaFate.Returned(var condition, var chain):
                return Told(condition, chain.Reasons.Select(r => Told($"{r.Flavour}", r.Condition, r.PolicyBit)));
            case StanzaFate.Written:
                var line = Assert.Single(_dialler.Outgoing, l => l.Contains($" {Ours}→{Theirs} by ", Ordinal));
                var reasons = RefusalInLog().Matches(line);
                return Told(
                    MeansInLog().Match(line).Value, reasons.Select(r => Told(r.Groups[1].Value, r.Groups[2].Value, null)));
            case var fate:
                return $"{fate}";
        }
    }

    /// <summary>The answer to the ping.</summary>
    public async Task<ReceivedStanza> AnswerAsync()
    {
        var answer = await _listener.ReceiveAsync().WaitAsync(LongestTalk);
        Assert.Equal(("iq", "result", "p1"), (answer.Stanza.Kind, answer.Stanza.Type, answer.Stanza.Id));
        Assert.Equal(new DomainPair(Theirs, Ours), answer.Pair);
        return answer;
    }

    /// <summary>
    /// What we decided about the streams that the server has opened to us, each decision once; waits for as many as
    /// are expected.
    /// </summary>
    public async Task<IReadOnlyList<string>> DecisionsAsync(int expected)
    {
        for (var since = Stopwatch.StartNew(); ; await Task.Delay(20))
        {
            var decisions = _listener.Incoming.Where(l => BeforeDecision().IsMatch(l)).Select(l => BeforeDecision().Replace(l, ""))
                .Where(d => d != Ignored).Distinct().Order().ToList();
            if (decisions.Count >= expected || since.Elapsed > LongestTalk)
            {
                return decisions;
            }
        }
    }

    /// <summary>Waits until the server has said this of our domain in its log.</summary>
    public async Task<bool> SaidAsync(string phrase)
    {
        for (var since = Stopwatch.StartNew(); since.Elapsed < LongestTalk; await Task.Delay(20))
        {
            if (_server.Lines.Skip(_said).Any(l => l.Contains(phrase, Ordinal) && l.Contains(Ours.Name, Ordinal)))
            {
                return true;
            }
        }

        return false;
    }

    public async ValueTask DisposeAsync()
    {
        await _dialler.DisposeAsync();
        await _listener.DisposeAsync();
        await _company.DisposeAsync();
        foreach (var line in _server.Lines.Skip(_said))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{Theirs}: {line}");
        }

        // Where TLS comes first, nothing is said if it fails.
        Assert.True(_directly || _dialler.Judged > 0, "Nothing that we said was judged.");
    }

    private static StaticTarget Target(IPEndPoint address, bool directly) =>
        new($"{address.Address}", address.Port, directly);

    private static async Task<IPEndPoint?> AuthorityAsync(Servers servers, Arrangement arrangement) =>
        arrangement.Authority is { } make ? (await servers.StartAsync(new(make, Demands.NoTls))).Address : null;

    private static string Told(string outcome, IEnumerable<string> reasons) =>
        string.Join("; ", reasons) is { Length: > 0 } all ? $"{outcome} after {all}" : outcome;

    // What the system says of a broken connection differs from one to the next; a condition is one word.
    private static string Told(string flavour, string condition, string? policyBit) =>
        flavour
        + (ConditionName().IsMatch(condition) ? $" {condition}" : "")
        + (policyBit is null ? "" : $" ({policyBit})");

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex ConditionName();

    [GeneratedRegex("(?<=→[^ ]+ by )[A-Za-z]+")]
    private static partial Regex MeansInLog();

    [GeneratedRegex(": ([A-Z][0-9]) ([a-z]+(?:-[a-z]+)*)")]
    private static partial Regex RefusalInLog();

    [GeneratedRegex("^in/[0-9]+: (refused: |[^ ]+→[^ ]+ by )")]
    private static partial Regex BeforeDecision();
}
