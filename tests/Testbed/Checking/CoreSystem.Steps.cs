using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Network;

namespace Xmpp.Federation.Testbed.Checking;

/// <content>What follows each step.</content>
internal sealed partial class CoreSystem
{
    public CoreState Next(CoreState state, CoreStep step, ref Verdicts verdicts) =>
        Take(new Move(this, state), step, ref verdicts);

    /// <summary>The same, with every connection that is made on the way told from all others.</summary>
    public CoreState Follow(CoreState state, CoreStep step, Func<int> serials)
    {
        var verdicts = default(Verdicts);
        return Take(new Move(this, state) { Serials = serials }, step, ref verdicts);
    }

    private CoreState Take(Move move, CoreStep step, ref Verdicts verdicts)
    {
        switch (step.Kind)
        {
            case CoreStepKind.HandOver:
                HandOver(move, step);
                break;
            case CoreStepKind.Resolve:
                move.World = step.Detail == 0 ? move.World : Without(move.World, f => f with { DnsFailures = f.DnsFailures - 1 });
                move.Tell(step.Server, new Stimulus(StimulusKind.Resolved, step.Place, step.Detail));
                break;
            case CoreStepKind.Connect:
                Connect(move, step);
                break;
            case CoreStepKind.Accept:
                Accept(move, step);
                break;
            case CoreStepKind.Deliver:
                Deliver(move, step);
                break;
            case CoreStepKind.Break:
                Break(move, step);
                break;
            case CoreStepKind.Handshake:
                Shake(move, step);
                break;
            case CoreStepKind.Secured:
                HearOfHandshake(move, step);
                break;
            case CoreStepKind.Written:
                HearOfWrite(move, step);
                break;
            case CoreStepKind.Closed:
                HearOfEnd(move, step);
                break;
            case CoreStepKind.Timer or CoreStepKind.Ring:
                Fire(move, step);
                break;
            default:
                Strike(move, step);
                break;
        }

        return move.End(ref verdicts);
    }

    // What the world or the attacker does.
    private void Strike(Move move, CoreStep step)
    {
        switch (step.Kind)
        {
            case CoreStepKind.Cut:
                move.World = Without(move.World, f => f with { Cuts = f.Cuts - 1 });
                move.Put(step.Place, move.LinkAt(step.Place) with { ToInitiator = [], ToReceiver = [], Dead = true });
                break;
            case CoreStepKind.Reset:
                move.World = Without(move.World, f => f with { Resets = f.Resets - 1 });
                move.Put(step.Place, BrokenByAll(move.LinkAt(step.Place)));
                break;
            case CoreStepKind.Lose:
                move.World = Without(move.World, f => f with { Restarts = f.Restarts - 1 });
                Lose(move, step.Server);
                break;
            case CoreStepKind.Return:
                move.Put(step.Server, move.ServerAt(step.Server) with { Phase = ServerPhase.Up });
                break;
            case CoreStepKind.ShutDown:
                move.World = Without(move.World, f => f with { Shutdowns = f.Shutdowns - 1 });
                move.Tell(step.Server, new Stimulus(StimulusKind.ShutDown, 0));
                break;
            case CoreStepKind.AttackerConnects:
                Attacker.Connect(move, step);
                break;
            case CoreStepKind.AttackerLeaves:
                move.World = move.World with { AttacksLeft = 0, Known = [] };
                break;
            case CoreStepKind.AttackerSays:
                Checking.Attacker.Say(move, step);
                break;
            default:
                throw new InvalidOperationException($"No step {step.Kind}.");
        }
    }

    private void HandOver(Move move, CoreStep step)
    {
        if (move.ServerAt(step.Server) is { Phase: ServerPhase.Stopped } stopped)
        {
            // As the shell does it when the core is no more.
            var index = step.Place - World.StanzasOf(step.Server).From;
            move.Put(step.Server, stopped with { Fates = stopped.Fates.Select((f, i) => i == index ? Fate.Returned : f).ToSeq() });
            return;
        }

        move.Tell(step.Server, new Stimulus(StimulusKind.Submitted, step.Place));
    }

