using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Routing;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>INV-30: with a stream error, whoever says it, everything that the stream had granted ends in that step.</summary>
internal sealed class ErrorsAreFinal() : PropertyMonitor("INV-30")
{
    private readonly HashSet<Spot> _ended = [];

    public override void OnStep(Stepped stepped)
    {
        if (stepped.Heard is Heard.StreamError)
        {
            End(stepped, stepped.On);
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.StreamError)
            {
                End(stepped, said.Connection);
            }
        }

        if (_ended.Count == 0)
        {
            return;
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            ConnectionId? used = output switch
            {
                Output.SendStanza sending => sending.Connection,
                Output.Deliver delivery => delivery.Connection,
                Output.Admitted admitted => admitted.Connection,
                _ => null,
            };
            if (used is { } connection && _ended.Contains(stepped.At(connection)))
            {
                Break($"{stepped.Server.Name} goes on using {connection}, which a stream error has ended");
            }
        }
    }

    private void End(Stepped stepped, ConnectionId connection)
    {
        Exercise();
        _ended.Add(stepped.At(connection));
        if (stepped.After.State.Routes.Values.Any(r => r is Route.Open open && open.Connection == connection))
        {
            Break($"{stepped.Server.Name} keeps a route over {connection}, which a stream error has ended");
        }
    }
}

/// <summary>INV-31: behind the success of SASL no stanza is sent before the features that end the negotiation have come.</summary>
internal sealed class StanzasAwaitTheFeatures() : PropertyMonitor("INV-31")
{
    private readonly HashSet<Spot> _awaiting = [];

    public override void OnStep(Stepped stepped)
    {
        switch (stepped.Heard)
        {
            case Heard.Success when stepped.On.Dialled:
                _awaiting.Add(stepped.At(stepped.On));
                break;
            case Heard.Features when _awaiting.Remove(stepped.At(stepped.On)):
                Exercise();
                break;
        }

        if (_awaiting.Count == 0)
        {
            return;
        }

        foreach (var output in stepped.After.Outputs.AsSpan())
        {
            if (output is Output.SendStanza sending && _awaiting.Contains(stepped.At(sending.Connection)))
            {
                Break($"{stepped.Server.Name} sends a stanza on {sending.Connection} before the features behind SASL");
            }
        }
    }
}

/// <summary>INV-32: at most one of STARTTLS and SASL is in flight on a stream, and one request of dialback for each pair.</summary>
internal sealed class OneThingIsInFlight() : PropertyMonitor("INV-32")
{
    private readonly HashSet<Spot> _negotiating = [];
    private readonly HashSet<(Spot Spot, DomainPair Pair)> _requested = [];

    public override void OnStep(Stepped stepped)
    {
        switch (stepped.Heard)
        {
            case Heard.Proceed or Heard.TlsFailure or Heard.Success or Heard.SaslFailure:
                _negotiating.Remove(stepped.At(stepped.On));
                break;
            case Heard.ResultAnswer answer:
                _requested.Remove((stepped.At(stepped.On), answer.Pair));
                break;
        }

        foreach (var said in stepped.Said)
        {
            var free = said.What switch
            {
                Heard.StartTls or Heard.Auth => _negotiating.Add(stepped.At(said.Connection)),
                Heard.ResultRequest request => _requested.Add((stepped.At(said.Connection), request.Pair)),
                _ => (bool?)null,
            };
            if (free is { } alone)
            {
                Require(
                    alone,
                    () => $"{stepped.Server.Name} says {said.What.GetType().Name} on {said.Connection} "
                        + "while what it asked before is not answered");
            }
        }
    }
}

/// <summary>
/// INV-33: features belong to version 1.0: below it none are sent and nothing that they offer is asked for; from it on
/// they are awaited, and never taken for granted.
/// </summary>
internal sealed class VersionsDecideAboutFeatures() : PropertyMonitor("INV-33")
{
    private readonly Dictionary<Spot, (bool HasFeatures, bool HaveCome)> _peers = [];

    public override void OnStep(Stepped stepped)
    {
        switch (stepped.Heard)
        {
            case Heard.Header(var header):
                _peers[stepped.At(stepped.On)] = (header.Version.HasFeatures, false);
                if (!header.Version.HasFeatures)
                {
                    Exercise();
                }

                break;
            case Heard.Features when _peers.TryGetValue(stepped.At(stepped.On), out var peer):
                _peers[stepped.At(stepped.On)] = peer with { HaveCome = true };
                break;
        }

        foreach (var said in stepped.Said)
        {
            if (said.What is Heard.Features or Heard.StartTls or Heard.Auth or Heard.ResultRequest or Heard.VerifyRequest
                && _peers.TryGetValue(stepped.At(said.Connection), out var peer) && IsOutOfTurn(said, peer.HasFeatures, peer.HaveCome))
            {
                var version = peer.HasFeatures ? "has not sent its features yet" : "speaks no version that has features";
                Break($"{stepped.Server.Name} says {said.What.GetType().Name} on {said.Connection} to a peer that {version}");
            }
        }
    }

    private static bool IsOutOfTurn(Said said, bool hasFeatures, bool haveCome) => said.What switch
    {
        Heard.Features => !said.Connection.Dialled && !hasFeatures,
        Heard.StartTls or Heard.Auth => !hasFeatures || !haveCome,
        Heard.ResultRequest or Heard.VerifyRequest => said.Connection.Dialled && hasFeatures && !haveCome,
        _ => false,
    };
}
