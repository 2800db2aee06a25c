using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Streams;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Retracing;

/// <summary>
/// What a whole negotiator makes of single steps of the checker. Most are something that the environment does. Four kinds
/// are not: that a server hears of a connection that was made, of a handshake, of a write, and of the end of a socket are
/// each a run of its own tasks, behind what the environment has done before.
/// </summary>
internal sealed class StepTranslator(CoreSystem system, ConnectionBook book)
{
    // Before its time, or when nothing else is left to happen.
    private static readonly string[] Sooner = ["sooner", "timer"];

    private readonly CoreWorld _world = system.World;
    private readonly ItemWording _wording = new(system.World, book);

    /// <param name="words">The step in the checker's words.</param>
    /// <param name="state">The state in which it is taken, with numbers in its connections.</param>
    public EngineStep Translate(string words, CoreState state, CoreStep step) => step.Kind switch
    {
        CoreStepKind.HandOver => HandingOver(words, state, step),
        CoreStepKind.Resolve => Resolving(words, state, step),
        CoreStepKind.Connect => Connecting(words, state, step),
        CoreStepKind.Timer => Firing(words, state, step),
        CoreStepKind.Ring => new EngineStep(words) { Hearer = book.LifeOf(state, step.Server), Hears = i => i is Input.TimedOut },
        CoreStepKind.Lose => Happening(words, $"lose {NameOf(step.Server)}"),
        CoreStepKind.Return => Happening(words, $"return {NameOf(step.Server)}"),
        CoreStepKind.ShutDown => Happening(words, $"shut down {NameOf(step.Server)}") with
        {
            Hearer = book.LifeOf(state, step.Server),
            Hears = i => i is Input.ShutDown,
        },
        CoreStepKind.AttackerConnects => Calling(words, state, step),
        CoreStepKind.AttackerSays => Saying(words, state, step),
        CoreStepKind.AttackerLeaves => new EngineStep(words),
        _ => OnConnection(words, state, step),
    };

    private static EngineStep Happening(string words, string label) => new(words) { Events = [label] };

    // See Stranger for what he does.
    private EngineStep Calling(string words, CoreState state, CoreStep step)
    {
        var (claim, how) = AttackerCall.Of(step.Detail);
        var hearer = _world.Servers[step.Place].Name;
        var opening = _wording.Of(state, Vocabulary.Opening(_world.Scope.Attacker.Claims[claim], hearer, how));
        return Happening(words, $"attacker connects to {hearer} " + (how == CallKind.DirectTls ? "by direct TLS" : $"and says {opening}"));
    }

    private EngineStep Saying(string words, CoreState state, CoreStep step)
    {
        var (toInitiator, _, item) = Delivery.Of(step.Detail);
        var link = book.LinkFrom(state.Links[step.Place].Value, initiator: !toInitiator);
        return Happening(words, $"attacker says {_wording.Of(state, system.Items[item].Value)} on {link}");
    }

    // A later wave begins when its application says so, which is an event of its own.
    private EngineStep HandingOver(string words, CoreState state, CoreStep step)
    {
        var pair = _world.Stanzas[step.Place].Stanza.Pair;
        var applications = _world.Definition.Send.Select((s, i) => (Sending: s, Number: i + 1)).Where(s => s.Sending.Pair == pair);
        return new EngineStep(words)
        {
            Events = applications.Where(a => a.Sending.After > 0)
                .SelectMany(a => Sooner.Select(how => $"{how} {pair} application/{a.Number}")).ToSeq(),
            MayBeIn = true,
            // Behind its end a server hears nothing any more, and its shell answers for it.
            Hearer = state.Servers[step.Server].Value.Phase == ServerPhase.Stopped ? null : book.LifeOf(state, step.Server),
            Carriers = applications.Select(a => $"application/{a.Number}").ToSeq(),
            Hears = i => i is Input.Submitted,
        };
    }

    private EngineStep Resolving(string words, CoreState state, CoreStep step)
    {
        var (server, remote) = (NameOf(step.Server), state.Servers[step.Server].Value.Resolving[step.Place].Remote);
        return Happening(words, $"resolve {server} {remote}") with
        {
            Choice = step.Detail == 1 ? $"dns {server} {remote} failed" : null,
            Hearer = book.LifeOf(state, step.Server),
            Carriers = [$"resolve/{remote}"],
            Hears = i => i is Input.Resolved,
        };
    }

    private EngineStep Connecting(string words, CoreState state, CoreStep step)
    {
        var link = state.Links[step.Place].Value;
        var (from, id) = (NameOf(link.From), book.IdAt(link, initiator: true));
        var target = _world.TargetOf(link);
        return Happening(words, $"connect {from}→{target}") with
        {
            Choice = step.Detail == 1 ? $"connect {from}→{target.Host} refused" : null,
            Hearer = book.LifeOf(state, link.From),
            Carriers = [$"dial/{id}"],
            Hears = i => i is Input.OnStream(var on, StreamInput.Connected or StreamInput.ConnectFailed) && on == id,
        };
    }

