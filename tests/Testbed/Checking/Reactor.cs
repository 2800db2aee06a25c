using System.Collections.Concurrent;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Admitting;
using Xmpp.Federation.Core.Establishing;
using Xmpp.Federation.Core.Evidence;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Lets servers react. What one makes of an input depends on nothing but what it is and the input, so each case is
/// computed once and remembered.
/// </summary>
internal sealed class Reactor(CoreWorld world, Interner<WireItem> items, IStepObserver? observer)
{
    private const int RememberedMax = 4_000_000;

    private readonly ConcurrentDictionary<(int Server, int Part, Stimulus Stimulus), Reaction> _known = new();
    private readonly Interner<ServerPart> _parts = new((part, names) => part.Renamed(names, observer));

    public Interner<ServerPart> Parts => _parts;

    /// <summary>How many different reactions are remembered.</summary>
    public int Remembered => _known.Count;

    public Reaction React(int server, Interned<ServerPart> part, Stimulus stimulus)
    {
        var key = (server, part.Id, stimulus);
        if (_known.TryGetValue(key, out var known))
        {
            return known;
        }

        var reaction = Compute(server, part, stimulus);
        if (_known.Count < RememberedMax)
        {
            _known[key] = reaction;
        }

        return reaction;
    }

    private Reaction Compute(int server, Interned<ServerPart> before, Stimulus stimulus)
    {
        var verdicts = default(Verdicts);
        verdicts.Witness(CoreProperties.Crash);
        var context = world.ContextOf(server, before.Value.Life);
        var part = Taken(before.Value, stimulus);
        var input = InputOf(before.Value, stimulus);
        Transition transition;
        try
        {
            transition = world.Step(context, before.Value.Core, input);
        }
        catch (Exception)
        {
            // The core is total: whatever it throws is a fault of its own.
            verdicts.Violate(CoreProperties.Crash);
            return new Reaction(before, [], null, verdicts.Witnessed, verdicts.Violated);
        }

        var step = new ServerStep(server, context, before.Value.Core, input, transition.Outputs, transition.State);
        var bookkeeping = new Bookkeeping(world, items, part);
        part = bookkeeping.After(step, ref verdicts);
        StateJudge.Judge(part, step, ref verdicts);
        StepJudge.Judge(world, before.Value, step, ref verdicts);
        if (observer is not null)
        {
            part = part with { Observed = observer.See(before.Value.Observed!, in step, ref verdicts) };
        }

        var (canonical, connections) = CanonicalPart.Of(part, observer);
        var kept = connections.All(c => c.Key == c.Value)
            && canonical.NextAccepted >= before.Value.NextAccepted
            && canonical.Core.NextConnection >= before.Value.Core.NextConnection;
        return new Reaction(
            _parts.Of(canonical), [.. bookkeeping.Effects], kept ? null : connections, verdicts.Witnessed, verdicts.Violated);
    }

    // What the world holds for the server, and the input takes out of its hand.
    private static ServerPart Taken(ServerPart part, Stimulus stimulus) => stimulus.Kind switch
    {
        StimulusKind.Resolved => part with { Resolving = part.Resolving.RemoveAt(stimulus.Number) },
        StimulusKind.TimedOut when part.Rung.IndexOf(new TimerId(stimulus.Number)) is >= 0 and var index =>
            part with { Rung = part.Rung.RemoveAt(index) },
        StimulusKind.TimedOut => part with { Alarms = part.Alarms.Without(new TimerId(stimulus.Number)) },
        StimulusKind.ShutDown => part with { Phase = ServerPhase.Stopping },
        _ => part,
    };

    private Input InputOf(ServerPart part, Stimulus stimulus) => stimulus.Kind switch
    {
        StimulusKind.Submitted => new Input.Submitted(new StanzaTicket(stimulus.Number + 1), world.Stanzas[stimulus.Number].Stanza),
        StimulusKind.Resolved => new Input.Resolved(part.Resolving[stimulus.Number], AnswerOf(part.Resolving[stimulus.Number], stimulus)),
        StimulusKind.Accepted or StimulusKind.AcceptedDirectTls =>
            new Input.Accepted(stimulus.Connection, stimulus.Kind == StimulusKind.AcceptedDirectTls) { From = AddressOf(stimulus.Value) },
        StimulusKind.Wrote => new Input.Wrote(stimulus.Connection),
        StimulusKind.TimedOut => new Input.TimedOut(new TimerId(stimulus.Number)),
        StimulusKind.ShutDown => new Input.ShutDown(),
        _ => new Input.OnStream(stimulus.Connection, HappeningOf(stimulus)),
    };

    private StreamInput HappeningOf(Stimulus stimulus) => stimulus.Kind switch
    {
        StimulusKind.Connected => new StreamInput.Connected(),
        StimulusKind.ConnectFailed => new StreamInput.ConnectFailed(stimulus.Value == 0 ? "connection refused" : "no longer wanted"),
        StimulusKind.Heard => Received(stimulus.Connection, Grammar.Understand(items[stimulus.Value].Value), false),
        StimulusKind.HeardWithMoreBehind => Received(stimulus.Connection, Grammar.Understand(items[stimulus.Value].Value), true),
        StimulusKind.Broken => Received(
            stimulus.Connection, new Heard.Broken(XmlViolation.NotWellFormed, "a root out of place"), false),
        StimulusKind.EndOfBytes => Received(stimulus.Connection, new Heard.EndOfBytes(), false),
        StimulusKind.SecuredInitiator => new StreamInput.Secured(Certificate(world.Shake(stimulus.Value, stimulus.Value).InitiatorSees)),
        StimulusKind.SecuredReceiver => new StreamInput.Secured(Certificate(world.Shake(stimulus.Value, stimulus.Value).ReceiverSees)),
        StimulusKind.TlsFailed => new StreamInput.TlsFailed(stimulus.Value == 0 ? "handshake failure" : "clear text"),
        StimulusKind.Lost => new StreamInput.Lost("connection reset"),
        StimulusKind.Disconnected => new StreamInput.Disconnected(),
        _ => throw new InvalidOperationException($"No input for {stimulus.Kind}."),
    };

    // RFC 6120 4.7.3: as in the shell, only what may open an epoch brings a new id.
    private static StreamInput.Received Received(ConnectionId connection, Heard heard, bool bytesBehind) => new(
        heard, bytesBehind,
        heard is Heard.Header or Heard.ForeignRoot or Heard.Broken && !connection.Dialled ? Names.Fresh : default);

    private Resolution AnswerOf(Errand errand, Stimulus stimulus) =>
        stimulus.Value == 1 ? new Resolution.Failed("server failure") : world.Resolve(errand.Remote);

    private PeerAddress AddressOf(int server) => new(server < 0 ? "attacker" : world.Servers[server].Name.Name);

    private static PeerCertificate Certificate(Shell.TlsResult result) => result.Certificate ?? PeerCertificate.Missing;
}
