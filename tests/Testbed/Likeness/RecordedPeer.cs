using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Peers;
using Xmpp.Federation.Testbed.Peers;
using Xmpp.Federation.Testbed.Recordings;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>
/// A profile in the place of the recorded server: it accepts the connection that our side opened, and dials those
/// that the server opened, each for what the profile had to do at that moment.
/// </summary>
internal sealed class RecordedPeer(RecordedServer server, Profile profile)
{
    // XEP-0368: the recordings were made with the usual port for it.
    private const string DirectTlsPort = ":5270";

    private readonly List<RecordedConnection> _connections = [];
    private readonly List<(RecordedConnection Asking, PeerErrand.Ask Ask)> _waiting = [];

    /// <summary>How many of the recorded kinds the profile has said.</summary>
    public int Alike => _connections.Sum(c => c.Alike);

    /// <summary>The first difference, or null.</summary>
    public Difference? Replay(Seq<RecordedWords> lines)
    {
        foreach (var line in lines)
        {
            var connection = _connections.Find(c => c.Name == line.Connection) ?? Open(line, lines);
            connection.Take(line);
            if (First() is { } difference)
            {
                return difference;
            }
        }

        _connections.ForEach(c => c.Close(lines.IsEmpty ? 0 : lines[^1].Number));
        return First();
    }

    /// <summary>Somebody asks an authority: on a connection that is there, else on the next one that was recorded.</summary>
    public void DialBack(RecordedConnection asking, PeerErrand.Ask ask)
    {
        if (!_connections.Exists(c => c.TryTake(ask)))
        {
            _waiting.Add((asking, ask));
        }
    }

    /// <summary>The time has passed in which the server would have dialled: no authority was to be reached.</summary>
    public void GiveUp(RecordedConnection asking)
    {
        foreach (var waiting in _waiting.FindAll(w => w.Asking == asking))
        {
            _waiting.Remove(waiting);
            waiting.Ask.Answered(null);
        }
    }

    private Difference? First() => _connections.Select(c => c.Difference).OfType<Difference>().MinBy(d => d.Line);

    private RecordedConnection Open(RecordedWords first, Seq<RecordedWords> lines)
    {
        var headers = new RecordedHeaders(first.Connection, lines.Where(l => l.Connection == first.Connection));
        var dialled = first.Connection != "out";
        var connection = dialled
            ? new RecordedConnection(this, headers, dialled, server.OursAsReceiver, line => Dialling(line, headers))
            : new RecordedConnection(
                this, headers, dialled, server.OursAsInitiator, line => new AcceptingTalk(server.Definition, profile, line));
        _connections.Add(connection);
        connection.Begin(directTls: !dialled && first.Text.EndsWith(DirectTlsPort, StringComparison.Ordinal));
        return connection;
    }

    private DiallingTalk Dialling(IPeerLine line, RecordedHeaders headers)
    {
        var ours = headers.Ours ?? RecordedServer.Ours;
        var at = _waiting.FindIndex(w => w.Ask.Question.Pair.Sender == ours);
        if (at < 0)
        {
            var pair = new DomainPair(server.Definition.Name, ours);
            return new DiallingTalk(server.Definition, profile, line, new PeerErrand.Send(pair, CallProof.Best, 0));
        }

        var ask = _waiting[at].Ask;
        _waiting.RemoveAt(at);
        return new DiallingTalk(server.Definition, profile, line, ask);
    }
}
