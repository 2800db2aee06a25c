using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Protocol;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// Holds a negotiator of ours against the rules of the model: every step that it makes is followed there, and what it says
/// must be allowed. The model's server hears and says the same, and knows nothing of how this one decides.
/// </summary>
/// <param name="symbols">What its names are called.</param>
/// <param name="follower">Who follows what it hears and says.</param>
internal sealed class Conformance(ISymbols symbols, Follower follower)
{
    /// <summary>Follows a step.</summary>
    /// <param name="server">Where the model stands.</param>
    /// <param name="before">Where the server stands.</param>
    /// <param name="input">What happened.</param>
    /// <param name="outputs">What it decided.</param>
    /// <returns>Where the model stands then, and what was not allowed; that is null if everything was.</returns>
    public (Server Server, Departure? Departure) Follow(Server server, FederationState before, Input input, Seq<Output> outputs)
    {
        server = Hear(server, before, input);
        foreach (var output in outputs.AsSpan())
        {
            (server, var departure) = Perform(server, output);
            if (departure is not null)
            {
                return (server, departure);
            }
        }

        return input is Input.OnStream(var gone, StreamInput.Disconnected or StreamInput.ConnectFailed)
            ? (server.Leave(symbols.Of(gone)), null)
            : (server, null);
    }

    private Server Hear(Server server, FederationState before, Input input)
    {
        switch (input)
        {
            case Input.Accepted accepted:
                return server.With(symbols.Of(accepted.Connection), StreamEnd.Opened(Role.Receiver, accepted.DirectTls));
            case Input.OnStream(var connection, StreamInput.Connected) when before.Outgoing.TryGetValue(connection, out var dialled):
                return server.With(symbols.Of(connection), StreamEnd.Opened(Role.Initiator, dialled.Target.DirectTls));
            case Input.OnStream(var connection, var what) when server.SeatOf(symbols.Of(connection)) >= 0:
                return Happened(server, symbols.Of(connection), what);
            default:
                return server;
        }
    }

    private Server Happened(Server server, ushort link, StreamInput what) => what switch
    {
        StreamInput.Received received => follower.Hear(server, link, Translation.Of(symbols, received.What, server.EndOf(link).Id)),
        StreamInput.Secured(var certificate) => Effects.Secured(server, link, Translation.Of(symbols, certificate)),
        StreamInput.Lost => server.With(link, server.EndOf(link) with { IsGone = true }),
        _ => server,
    };

    private (Server Server, Departure? Departure) Perform(Server server, Output output)
    {
        switch (output)
        {
            case Output.Send(var connection, var item):
                var link = symbols.Of(connection);
                var message = item is WireItem.Ended
                    ? new Message(MessageKind.Close)
                    : Translation.Of(symbols, Grammar.Understand(item), server.EndOf(link).Id);
                return Say(server, connection, message);
            case Output.SendStanza sending:
                return Say(server, sending.Connection, StanzaOf(sending.Stanza));
            case Output.Deliver deliver:
                var departure = follower.Judge(
                    server, symbols.Of(deliver.Connection), StanzaOf(deliver.Stanza), StanzaRules.OnDelivering);
                return (server, Named(departure, deliver.Connection));
            default:
                return (server, null);
        }
    }

    private (Server Server, Departure? Departure) Say(Server server, ConnectionId connection, Message message)
    {
        (server, var departure) = follower.Say(server, symbols.Of(connection), message);
        return (server, Named(departure, connection));
    }

    private static Departure? Named(Departure? departure, ConnectionId connection) =>
        departure is null ? null : departure with { Connection = $"{connection}" };

    private Message StanzaOf(Stanza stanza) => new(MessageKind.Stanza) { Pair = symbols.Of(stanza.Pair) };
}
