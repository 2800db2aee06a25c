namespace Xmpp.Federation.Testbed.Checking;

/// <content>Whose steps are whose, and which are not put off for ever.</content>
internal sealed partial class CoreSystem
{
    /// <summary>Each server's inputs and, behind these, its timers.</summary>
    public int FairnessClasses => 2 * World.Servers.Count;

    /// <summary>The server that hears of a step; none for a fault and for the attacker.</summary>
    public int ActorOf(CoreStep step) => step switch
    {
        { Kind: CoreStepKind.Cut or CoreStepKind.Reset or CoreStepKind.Lose or CoreStepKind.Return or CoreStepKind.ShutDown } => -1,
        { Kind: CoreStepKind.AttackerConnects or CoreStepKind.AttackerSays } => -1,
        // They use up what may go wrong, which others can use up too; what fires when nothing else can depends on all.
        { Kind: CoreStepKind.Timer } or { Kind: CoreStepKind.Resolve or CoreStepKind.Connect or CoreStepKind.Handshake, Detail: > 0 } => -1,
        _ => step.Server,
    };

    /// <summary>
    /// Only where nobody else can do anything before this server has moved. A server that can move may say something to any
    /// other one that it is connected to or can dial, and so make a step of it possible: nothing that is simpler than to
    /// follow all connections tells whether it will. So nothing must be possible but steps of this one server, of which
    /// no fault, timer or attack may be one; then they are all that is possible, which is persistent.
    /// </summary>
    public bool IsPersistent(CoreState state, int actor)
    {
        var steps = new List<CoreStep>();
        CollectSteps(state, steps);
        return steps.Count > 0 && steps.TrueForAll(s => ActorOf(s) == actor);
    }

    public int FairnessOf(CoreStep step) => step switch
    {
        { Kind: CoreStepKind.Timer, Detail: 0 } => World.Servers.Count + step.Server,
        { Kind: CoreStepKind.HandOver } when World.Stanzas[step.Place].MayWait => -1,
        _ => ActorOf(step) >= 0 ? step.Server : step.Kind == CoreStepKind.Return ? step.Server : -1,
    };
}
