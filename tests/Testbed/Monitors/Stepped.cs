using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Monitors;

/// <summary>One step of one negotiator.</summary>
internal sealed class Stepped(NegotiatorServer server, FederationState before, Input input, Transition after)
{
    private static readonly List<Said> Nothing = [];

    private List<Said>? _said;

    public NegotiatorServer Server { get; } = server;

    public FederationState Before { get; } = before;

    public Input Input { get; } = input;

    public Transition After { get; } = after;

    /// <summary>What was heard, where the input is that something was.</summary>
    public Heard? Heard { get; } = input is Input.OnStream { What: StreamInput.Received received } ? received.What : null;

    /// <summary>The connection that the input is about, where it is about one.</summary>
    public ConnectionId On { get; } = input is Input.OnStream(var connection, _) ? connection : default;

    /// <summary>What it said of its own accord or in answer, in this order; stanzas are not among it.</summary>
    public List<Said> Said => _said ??= Understood();

    /// <summary>The page of one of the server's connections; null before it is connected.</summary>
    public Page? PageOf(ConnectionId connection) => Server.PageOf(connection);

    /// <summary>A connection of this server, to be told from those of the others.</summary>
    public Spot At(ConnectionId connection) => new(Server, connection);

    private List<Said> Understood()
    {
        var said = Nothing;
        foreach (var output in After.Outputs.AsSpan())
        {
            if (output is Output.Send(var connection, var item))
            {
                said = said.Count == 0 ? new List<Said>(2) : said;
                said.Add(new Said(connection, item, Grammar.Understand(item)));
            }
        }

        return said;
    }
}

/// <summary>An item that a negotiator has given to a connection, with its meaning.</summary>
internal readonly record struct Said(ConnectionId Connection, WireItem Item, Heard What);

/// <summary>One end of a connection.</summary>
internal readonly record struct Spot(NegotiatorServer Server, ConnectionId Connection);