    private static void Connect(Move move, CoreStep step)
    {
        var link = move.LinkAt(step.Place);
        if (step.Detail == 1)
        {
            move.World = Without(move.World, f => f with { RefusedConnects = f.RefusedConnects - 1 });
        }

        var id = link.Initiator.IdAt(initiator: true);
        if (step.Detail == 1 || link.To == CoreWorld.Nobody || (link.To >= 0 && move.ServerAt(link.To).Phase != ServerPhase.Up))
        {
            move.Put(step.Place, initiator: true, link.Initiator with { Phase = EndPhase.None });
            move.Tell(link.From, Stimulus.On(StimulusKind.ConnectFailed, id));
            return;
        }

        move.Put(step.Place, link with
        {
            Initiator = link.Initiator with { Phase = EndPhase.Open },
            Receiver = link.To >= 0 ? new LinkEnd(0, EndPhase.Arriving) { RootDue = true } : new LinkEnd(0, EndPhase.Foreign),
        });
        move.Tell(link.From, Stimulus.On(StimulusKind.Connected, id));
    }

    private static void Accept(Move move, CoreStep step)
    {
        var link = move.LinkAt(step.Place);
        var server = move.ServerAt(link.To);
        if (server.Phase is ServerPhase.Stopped or ServerPhase.Lost)
        {
            move.Put(step.Place, link.Aborted(byInitiator: false, EndPhase.None));
            return;
        }

        var end = link.Receiver with { Phase = EndPhase.Open, Number = server.NextAccepted };
        move.Put(step.Place, initiator: false, end);
        var kind = link.DirectTls ? StimulusKind.AcceptedDirectTls : StimulusKind.Accepted;
        move.Tell(link.To, Stimulus.On(kind, end.IdAt(initiator: false), link.From));
    }

    private void Deliver(Move move, CoreStep step)
    {
        var (initiator, bytesBehind, _) = Delivery.Of(step.Detail);
        var link = move.LinkAt(step.Place);
        var end = link.End(initiator);
        var (server, id) = (link.ServerAt(initiator), end.IdAt(initiator));
        var item = link.QueueTo(initiator)[0];
        if (end.AwaitsTls)
        {
            // Clear text where TLS is due is no handshake, nor is the end of the connection.
            move.Put(step.Place, link.WithQueue(initiator, []).With(initiator, end with { AwaitsTls = false }));
            move.Tell(server, Stimulus.On(StimulusKind.TlsFailed, id, 1));
            return;
        }

        var rest = link.WithQueue(initiator, link.QueueTo(initiator).RemoveAt(0));
        if (item == Link.Fin)
        {
            move.Put(step.Place, rest.With(initiator, end with { Ended = true }));
            move.Tell(server, Stimulus.On(StimulusKind.EndOfBytes, id));
            return;
        }

        var isRoot = Items[item].Value is WireItem.Opened;
        move.Put(step.Place, rest.With(initiator, end with { RootDue = end.RootDue && !isRoot }));
        move.Tell(server, isRoot != end.RootDue ? Stimulus.On(StimulusKind.Broken, id)
            : Stimulus.On(bytesBehind ? StimulusKind.HeardWithMoreBehind : StimulusKind.Heard, id, item));
    }

    private static void Break(Move move, CoreStep step)
    {
        var initiator = step.Detail == 1;
        var link = move.LinkAt(step.Place);
        var end = link.End(initiator);
        if (end.AwaitsTls)
        {
            move.Put(step.Place, initiator, end with { AwaitsTls = false });
            move.Tell(link.ServerAt(initiator), Stimulus.On(StimulusKind.TlsFailed, end.IdAt(initiator), 0));
            return;
        }

        move.Put(step.Place, initiator, end with { Reset = false });
        move.Tell(link.ServerAt(initiator), Stimulus.On(StimulusKind.Lost, end.IdAt(initiator)));
    }

    private void Shake(Move move, CoreStep step)
    {
        var link = move.LinkAt(step.Place);
        var oracle = World.Shake(link.From, link.To);
        var how = (TlsFault)step.Detail;
        if (how != TlsFault.None)
        {
            move.World = Without(move.World, f => f with { TlsFailures = f.TlsFailures - 1 });
        }

        var agreed = oracle.InitiatorSees.Certificate is not null && how != TlsFault.Before;
        var secured = agreed && how == TlsFault.None;
        move.Put(step.Place, link with
        {
            Secured = secured,
            Initiator = Shaken(link.Initiator, TlsNews.None),
            Receiver = Shaken(link.Receiver, secured ? TlsNews.Secured : TlsNews.Failed),
        });
        if (link.From >= 0)
        {
            var id = link.Initiator.IdAt(initiator: true);
            move.Tell(link.From, agreed
                ? Stimulus.On(StimulusKind.SecuredInitiator, id, link.To)
                : Stimulus.On(StimulusKind.TlsFailed, id, 0));
        }
    }

