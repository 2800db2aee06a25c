using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>
/// INV-38: no error is answered by an error, neither by an application (RFC 6120 8.3.1 item 8), nor in dialback, nor
/// between streams (RFC 6120 4.9.1.1: it is answered by the closing tag).
/// </summary>
internal sealed class ErrorsAreNotAnswered() : PropertyMonitor("INV-38")
{
    private readonly HashSet<(NegotiatorServer Server, DomainPair Pair, string? Id)> _received = [];

    public override void OnDelivered(Delivered delivered)
    {
        if (Ledger.IsError(delivered.Stanza))
        {
            Exercise();
            _received.Add((delivered.Server, delivered.Stanza.Pair, delivered.Stanza.Id));
        }
    }

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Input is Input.Submitted(_, var stanza) && Ledger.IsError(stanza))
        {
            Require(
                !_received.Contains((stepped.Server, stanza.Pair.Inverse, stanza.Id)),
                () => $"{stepped.Server.Name} answers the error {stanza.Id} of {stanza.Pair.Inverse} by an error");
        }
        else if (stepped.Heard is { } heard && IsError(heard))
        {
            Require(
                !stepped.Said.Exists(s => s.Connection == stepped.On && IsError(s.What)),
                () => $"{stepped.Server.Name} answers {heard.GetType().Name} on {stepped.On} by an error");
        }
    }

    private static bool IsError(Heard what) => what is Heard.StreamError
        or Heard.ResultAnswer { Verdict: Verdict.Error } or Heard.VerifyAnswer { Verdict: Verdict.Error };
}

/// <summary>
/// INV-39: of one pair only so many stanzas wait as the world allows, and what is written is what was handed over. That
/// nobody can change it meanwhile is a matter of types: a stanza and everything in it is immutable.
/// </summary>
internal sealed class QueuesAreBounded(WorldDefinition world) : PropertyMonitor("INV-39")
{
    private readonly Dictionary<(NegotiatorServer Server, StanzaTicket Ticket), Stanza> _waiting = [];
    private readonly Dictionary<(NegotiatorServer Server, DomainPair Pair), int> _lengths = [];

    public override void OnStep(Stepped stepped)
    {
        var submitted = stepped.Input as Input.Submitted;
        if (submitted is not null)
        {
            _waiting[(stepped.Server, submitted.Ticket)] = submitted.Stanza;
            Lengthen(stepped.Server, submitted.Stanza.Pair, 1);
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.SendStanza sending when _waiting.Remove((stepped.Server, sending.Ticket), out var handedOver):
                    Lengthen(stepped.Server, handedOver.Pair, -1);
                    if (sending.Stanza != handedOver)
                    {
                        Break($"{stepped.Server.Name} writes another stanza of {handedOver.Pair} than it was given");
                    }

                    break;
                case Output.Settle(var ticket, var fate) when _waiting.Remove((stepped.Server, ticket), out var settled):
                    Lengthen(stepped.Server, settled.Pair, -1);
                    if (fate is StanzaFate.Returned { Condition: "resource-constraint" })
                    {
                        Exercise();
                    }

                    break;
            }
        }

        if (submitted is not null && _lengths[(stepped.Server, submitted.Stanza.Pair)] > Longest(stepped.Server))
        {
            Break($"{stepped.Server.Name} lets more than {Longest(stepped.Server)} stanzas of {submitted.Stanza.Pair} wait");
        }
    }

    private void Lengthen(NegotiatorServer server, DomainPair pair, int by) =>
        _lengths[(server, pair)] = _lengths.GetValueOrDefault((server, pair)) + by;

    private int Longest(NegotiatorServer server) => world.Servers.First(s => s.Name == server.Definition.Name).Queue;
}

/// <summary>
/// INV-41: a stanza is returned with the condition that fits what has just happened: a name that leads nowhere, a key
/// that was called invalid, or a server that could not be reached or refused.
/// </summary>
internal sealed class ReturnsSayWhy() : PropertyMonitor("INV-41")
{
    private const string NotFound = "remote-server-not-found";
    private const string Timeout = "remote-server-timeout";

    private readonly HashSet<NegotiatorServer> _stopping = [];
    private readonly HashSet<(NegotiatorServer Server, TimerId Timer)> _resolutions = [];
    private readonly Dictionary<(NegotiatorServer Server, DomainPair Pair), string> _last = [];
    private readonly Dictionary<(NegotiatorServer Server, StanzaTicket Ticket), DomainPair> _pairs = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Input is Input.ShutDown)
        {
            _stopping.Add(stepped.Server);
        }

        if (stepped.Input is Input.Submitted(var given, var stanza))
        {
            _pairs[(stepped.Server, given)] = stanza.Pair;
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.SetTimer { Deadline: Deadline.Resolution } set:
                    _resolutions.Add((stepped.Server, set.Timer));
                    break;
                case Output.Settle(var ticket, StanzaFate.Returned(var condition, _))
                    when _pairs.TryGetValue((stepped.Server, ticket), out var pair):
                    Require(
                        Fits(stepped, pair, condition),
                        () => $"{stepped.Server.Name} returns a stanza of {pair} as {condition} on {stepped.Input}");
                    _last[(stepped.Server, pair)] = condition;
                    break;
            }
        }
    }

    private bool Fits(Stepped stepped, DomainPair pair, string condition) => stepped.Input switch
    {
        Input.ShutDown => condition == "service-unavailable",
        Input.Submitted => condition switch
        {
            "service-unavailable" => stepped.Server.IsShuttingDown,
            "not-allowed" => !stepped.Server.Definition.Serves.Contains(pair.Sender),
            "item-not-found" => stepped.Server.Definition.Serves.Contains(pair.Target),
            "resource-constraint" => true,
            // Who waits before he tries again says what he said at first.
            _ => condition == _last.GetValueOrDefault((stepped.Server, pair)),
        },
        // Who stops writes what waits for a stream that is there, while there is one and time.
        _ when _stopping.Contains(stepped.Server) => condition == "service-unavailable",
        Input.Resolved(_, Resolution.Bogus) => condition == Timeout,
        Input.Resolved => condition == NotFound,
        Input.TimedOut(var timer) => condition == (_resolutions.Contains((stepped.Server, timer)) ? NotFound : Timeout),
        _ when stepped.Heard is Heard.ResultAnswer { Verdict: Verdict.Invalid } answer && answer.Pair == pair =>
            condition == "internal-server-error",
        _ => condition == Timeout,
    };
}
