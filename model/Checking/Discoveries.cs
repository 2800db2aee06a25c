namespace Xmpp.Federation.Model.Checking;

/// <summary>Where a property was broken or fulfilled first.</summary>
/// <param name="Number">The number of a state.</param>
/// <param name="Beyond">Whether it was by a step from there, not in the state itself.</param>
internal readonly record struct Spot(uint Number, bool Beyond);

/// <summary>What the threads have found of one property on one level.</summary>
/// <param name="End">The rank of a state of the level that must not be the last.</param>
/// <param name="Step">The claim of a step from the level.</param>
/// <param name="Record">A state of the next level.</param>
internal readonly record struct Discovery(int? End, ulong? Step, uint? Record)
{
    /// <summary>The place, once the next level is settled.</summary>
    public Spot In(Frontier level, Arena arena) =>
        End is { } rank ? new(level[rank].Number, false)
        : Step is { } claim ? new(level[RecordHead.RankOf(claim)].Number, true)
        : new(new RecordHead(arena[Record!.Value]).Number, false);
}

/// <summary>Finds, for each property, which of all discoveries of a level a search with one thread makes first.</summary>
internal static class Discoveries
{
    /// <param name="workers">Who has looked.</param>
    /// <param name="arena">The records of the states, those of the next level not yet settled.</param>
    /// <param name="properties">How many there are.</param>
    /// <param name="open">Those of which nothing was found on earlier levels.</param>
    public static List<(int Property, Discovery Found)> Of<TState, TStep>(
        IReadOnlyList<Worker<TState, TStep>> workers, Arena arena, int properties, ulong open)
    {
        var states = new (ulong Claim, uint Record)?[properties];
        foreach (var (property, record) in workers.SelectMany(w => w.Observations.States))
        {
            var claim = new RecordHead(arena[record]).Least;
            if (states[property] is not { } least || claim < least.Claim)
            {
                states[property] = (claim, record);
            }
        }

        List<(int, Discovery)> found = [];
        for (var property = 0; property < properties; property++)
        {
            var end = workers.Min(w => w.Observations.EndOf(property));
            var step = workers.Min(w => w.Observations.StepOf(property));
            var state = states[property];
            if ((open & (1UL << property)) != 0 && (end ?? (object?)step ?? state) is not null)
            {
                var byStep = step is { } claim && (state is not { } other || claim < other.Claim);
                found.Add((property, new(end, byStep ? step : null, byStep ? null : state?.Record)));
            }
        }

        return found;
    }
}