    // An early one only rings; its server hears of it in a step of its own.
    private EngineStep Firing(string words, CoreState state, CoreStep step)
    {
        var life = book.LifeOf(state, step.Server);
        var owner = state.Servers[step.Server].Value.Core.Timers.TryGetValue(new TimerId(step.Place), out var found) ? found : null;
        var whose = owner is TimerOwner.Connection(var id) ? book.IdOf(state, step.Server, id).ToString() : owner?.ToString();
        return step.Detail == 1
            ? Happening(words, $"early timer {life} {whose} #")
            : Happening(words, $"timer {life} {whose} #") with { AtRest = true, Hearer = life, Hears = i => i is Input.TimedOut };
    }

    private EngineStep OnConnection(string words, CoreState state, CoreStep step)
    {
        var link = state.Links[step.Place].Value;
        switch (step.Kind)
        {
            case CoreStepKind.Accept:
                var accepted = book.IdAt(link, initiator: false);
                return new EngineStep(words)
                {
                    Hearer = book.LifeOf(state, link.To),
                    Hears = i => i is Input.Accepted(var connection, _) && connection == accepted,
                };
            case CoreStepKind.Cut or CoreStepKind.Reset:
                return Happening(words, $"{(step.Kind == CoreStepKind.Cut ? "cut" : "reset")} {book.LinkFrom(link, initiator: true)}");
            case CoreStepKind.Handshake:
                var name = book.LinkFrom(link, initiator: true);
                return At(words, state, link, initiator: true, i => i is StreamInput.Secured or StreamInput.TlsFailed) with
                {
                    Events = [$"handshake {name}"],
                    MayBeIn = false,
                    Choice = step.Detail == 0 ? null : $"tls {name} {(TlsFault)step.Detail}",
                    Behind = [$"deliver {name} "],
                };
            case CoreStepKind.Secured:
                return At(words, state, link, initiator: false, i => i is StreamInput.Secured or StreamInput.TlsFailed);
            case CoreStepKind.Deliver:
                return Delivering(words, state, link, Delivery.Of(step.Detail));
            default:
                return Telling(words, state, link, step);
        }
    }

    private EngineStep Delivering(string words, CoreState state, Link link, Delivery delivery)
    {
        var item = link.QueueTo(delivery.ToInitiator)[0];
        var what = item == Link.Fin ? "fin" : system.Labels.ItemName(item);
        return At(
            words, state, link, delivery.ToInitiator, i => i is StreamInput.Received or StreamInput.TlsFailed or StreamInput.Lost) with
        {
            Events = [$"deliver {book.LinkFrom(link, !delivery.ToInitiator)} {what}"],
            AndMore = delivery.BytesBehind,
        };
    }

    private EngineStep Telling(string words, CoreState state, Link link, CoreStep step)
    {
        var initiator = step.Detail == 1;
        var id = book.IdAt(link, initiator);
        return step.Kind switch
        {
            CoreStepKind.Break => At(
                words, state, link, initiator, i => i is StreamInput.Lost or StreamInput.TlsFailed) with
            {
                Events = [$"deliver {book.LinkFrom(link, !initiator)} reset"],
            },
            CoreStepKind.Written => At(words, state, link, initiator, _ => false) with { Hears = i => i == new Input.Wrote(id) },
            CoreStepKind.Closed when link.End(initiator).Phase == EndPhase.Unwanted => new EngineStep(words)
            {
                Hearer = book.LifeOf(state, link.From),
                Carriers = [$"dial/{id}"],
                Hears = i => i is Input.OnStream(var on, StreamInput.ConnectFailed) && on == id,
            },
            // A stranger answers the last word only when it has come to him.
            CoreStepKind.Closed => At(words, state, link, initiator, i => i is StreamInput.Disconnected) with
            {
                Behind = link.ServerAt(!initiator) >= 0
                    ? [$"deliver {book.LinkFrom(link, !initiator)} "]
                    : [$"deliver {book.LinkFrom(link, !initiator)} ", $"deliver {book.LinkFrom(link, initiator)} "],
            },
            _ => throw new InvalidOperationException($"No step of an engine for {step.Kind}."),
        };
    }

    // An end of a connection hears something, by its reader or its writer, behind what is under way to it.
    private EngineStep At(string words, CoreState state, Link link, bool initiator, Predicate<StreamInput> hears)
    {
        var id = book.IdAt(link, initiator);
        return new EngineStep(words)
        {
            MayBeIn = true,
            Hearer = link.ServerAt(initiator) < 0 ? null : book.LifeOf(state, link.ServerAt(initiator)),
            Carriers = link.End(initiator).AwaitsTls ? [$"writer/{id}", $"reader/{id}"] : [$"reader/{id}", $"writer/{id}"],
            Behind = [$"deliver {book.LinkFrom(link, !initiator)} "],
            Hears = i => i is Input.OnStream(var on, var what) && on == id && hears(what),
        };
    }

    private string NameOf(int server) => system.Labels.NameOf(server);
}
