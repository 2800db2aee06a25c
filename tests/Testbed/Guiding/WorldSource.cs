using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>Where a search has its worlds from, and who walks through them.</summary>
/// <param name="Next">A world that was not there before; always the same one where there is only one.</param>
/// <param name="Walk">A walk of its own, by its seed.</param>
/// <param name="Cross">A world with a part of another one in it; null where there is only one.</param>
internal sealed record WorldSource(
    Func<WorldDefinition> Next,
    Func<ulong, IStrategy> Walk,
    Func<WorldDefinition, WorldDefinition, Chance, WorldDefinition>? Cross);
