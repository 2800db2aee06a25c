using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>When a stream ends: by what was heard of it, and by what was said on it.</summary>
internal static class Ending
{
    public static bool IsHeard(Input input) => input is Input.OnStream
    {
        What: StreamInput.Lost or StreamInput.Disconnected or StreamInput.ConnectFailed or StreamInput.TlsFailed
            or StreamInput.Received { What: Heard.CloseTag or Heard.StreamError or Heard.EndOfBytes or Heard.Broken },
    };

    /// <summary>The connection that an output ends, or null.</summary>
    public static ConnectionId? SaidBy(Output output) => output switch
    {
        Output.Send { Item: WireItem.Ended } send => send.Connection,
        Output.Disconnect disconnect => disconnect.Connection,
        _ => null,
    };
}

/// <summary>INV-42: no stanza is given to a stream that is known to end.</summary>
internal sealed class StanzasTravelOnLiveStreams() : PropertyMonitor("INV-42")
{
    private readonly HashSet<Spot> _ending = [];

    public override void OnStep(Stepped stepped)
    {
        if (Ending.IsHeard(stepped.Input))
        {
            _ending.Add(stepped.At(stepped.On));
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.SendStanza sending)
            {
                Require(
                    !_ending.Contains(stepped.At(sending.Connection)),
                    () => $"{stepped.Server.Name} gives a stanza of {sending.Stanza.Pair} to {sending.Connection}, which ends");
            }
            else if (Ending.SaidBy(output) is { } ended)
            {
                _ending.Add(stepped.At(ended));
            }
        }
    }
}

/// <summary>
/// INV-43: a stream that ends takes along its own routes and no other's. Whoever looks for a stream for a pair that a
/// live one carries has lost a route that was none of the ended one's.
/// </summary>
internal sealed class StreamsEndForThemselves() : PropertyMonitor("INV-43")
{
    private readonly List<(NegotiatorServer Server, DomainPair Pair, ConnectionId On)> _carriers = [];

    public override void OnStep(Stepped stepped)
    {
        // What a step ends, it ends before anything else that it decides.
        if (Ending.IsHeard(stepped.Input))
        {
            End(stepped.Server, stepped.On);
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (Ending.SaidBy(output) is { } ended)
            {
                End(stepped.Server, ended);
            }
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.Admitted admitted when stepped.Server.Serves(admitted.Proof.Pair.Sender):
                    _carriers.Add((stepped.Server, admitted.Proof.Pair, admitted.Connection));
                    break;
                case Output.Resolve(Errand.Carry(var pair)):
                    Require(
                        !_carriers.Exists(c => c.Server == stepped.Server && c.Pair == pair),
                        () => $"{stepped.Server.Name} looks for a stream for {pair}, though there is one");
                    break;
            }
        }
    }

    private void End(NegotiatorServer server, ConnectionId connection)
    {
        for (var i = _carriers.Count - 1; i >= 0; i--)
        {
            if (_carriers[i].Server == server && _carriers[i].On == connection)
            {
                _carriers.RemoveAt(i);
            }
        }
    }
}

/// <summary>INV-44: one establishment for a pair at a time; who comes later joins its queue.</summary>
internal sealed class OneSearchAPair() : PropertyMonitor("INV-44")
{
    private readonly HashSet<(NegotiatorServer Server, DomainPair Pair)> _running = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Input is Input.Submitted(_, var late) && _running.Contains((stepped.Server, late.Pair)))
        {
            Exercise();
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.Resolve(Errand.Carry(var pair)) when !_running.Add((stepped.Server, pair)):
                    Break($"{stepped.Server.Name} looks for a stream for {pair} twice at the same time");
                    break;
                case Output.GaveUp(Errand.Carry(var pair), _):
                    _running.Remove((stepped.Server, pair));
                    break;
                case Output.Admitted { Connection.Dialled: true } admitted:
                    _running.Remove((stepped.Server, admitted.Proof.Pair));
                    break;
            }
        }
    }
}

/// <summary>
/// INV-46: within one establishment nothing is tried twice, so that it ends. XEP-0220 2.5 asks for one exception: who
/// was refused for want of room tries the same on a new connection, once.
/// </summary>
internal sealed class NothingIsTriedTwice() : PropertyMonitor("INV-46")
{
    private readonly Dictionary<(NegotiatorServer Server, Errand Errand), List<string>> _tried = [];
    private readonly HashSet<(NegotiatorServer Server, DomainPair Pair)> _wantOfRoom = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.ResultAnswer { Verdict: Verdict.Error { Condition: StanzaCondition.ResourceConstraint } } refused)
        {
            _wantOfRoom.Add((stepped.Server, refused.Pair));
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            switch (output)
            {
                case Output.Resolve(var errand):
                    _tried[(stepped.Server, errand)] = [];
                    break;
                case Output.Dial dial when stepped.After.State.Outgoing.TryGetValue(dial.Connection, out var stream):
                    Judge(stepped, stream.Context.Errand, $"{dial.Target} with {stream.Context.Method}");
                    break;
            }
        }
    }

    private void Judge(Stepped stepped, Errand errand, string attempt)
    {
        if (_tried.TryGetValue((stepped.Server, errand), out var tried))
        {
            Require(
                !tried.Contains(attempt) || (errand is Errand.Carry(var pair) && _wantOfRoom.Remove((stepped.Server, pair))),
                () => $"{stepped.Server.Name} tries {attempt} again for {errand.Local}→{errand.Remote}");
            tried.Add(attempt);
        }
    }
}
