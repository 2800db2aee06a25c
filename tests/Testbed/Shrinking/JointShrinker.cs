using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Shrinking;

/// <summary>
/// Makes a failing execution as plain as it gets: its world, its peers, what goes wrong, in which order things happen and when.
/// Each is made plainer while the same property is violated, until nothing of it can be: the result is minimal by each single
/// step, not the smallest there is.
/// </summary>
/// <param name="bug">The planted bug it runs with, or null.</param>
/// <param name="effort">Until when.</param>
internal sealed class JointShrinker(PlantedBug? bug, Effort effort)
{
    // A plainer world may show the fault in another order of things: so many are tried at random.
    private const int OrdersEach = 60;

    // What one deviation or two could do instead of many is looked for in so many executions.
    private const long SearchMax = 4_000;

    /// <summary>How many executions it took.</summary>
    public long Executions { get; private set; }

    /// <summary>Shrinks an execution.</summary>
    /// <param name="world">What is executed.</param>
    /// <param name="failing">A strategy under which a property is violated.</param>
    /// <exception cref="NondeterminismException">None is.</exception>
    public Minimal Shrink(WorldDefinition world, IStrategy failing)
    {
        var (violated, choices) = new DeviatingRun(world, bug).Derive(failing);
        var property = violated ?? throw new NondeterminismException("a property was violated only once");
        var found = new Minimal(world, property, Fewest(world, property, choices), IsProved: false);
        while (!effort.Deadline.Passed && (Plainer(found) ?? Shorter(found) ?? Milder(found)) is { } better)
        {
            found = better;
            effort.Progress.Show($"shrinking: {found.Choices.Count} choices, {Executions} executions");
        }

        return found with { IsProved = !effort.Deadline.Passed };
    }

    private Seq<Deviation> Fewest(WorldDefinition world, Property property, Seq<Deviation> choices)
    {
        var run = new DeviatingRun(world, bug);
        return new ChoiceShrinker(tried => Try(run, property, tried)).Shrink(choices);
    }

    private Seq<Deviation>? Try(DeviatingRun run, Property property, Seq<Deviation> choices)
    {
        Executions++;
        return run.Execute(choices) is (var violated, var taken) && violated == property ? taken : null;
    }

    // The same choices first: they are told by what they concern, and mean the same in another world. A world that is plainer,
    // and takes more of them to fail, is none.
    private Minimal? Plainer(Minimal found)
    {
        foreach (var candidate in WorldShrinker.Shrink(found.World))
        {
            if (effort.Deadline.Passed)
            {
                return null;
            }

            var run = new DeviatingRun(candidate, bug);
            if ((Try(run, found.Property, found.Choices) ?? AtRandom(run, found.Property)) is { } choices
                && Fewest(candidate, found.Property, choices) is var fewest && fewest.Count <= found.Choices.Count)
            {
                return found with { World = candidate, Choices = fewest };
            }
        }

        return null;
    }

    private Seq<Deviation>? AtRandom(DeviatingRun run, Property property)
    {
        for (var i = 0; i < OrdersEach; i++)
        {
            Executions++;
            var (violated, choices) = run.Derive(new RandomStrategy(Chance.SeedOf(effort.Seed, i)));
            if (violated == property)
            {
                return choices;
            }
        }

        return null;
    }

    // Leaving out leads to a place where nothing more can be left out; a shorter way may lead elsewhere.
    private Minimal? Shorter(Minimal found)
    {
        for (var most = 1; most < Math.Min(found.Choices.Count, 3); most++)
        {
            Seq<Deviation>? shorter = null;
            var search = new BoundedSearch(new DeviatingRun(found.World, bug), new Bounds(most, most, most))
            {
                Executed = (execution, taken) =>
                {
                    Executions++;
                    shorter = execution.Breach?.Property == found.Property ? taken : null;
                    return shorter is null;
                },
            };
            search.Run(effort, SearchMax);
            if (shorter is { } choices)
            {
                return found with { Choices = choices };
            }
        }

        return null;
    }

    // Something less bad in the place of a fault.
    private Minimal? Milder(Minimal found)
    {
        var run = new DeviatingRun(found.World, bug);
        foreach (var (index, milder) in run.MilderThan(found.Choices))
        {
            var tried = found.Choices.Select((c, i) => i == index ? c with { What = milder } : c).ToSeq();
            if (!effort.Deadline.Passed && Try(run, found.Property, tried) is { } choices && choices.Count == tried.Count)
            {
                return found with { Choices = choices };
            }
        }

        return null;
    }
}

/// <summary>A failing execution that is as plain as it gets.</summary>
/// <param name="World">Where.</param>
/// <param name="Property">What is violated.</param>
/// <param name="Choices">All of it that is not the plainest.</param>
/// <param name="IsProved">Whether everything that could be plainer was tried; the time was over otherwise.</param>
internal sealed record Minimal(WorldDefinition World, Property Property, Seq<Deviation> Choices, bool IsProved);
