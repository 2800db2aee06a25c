using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Testbed.Bugs;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>How a planted bug was caught.</summary>
/// <param name="Bug">The bug.</param>
/// <param name="World">The world in which it takes the fewest steps.</param>
/// <param name="Property">What it breaks there first.</param>
/// <param name="Path">A shortest way to it, step by step.</param>
internal sealed record Catch(PlantedBug Bug, CoreScope World, string Property, IReadOnlyList<string> Path);

/// <summary>Looks for planted bugs in small worlds: that every property can fail, and what its failure looks like.</summary>
internal static class BugSearch
{
    /// <summary>A shortest counterexample in one world; null where the bug breaks nothing there.</summary>
    /// <param name="options">Within which bounds.</param>
    public static Catch? In(CoreScope world, PlantedBug bug, CheckOptions options)
    {
        var planted = world with { Bug = bug };
        var result = Checker.Check(
            new CoreSystem(planted, new RuleObserver([.. world.World.Servers])),
            options with { StopAtFirst = true });
        return result.Properties
            .Where(p => p is { Holds: false, Trace: not null })
            .OrderBy(p => p.Trace!.Steps.Count)
            .Select(p => new Catch(bug, world, p.Property.Name, [.. p.Trace!.Steps.Select(s => s.Description)]))
            .FirstOrDefault();
    }

    /// <summary>The shortest counterexample in any of these worlds.</summary>
    /// <param name="options">Within which bounds each of them is explored.</param>
    public static Catch? In(IEnumerable<CoreScope> worlds, PlantedBug bug, Func<CheckOptions> options) => worlds.Aggregate(
        default(Catch),
        (best, world) => In(world, bug, options() with { DepthMax = best?.Path.Count - 1 ?? int.MaxValue }) ?? best);
}
