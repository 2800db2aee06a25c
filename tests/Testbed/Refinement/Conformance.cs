using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Protocol;
using Rule = Xmpp.Federation.Model.Protocol.Rule;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>
/// Holds one server against the rules of the model: every step that it makes is followed there, and what it says must be
/// allowed. The model's server hears and says the same, and knows nothing of how this one decides.
/// </summary>
internal sealed class Conformance
{
    private readonly Symbols _symbols;
    private readonly ushort _number;
    private readonly Dictionary<ConnectionId, bool> _dialled = [];
    private readonly Dictionary<ConnectionId, StreamId> _ids = [];

    /// <param name="symbols">The symbols of the execution.</param>
    /// <param name="serves">The domains of the server.</param>
    /// <param name="hasCertificate">Whether it has one.</param>
    /// <param name="policies">What it demands of a domain.</param>
    /// <param name="keys">How its keys are recognised.</param>
    public Conformance(Symbols symbols, Seq<Domain> serves, bool hasCertificate, Func<Domain, Policy> policies, IDialbackKeys keys)
    {
        _symbols = symbols;
        _number = symbols.Introduce(keys);
        var towards = new Demands[DomainName.CountMax];
        Array.Fill(towards, Translation.Of(policies(Domain.Parse("unknown.invalid"))));
        foreach (var (domain, name) in symbols.Domains)
        {
            towards[name.Index] = Translation.Of(policies(domain));
        }

        Server = new Server(new Facts(_number, symbols.Of(serves), hasCertificate, towards));
    }

    /// <summary>Where the model's server stands.</summary>
    public Server Server { get; private set; }

    /// <summary>How many things were said that the rules judged.</summary>
    public int Judged { get; private set; }

    /// <summary>Follows a step.</summary>
    /// <returns>What was not allowed, and by which rule; null if everything was.</returns>
    public Departure? Follow(Input input, Seq<Output> outputs)
    {
        Hear(input);
        foreach (var output in outputs)
        {
            if (Perform(output) is { } departure)
            {
                return departure;
            }
        }

        Forget(input);
        return null;
    }

    private void Hear(Input input)
    {
        switch (input)
        {
            case Input.Accepted accepted:
                Server = Server.With(LinkOf(accepted.Connection), StreamEnd.Opened(Role.Receiver, accepted.DirectTls));
                break;
            case Input.OnStream(var connection, StreamInput.Connected):
                Server = Server.With(LinkOf(connection), StreamEnd.Opened(Role.Initiator, _dialled[connection]));
                break;
            case Input.OnStream(var connection, StreamInput.Received received) when IsSeated(connection):
                Note(connection, received.What, said: false);
                Server = Effects.Heard(Server, LinkOf(connection), MessageOf(connection, received.What));
                break;
            case Input.OnStream(var connection, StreamInput.Secured(var certificate)):
                Server = Effects.Secured(Server, LinkOf(connection), Translation.Of(_symbols, certificate));
                break;
            case Input.OnStream(var connection, StreamInput.Lost) when IsSeated(connection):
                Server = Server.With(LinkOf(connection), Server.EndOf(LinkOf(connection)) with { IsGone = true });
                break;
        }
    }

    private Departure? Perform(Output output)
    {
        switch (output)
        {
            case Output.Dial dial:
                _dialled[dial.Connection] = dial.Target.DirectTls;
                return null;
            case Output.Send(var connection, var item):
                var what = Grammar.Understand(item);
                Note(connection, what, said: true);
                return Say(connection, MessageOf(connection, what) is var m && item is WireItem.Ended ? new Message(MessageKind.Close) : m);
            case Output.SendStanza sending:
                return Say(sending.Connection, StanzaOf(sending.Stanza));
            case Output.Deliver deliver:
                return Judge(deliver.Connection, StanzaOf(deliver.Stanza), StanzaRules.OnDelivering);
            default:
                return null;
        }
    }

    private Departure? Say(ConnectionId connection, Message message)
    {
        var departure = Judge(connection, message, Rules.On(message.Kind));
        Server = departure is null ? Effects.Said(Server, LinkOf(connection), message) : Server;
        return departure;
    }

    private Departure? Judge(ConnectionId connection, Message message, ReadOnlySpan<Rule> rules)
    {
        Judged++;
        var situation = new Situation(Server, LinkOf(connection), message);
        foreach (var rule in rules)
        {
            if (!rule.Holds(situation))
            {
                return new Departure(connection, message, rule, situation.End);
            }
        }

        return null;
    }

    private void Forget(Input input)
    {
        if (input is Input.OnStream(var gone, StreamInput.Disconnected or StreamInput.ConnectFailed))
        {
            Server = Server.Leave(LinkOf(gone));
            _dialled.Remove(gone);
            _ids.Remove(gone);
        }
    }

    private bool IsSeated(ConnectionId connection) => Server.SeatOf(LinkOf(connection)) >= 0;

    // The id that keys on a stream are made for is in the header of its receiver.
    private void Note(ConnectionId connection, Heard what, bool said)
    {
        if (what is Heard.Header({ Id: { } id }) && said == !connection.Dialled)
        {
            _ids[connection] = new StreamId(id);
        }
    }

    private Message MessageOf(ConnectionId connection, Heard what) =>
        Translation.Of(_symbols, what, _ids.TryGetValue(connection, out var id) ? id : default);

    private Message StanzaOf(Stanza stanza) => new(MessageKind.Stanza) { Pair = _symbols.Of(stanza.Pair) };

    private ushort LinkOf(ConnectionId connection) => _symbols.Of(_number, connection);
}

/// <summary>Something that a server has said and that no rule book allows.</summary>
/// <param name="Connection">Where.</param>
/// <param name="Message">What.</param>
/// <param name="Rule">The first rule that it breaks.</param>
/// <param name="End">Where the stream stood.</param>
internal sealed record Departure(ConnectionId Connection, Message Message, Rule Rule, StreamEnd End)
{
    public override string ToString() => $"{Message} on {Connection}: {Rule}";
}