    private static LinkEnd Shaken(LinkEnd end, TlsNews news) =>
        end.Phase == EndPhase.Foreign ? end : end with { AwaitsTls = false, RootDue = true, Tls = news };

    private static void HearOfHandshake(Move move, CoreStep step)
    {
        var link = move.LinkAt(step.Place);
        move.Put(step.Place, initiator: false, link.Receiver with { Tls = TlsNews.None });
        var id = link.Receiver.IdAt(initiator: false);
        move.Tell(link.To, link.Receiver.Tls == TlsNews.Secured
            ? Stimulus.On(StimulusKind.SecuredReceiver, id, link.From)
            : Stimulus.On(StimulusKind.TlsFailed, id, 0));
    }

    private static void HearOfWrite(Move move, CoreStep step)
    {
        var initiator = step.Detail == 1;
        var link = move.LinkAt(step.Place);
        var end = link.End(initiator);
        move.Put(step.Place, initiator, end with { Unwritten = end.Unwritten - 1 });
        move.Tell(link.ServerAt(initiator), Stimulus.On(StimulusKind.Wrote, end.IdAt(initiator)));
    }

    private static void HearOfEnd(Move move, CoreStep step)
    {
        var initiator = step.Detail == 1;
        var link = move.LinkAt(step.Place);
        var end = link.End(initiator);
        move.Put(step.Place, initiator, end with { Phase = EndPhase.None });
        move.Tell(link.ServerAt(initiator), end.Phase == EndPhase.Unwanted
            ? Stimulus.On(StimulusKind.ConnectFailed, end.IdAt(initiator), 1)
            : Stimulus.On(StimulusKind.Disconnected, end.IdAt(initiator)));
    }

    private static void Fire(Move move, CoreStep step)
    {
        var timer = new TimerId(step.Place);
        if (step.Kind == CoreStepKind.Timer && step.Detail == 1)
        {
            var server = move.ServerAt(step.Server);
            move.World = Without(move.World, f => f with { EarlyTimers = f.EarlyTimers - 1 });
            move.Put(step.Server, server with
            {
                Alarms = server.Alarms.Without(timer),
                Rung = server.Rung.Add(timer).Order().ToSeq(),
            });
            return;
        }

        move.Tell(step.Server, new Stimulus(StimulusKind.TimedOut, step.Place));
    }

    // It is lost with all that it knows; whoever is connected to it is told by its system.
    private void Lose(Move move, int server)
    {
        for (var i = 0; i < move.Links; i++)
        {
            foreach (var initiator in (ReadOnlySpan<bool>)[true, false])
            {
                var link = move.LinkAt(i);
                if (link.ServerAt(initiator) == server && !link.End(initiator).IsGone)
                {
                    move.Put(i, link.Aborted(initiator, EndPhase.None));
                }
            }
        }

        var lost = move.ServerAt(server);
        move.Put(server, PartOf(server, lost.Life + 1) with
        {
            Phase = ServerPhase.Lost,
            Fates = lost.Fates.Select(f => f == Fate.Waiting ? Fate.Perished : f).ToSeq(),
            Given = lost.Given,
            Taken = lost.Taken,
        });
    }

    private static Link BrokenByAll(Link link)
    {
        static LinkEnd Told(LinkEnd end) =>
            end with { Reset = end.Reset || end.Phase is EndPhase.Open or EndPhase.Closing or EndPhase.Arriving };

        return link with
        {
            ToInitiator = [],
            ToReceiver = [],
            Dead = true,
            Initiator = Told(link.Initiator),
            Receiver = Told(link.Receiver),
        };
    }

    private static WorldPart Without(WorldPart world, Func<World.FaultBudget, World.FaultBudget> spent) =>
        world with { Left = spent(world.Left) };
}
