namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// A path through a system that can be walked as it stands: where states are held to be alike, it names the things of its
/// own first state, not those of their representatives.
/// </summary>
/// <param name="First">Where it begins.</param>
/// <param name="Steps">What happens, one after the other.</param>
/// <param name="Last">Where that leads.</param>
/// <param name="Cycle">
/// What happens then, again and again; empty where nothing can happen, or where there is no more to see. Under symmetry
/// it may lead back to a state that is only alike.
/// </param>
internal sealed record Trace<TState, TStep>(
    TState First, IReadOnlyList<Move<TStep>> Steps, TState Last, IReadOnlyList<Move<TStep>> Cycle);

/// <summary>One step of a path.</summary>
/// <param name="Step">What happens.</param>
/// <param name="Description">The same in words.</param>
internal readonly record struct Move<TStep>(TStep Step, string Description);
