using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Likeness;
using Xmpp.Federation.Testbed.Recordings;

namespace Xmpp.Federation.Testbed.Refinement;

/// <summary>Something that a recorded server said and that the rules forbid.</summary>
/// <param name="Line">The line of the recording.</param>
/// <param name="Departure">What it was, and which rule it breaks.</param>
internal sealed record RecordedDeparture(int Line, Departure Departure);

/// <summary>What came of holding a recording against the rules.</summary>
/// <param name="Server">The server and its version.</param>
/// <param name="Utterances">How many things it said that were judged.</param>
/// <param name="Departures">Those of them that are not allowed.</param>
internal sealed record RecordedConduct(string Server, int Utterances, Seq<RecordedDeparture> Departures);

/// <summary>
/// A recorded server, followed in the model over all connections that it had with our side: what our side sent, it heard at
/// once; what came from it must be allowed. What it was configured to demand is known, and what our side presented; its
/// secret is not, so that a key is taken for its own that nobody has said before it. What no recording tells is listed
/// (<see cref="Unseen"/>).
/// </summary>
internal sealed class RecordedConformance
{
    private const string DirectTlsPort = ":5270";

    private readonly RecordedServer _recorded;
    private readonly Follower _follower;
    private readonly ISymbols _symbols;
    private readonly RecordedKeys _theirKeys = new();
    private readonly RecordedKeys _ourKeys = new();
    private readonly HashSet<string> _keys = new(StringComparer.Ordinal);
    private readonly Dictionary<string, RecordedWire> _wires = new(StringComparer.Ordinal);
    private readonly List<RecordedDeparture> _departures = [];
    private Server _server;
    private int _utterances;

    private RecordedConformance(RecordedServer recorded, Action<Rule>? judged)
    {
        _recorded = recorded;
        _follower = new Follower { Judged = judged, Exempt = Unseen.Rules };
        var definition = recorded.Definition;
        var symbols = new Symbols([.. definition.Serves, .. RecordedServer.AllOfOurs]);
        _symbols = symbols.Introduce(_theirKeys);
        symbols.Introduce(_ourKeys);
        var facts = _symbols.FactsOf(
            0, definition.Serves, definition.Policy.Tls != TlsPolicy.Disabled, _ => definition.Policy);
        _server = new Server(facts);
    }

    /// <summary>Follows the recorded server from the first line to the last.</summary>
    /// <param name="recording">The recording.</param>
    /// <param name="judged">Is told every rule that something was judged by; null where nobody wants to know.</param>
    public static Parsed<RecordedConduct> Judge(Recording recording, Action<Rule>? judged = null) =>
        RecordedLinesReader.Read(recording).Then<RecordedConduct>(lines =>
        {
            if (RecordedServer.Of(lines) is not { } server)
            {
                return new InputProblem(
                    recording.File, 1, "meta.server", $"'{Printable.OneLine(lines.Server)}' is none whose configuration is known", null);
            }

            var conformance = new RecordedConformance(server, judged);
            foreach (var line in lines.Lines)
            {
                conformance.Take(line);
            }

            return new RecordedConduct(server.Profile, conformance._utterances, conformance._departures.ToSeq());
        });

    private void Take(RecordedWords line)
    {
        if (!_wires.TryGetValue(line.Connection, out var wire))
        {
            _wires[line.Connection] = wire = new RecordedWire(line.Connection);
            var direct = !wire.Id.Dialled && line.Text.EndsWith(DirectTlsPort, StringComparison.Ordinal);
            _server = _server.With(LinkOf(wire), StreamEnd.Opened(wire.Id.Dialled ? Role.Initiator : Role.Receiver, direct));
        }

        if (_server.SeatOf(LinkOf(wire)) < 0)
        {
            // It is over for the server.
            return;
        }

        switch (line.Kind)
        {
            case LineKind.Send:
                foreach (var heard in wire.ReadOurs(line.Bytes.Span))
                {
                    Hear(wire, heard);
                }

                break;
            case LineKind.Recv:
                foreach (var said in wire.ReadTheirs(line))
                {
                    Say(wire, said, line.Number);
                }

                break;
            default:
                Happen(wire, line.Text);
                break;
        }
    }

    private void Hear(RecordedWire wire, Heard what)
    {
        Note(wire, what, _ourKeys, byReceiver: wire.Id.Dialled);
        // What stands in front of the header, or closes what was never opened, is no stream.
        what = what is Heard.Header or Heard.EndOfBytes || _server.EndOf(LinkOf(wire)).HeaderHeard ? what : RecordedWire.Nonsense;
        _server = _follower.Hear(_server, LinkOf(wire), Translation.Of(_symbols, what, IdOf(wire)));
    }

    private void Say(RecordedWire wire, Heard what, int line)
    {
        Note(wire, what, _theirKeys, byReceiver: !wire.Id.Dialled);
        (_server, var departure) = _follower.Say(_server, LinkOf(wire), Translation.Of(_symbols, what, IdOf(wire)));
        _utterances++;
        if (departure is not null)
        {
            _departures.Add(new RecordedDeparture(line, departure with { Connection = wire.Name }));
        }
    }

    private void Happen(RecordedWire wire, string text)
    {
        var link = LinkOf(wire);
        if (text.StartsWith("tls ok", StringComparison.Ordinal))
        {
            wire.Secured();
            var certificate = wire.Id.Dialled ? _recorded.OursAsReceiver : _recorded.OursAsInitiator;
            _server = Effects.Secured(_server, link, Translation.Of(_symbols, certificate));
        }
        else if (text == "TRIGGER: fin" || text.StartsWith("closed by us", StringComparison.Ordinal))
        {
            Hear(wire, new Heard.EndOfBytes());
        }
        else if (text == "eof from peer"
            || text.StartsWith("read error", StringComparison.Ordinal)
            || text.StartsWith("tls handshake failed", StringComparison.Ordinal))
        {
            _server = _server.Leave(link);
        }
    }

    // A key that nobody has said before belongs to who says it.
    private void Note(RecordedWire wire, Heard what, RecordedKeys keys, bool byReceiver)
    {
        if (what is Heard.ResultRequest(var pair, var key) && _keys.Add(key))
        {
            keys.Sent(pair, wire.StreamId, key);
        }

        wire.Note(what, byReceiver);
    }

    private ushort LinkOf(RecordedWire wire) => _symbols.Of(wire.Id);

    private Id IdOf(RecordedWire wire) => _server.EndOf(LinkOf(wire)).Id;
}
