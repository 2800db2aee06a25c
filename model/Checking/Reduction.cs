namespace Xmpp.Federation.Model.Checking;

/// <summary>
/// Leaves out orders of steps that do not depend on each other: in a state only the steps of one actor are taken, if
/// these are a persistent set (P. Godefroid, <i>Partial-Order Methods for the Verification of Concurrent Systems</i>, 1996).
/// </summary>
/// <remarks>
/// Persistent sets keep all terminal states. To keep what a single actor's steps break as well, nobody's steps may be put
/// off for ever, the cycle proviso. For a search in breadth D. Bošnački and G. Holzmann (<i>Improving Spin's partial-order
/// reduction for breadth-first search</i>, SPIN 2005, after R. Alur and others, CAV 1997) ask that some successor in the
/// set is not yet expanded: it is new, or still in the queue. Here it must belong to the next level, which does not
/// depend on the order within a level: from every state, following such successors, the level rises, so a state that is
/// expanded fully comes in the end, and what was put off is still possible there. Since what breaks something is not
/// expanded, a set with such a step does not do either.
/// </remarks>
internal sealed class Reduction<TState, TStep>(IReducible<TState, TStep> system)
{
    private readonly List<TStep> _others = [];

    /// <summary>Puts the steps of a persistent set in front; both parts keep their order.</summary>
    /// <returns>How many there are; all, where there is no smaller set.</returns>
    public int Arrange(TState state, List<TStep> steps)
    {
        if (Chosen(state, steps) is not { } actor)
        {
            return steps.Count;
        }

        _others.Clear();
        var count = 0;
        for (var i = 0; i < steps.Count; i++)
        {
            if (system.ActorOf(steps[i]) == actor)
            {
                steps[count++] = steps[i];
            }
            else
            {
                _others.Add(steps[i]);
            }
        }

        for (var i = 0; i < _others.Count; i++)
        {
            steps[count + i] = _others[i];
        }

        return count;
    }

    // The least actor that has steps, but not all of them, and whose steps are a persistent set.
    private int? Chosen(TState state, List<TStep> steps)
    {
        for (var least = -1; ;)
        {
            int? next = null;
            var all = true;
            foreach (var step in steps)
            {
                var actor = system.ActorOf(step);
                all &= actor == system.ActorOf(steps[0]);
                if (actor > least && (next is null || actor < next))
                {
                    next = actor;
                }
            }

            if (all || next is null)
            {
                return null;
            }

            if (system.IsPersistent(state, next.Value))
            {
                return next;
            }

            least = next.Value;
        }
    }
}
