namespace Xmpp.Federation.Testbed.Checking;

/// <content>Which steps are not put off for ever.</content>
internal sealed partial class CoreSystem
{
    /// <summary>Each server's inputs and, behind these, its timers.</summary>
    public int FairnessClasses => 2 * World.Servers.Count;

    /// <summary>Servers keep their places.</summary>
    public bool CanonicalKeepsClasses => true;

    // The server that hears of a step; none for a fault and for the attacker.
    private static int HearerOf(CoreStep step) => step switch
    {
        { Kind: CoreStepKind.Cut or CoreStepKind.Reset or CoreStepKind.Lose or CoreStepKind.Return or CoreStepKind.ShutDown } => -1,
        { Kind: CoreStepKind.AttackerConnects or CoreStepKind.AttackerLeaves or CoreStepKind.AttackerSays } => -1,
        // They use up what may go wrong, which others can use up too; what fires when nothing else can depends on all.
        { Kind: CoreStepKind.Timer } or { Kind: CoreStepKind.Resolve or CoreStepKind.Connect or CoreStepKind.Handshake, Detail: > 0 } => -1,
        _ => step.Server,
    };

    public int FairnessOf(CoreStep step) => step switch
    {
        { Kind: CoreStepKind.Timer, Detail: 0 } => World.Servers.Count + step.Server,
        { Kind: CoreStepKind.HandOver } when World.Stanzas[step.Place].MayWait => -1,
        _ => HearerOf(step) >= 0 ? step.Server : step.Kind == CoreStepKind.Return ? step.Server : -1,
    };
}
