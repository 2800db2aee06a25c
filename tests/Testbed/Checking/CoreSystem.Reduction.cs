using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <content>
/// Which steps commute with everything that can happen before them. While a stream is being negotiated its ends take turns:
/// what one of them hears changes this stream and what is said on it, and nothing else of its server, so that the order in
/// which several connections get on is of no account. As soon as a connection may break, a deadline may pass early or
/// somebody else may speak, every order is explored: each of them takes away what was under way.
/// </content>
internal sealed partial class CoreSystem : IReducible<CoreState, CoreStep>
{
    // In which order a server hears of two connections decides which of them is the older one: that is not left out.
    int IReducible<CoreState, CoreStep>.ActorOf(CoreStep step) =>
        step.Kind is CoreStepKind.Connect or CoreStepKind.Deliver or CoreStepKind.Handshake or CoreStepKind.Secured ? step.Place : -1;

    public bool IsPersistent(CoreState state, int actor)
    {
        var (world, link) = (state.World.Value, state.Links[actor].Value);
        return world is { AttacksLeft: 0 } && world.Left == FaultBudget.None
            && link is { Dead: false, From: >= 0, To: >= 0, Initiator.Reset: false, Receiver.Reset: false }
            && TurnOf(link) is var (initiator, stimulus) && IsLocal(state.Servers[link.ServerAt(initiator)], link, initiator, stimulus);
    }

    // Who alone can hear something of a connection now, and what; null where that is nobody, or both.
    private (bool Initiator, Stimulus Stimulus)? TurnOf(Link link)
    {
        var (dialling, called) = (link.Initiator, link.Receiver);
        var isQuiet = link.ToInitiator.IsEmpty && link.ToReceiver.IsEmpty;
        return (dialling.Phase, called.Phase) switch
        {
            (EndPhase.Dialling, EndPhase.None) => Hears(true, StimulusKind.Connected),
            (EndPhase.Open, EndPhase.Open) when isQuiet && dialling.AwaitsTls && called.AwaitsTls
                && World.Shake(link.From, link.To).InitiatorSees.Certificate is not null =>
                    Hears(true, StimulusKind.SecuredInitiator, link.To),
            (EndPhase.Open, EndPhase.Open) when isQuiet && called.Tls == TlsNews.Secured =>
                Hears(false, StimulusKind.SecuredReceiver, link.From),
            (EndPhase.Open, EndPhase.Open) when called.Tls == TlsNews.None && !dialling.AwaitsTls && !called.AwaitsTls =>
                link.ToReceiver.IsEmpty ? HearsFirst(true) : link.ToInitiator.IsEmpty ? HearsFirst(false) : null,
            _ => null,
        };

        (bool, Stimulus)? HearsFirst(bool initiator) =>
            link.QueueTo(initiator) is { IsEmpty: false } queue && queue[0] is not Link.Fin and var item
            && Items[item].Value is WireItem.Opened == link.End(initiator).RootDue
            && IsNegotiation(Grammar.Understand(Items[item].Value), isLast: queue.Count == 1)
                ? Hears(initiator, StimulusKind.Heard, item)
                : null;

        (bool, Stimulus)? Hears(bool initiator, StimulusKind kind, int value = 0) =>
            (initiator, Stimulus.On(kind, link.End(initiator).IdAt(initiator), value));
    }

    // Nothing is proved on the stream yet, nobody waits for what this turn decides, and what it says is said there.
    private bool IsLocal(Interned<ServerPart> part, Link link, bool initiator, Stimulus stimulus)
    {
        var reaction = Reactor.React(link.ServerAt(initiator), part, stimulus);
        return reaction is { Violated: 0, Numbers: null }
            && Array.TrueForAll(reaction.Effects, e => e.Connection == stimulus.Connection && e.Kind
                is EffectKind.Say or EffectKind.BeginTls or EffectKind.ExpectHeader)
            && IsSameBut(stimulus.Connection, part.Value, reaction.After.Value);
    }

    // Where TLS begins it matters whether more has arrived by then.
    private static bool IsNegotiation(Heard heard, bool isLast) => heard is Heard.Header or Heard.Features or Heard.Auth or Heard.Success
        || (heard is Heard.StartTls or Heard.Proceed && isLast);

    private static bool IsSameBut(ConnectionId connection, ServerPart before, ServerPart after) =>
        IsBare(before.Core, connection) && IsBare(after.Core, connection)
        && before.Core.Routes == after.Core.Routes && before.Core.Searches.Count == after.Core.Searches.Count
        && before.Core.Verifications == after.Core.Verifications
        && before.Core.Outgoing.Count == after.Core.Outgoing.Count && before.Core.Incoming.Count == after.Core.Incoming.Count
        && before.Resolving == after.Resolving && before.Fates == after.Fates;

    private static bool IsBare(FederationState state, ConnectionId connection) =>
        StateJudge.CarriedBy(state, connection).IsEmpty && StateJudge.ReceivedOn(state, connection).IsEmpty
        && !StateJudge.Ends(state, connection);
}
