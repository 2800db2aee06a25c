using System.Diagnostics;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using static System.StringComparison;

namespace Xmpp.Federation.Interop.Tests;

/// <summary>What is to meet.</summary>
/// <param name="Make">The real server.</param>
/// <param name="Demands">What it demands of us.</param>
internal sealed record Arrangement(Make Make, Demands Demands)
{
    /// <summary>What is wrong with its certificate.</summary>
    public Flaw Flaw { get; init; }

    /// <summary>Whether it gives up soon on who says nothing.</summary>
    public bool Impatient { get; init; }

    /// <summary>How the federation is set up that dials it.</summary>
    public Setting Dialler { get; init; } = Setting.Default;

    /// <summary>
    /// How the federation is set up that it dials; null if it is the same. With one of its own, the server can be
    /// made to dial who would refuse it.
    /// </summary>
    public Setting? Listener { get; init; }

    /// <summary>Whether the two know each other's dialback keys, as one server does.</summary>
    public bool OneSecret { get; init; } = true;

    /// <summary>Whether we dial with TLS from the first byte; null as the server has it.</summary>
    public bool? DialDirectTls { get; init; }

    /// <summary>Whether the server dials us with TLS from the first byte; null as we have it.</summary>
    public bool? DialledDirectTls { get; init; }

    /// <summary>Whether the server serves the domain that we address.</summary>
    public bool TheyServe { get; init; } = true;

    /// <summary>Whether who is dialled serves the domain that the server addresses.</summary>
    public bool WeServe { get; init; } = true;

    /// <summary>Who is asked about the server's keys instead of itself; a server without TLS.</summary>
    public Make? Authority { get; init; }

    /// <summary>Whether the name server knows our domain.</summary>
    public bool Known { get; init; } = true;
}

/// <summary>This library and a real server, which find each other on loopback.</summary>
internal sealed partial class Meeting : IAsyncDisposable
{
    private const int SecretBytes = 32;

    // What still comes behind the end of a stream is no matter of what was decided.
    private const string Ignored = "StreamEnding";

    // A server that works needs a second to talk. A starved machine gets more.
    private static readonly TimeSpan LongestTalk = TimeSpan.FromSeconds(60);

    private static int _number;

    private readonly ForeignServer _server;
    private readonly int _said;
    private readonly Party _dialler;
    private readonly Party _listener;

    private Meeting(ForeignServer server, Domain theirs, Party dialler, Party listener)
    {
        _server = server;
        _said = server.Lines.Count;
        _dialler = dialler;
        _listener = listener;
        Theirs = theirs;
    }

    public Domain Theirs { get; }

    /// <summary>Our domain: one that no other test has, so that no server remembers it.</summary>
    public Domain Ours => _dialler.Domain;

    /// <summary>The decisions of our side, those on streams that we accepted first.</summary>
    public IReadOnlyList<string> Log => [.. _listener.Incoming, .. _dialler.Outgoing];

    /// <summary>Starts both sides and tells each where the other is.</summary>
    public static async Task<Meeting> ArrangeAsync(Servers servers, Arrangement arrangement)
    {
        var server = await servers.StartAsync(new(arrangement.Make, arrangement.Demands)
        {
            Flaw = arrangement.Flaw,
            Impatient = arrangement.Impatient,
        });
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
        var there = new StaticTarget(
            $"{server.Address.Address}", server.Address.Port,
            arrangement.DialDirectTls ?? arrangement.Demands == Demands.DirectTls);
        dialler.Learn(theirs, there);
        listener.Learn(theirs, await AuthorityAsync(servers, arrangement) ?? there);
        if (arrangement.Known)
        {
            var here = listener.Endpoint;
            server.Learn(domain, here with { DirectTls = arrangement.DialledDirectTls ?? here.DirectTls });
        }

        return new Meeting(server, theirs, dialler, listener);
    }

    /// <summary>Pings the server, so that it dials us for the answer, or to ask about our key.</summary>
    public void Ping() => _ = _dialler.PingAsync(Theirs);

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
            var decisions = _listener.Incoming.Select(l => BeforeDecision().Replace(l, ""))
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
        foreach (var line in _server.Lines.Skip(_said))
        {
            TestContext.Current.TestOutputHelper?.WriteLine($"{Theirs}: {line}");
        }
    }

    private static async Task<StaticTarget?> AuthorityAsync(Servers servers, Arrangement arrangement) =>
        arrangement.Authority is { } make && (await servers.StartAsync(new(make, Demands.NoTls))).Address is var other
            ? new StaticTarget($"{other.Address}", other.Port)
            : null;

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
