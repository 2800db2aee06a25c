using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>What belongs to no server and no connection: what may still go wrong, and what the attacker has seen.</summary>
internal sealed record WorldPart
{
    public FaultBudget Left { get; init; } = FaultBudget.None;

    /// <summary>How often the attacker may still act.</summary>
    public int AttacksLeft { get; init; }

    /// <summary>What it has seen, by the numbers of the items in their table, ascending.</summary>
    public Seq<int> Known { get; init; }
}
