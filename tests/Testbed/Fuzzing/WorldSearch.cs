using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>
/// Looks for the plainest world that still violates the same property: where there are no choices to be left out, because
/// several schedules contradict each other, or because the schedule is Coyote's.
/// </summary>
internal sealed class WorldSearch(PlantedBug? bug, Effort effort)
{
    // A plainer world may show the fault in fewer of its schedules: it gets more of them than the first one had.
    private const int SchedulesEach = 400;

    /// <returns>The world, none of whose plainer ones fails, and how it fails.</returns>
    public (WorldDefinition World, Failing Failing) Shrink(WorldDefinition world, Failing failing)
    {
        while (!effort.Deadline.Passed && Plainer(world, failing) is { } plainer)
        {
            (world, failing) = plainer;
            effort.Progress.Show($"shrinking: {WorldFile.Write(world).Length} characters");
        }

        return (world, failing);
    }

    /// <summary>Whether a world violates a property within the schedules of a candidate.</summary>
    public Failing? Try(WorldDefinition world, string property) =>
        CaseJudge.Judge(world, effort.Seed, SchedulesEach, bug, (_, _) => { }) is { } found && found.Property.Id == property
            ? found
            : null;

    private (WorldDefinition World, Failing Failing)? Plainer(WorldDefinition world, Failing failing)
    {
        foreach (var candidate in WorldShrinker.Shrink(world))
        {
            if (!effort.Deadline.Passed && Try(candidate, failing.Property.Id) is { } found)
            {
                return (candidate, found);
            }
        }

        return null;
    }
}
