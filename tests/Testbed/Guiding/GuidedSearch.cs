using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Refinement;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Varies executions that have shown something new: their beginning with another end, drawn at random or taken from another one,
/// one deviation more, one less. What shows something new again is varied too.
/// </summary>
/// <param name="world">What is executed.</param>
/// <param name="bug">A planted bug, or null.</param>
/// <param name="seed">What all chance is drawn from.</param>
internal sealed class GuidedSearch(WorldDefinition world, PlantedBug? bug, ulong seed)
{
    private const int VariantsInARow = 16;
    private const int WalksAtFirst = 32;

    private readonly Chance _chance = new(seed);
    private readonly List<Seq<Deviation>> _corpus = [];

    /// <summary>What was seen.</summary>
    public Novelty Novelty { get; } = new();

    /// <summary>What has shown something new, in the order in which it was found.</summary>
    public IReadOnlyList<Seq<Deviation>> Corpus => _corpus;

    /// <summary>How many executions there were.</summary>
    public long Executions { get; private set; }

    /// <summary>Steps of all of them together.</summary>
    public long Steps { get; private set; }

    /// <summary>Told of every execution; whether to go on.</summary>
    public required Func<Execution, Seq<Deviation>, bool> Executed { get; init; }

    /// <summary>Executes what is known first, then the plainest way, some random walks, and variants of all that is worth it.</summary>
    /// <param name="known">What earlier runs have found worth it.</param>
    /// <param name="executionsMax">The most executions.</param>
    public void Run(IReadOnlyList<Seq<Deviation>> known, long executionsMax, Effort effort)
    {
        var first = known.Select<Seq<Deviation>, Func<IStrategy>>(k => () => new DeviatingStrategy(k))
            .Append(() => new DeviatingStrategy([]))
            .Concat(Enumerable.Range(0, WalksAtFirst).Select<int, Func<IStrategy>>(
                i => () => new RandomStrategy(Chance.SeedOf(seed, i))));
        foreach (var make in first)
        {
            if (Executions >= executionsMax || (Executions > 0 && effort.Deadline.Passed) || !Try(make()))
            {
                return;
            }
        }

        for (var parent = 0; _corpus.Count > 0; parent = (parent + 1) % _corpus.Count)
        {
            for (var i = 0; i < VariantsInARow; i++)
            {
                if (Executions >= executionsMax || effort.Deadline.Passed || !Try(Variant(_corpus[parent])))
                {
                    return;
                }
            }

            effort.Progress.Show($"guided: {Executions} executions, {_corpus.Count} worth varying");
        }
    }

    private bool Try(IStrategy strategy)
    {
        var (recording, deriving) = (new RecordingStrategy(strategy), default(DerivingStrategy));
        deriving = new DerivingStrategy(recording);
        var engine = new CooperativeEngine(deriving) { Delay = world.Faults.Delay };
        var execution = new Execution(world, engine, bug);
        var coverage = new Coverage();
        execution.Monitors.OfType<WhatIsSaidIsAllowed>().Single().Coverage = coverage;
        execution.Start();
        execution.Finish(outOfSteps: !engine.Run(execution, CooperativeRun.StepsMax));
        (Executions, Steps) = (Executions + 1, Steps + engine.Steps);
        var deviations = deriving.Deviations.Select(d => d.Deviation).ToSeq();
        if (Novelty.Add(coverage, recording.Steps.Select(s => s.Label)) > 0)
        {
            _corpus.Add(deviations);
        }

        return Executed(execution, deviations);
    }

    // What has shown something new mostly has come into a state that is rarely met: from there most is new.
    private IStrategy Variant(Seq<Deviation> parent) => _chance.Below(8) switch
    {
        0 when parent.Count > 0 => new DeviatingStrategy(parent.RemoveAt(_chance.Below(parent.Count))),
        1 => new DeviatingStrategy(With(parent)),
        2 => new DeviatingStrategy(Spliced(parent, _corpus[_chance.Below(_corpus.Count)])),
        _ => new ContinuedStrategy(parent.Take(_chance.Below(parent.Count + 1)).ToSeq(), _chance.Next()),
    };

    // Where something else could have been done is known only by doing the rest.
    private Seq<Deviation> With(Seq<Deviation> parent)
    {
        var sampling = new Sampling(_chance);
        new DeviatingRun(world, bug).Run(parent, sampling);
        return sampling.Drawn is { } drawn ? parent.Add(drawn) : parent;
    }

    private Seq<Deviation> Spliced(Seq<Deviation> first, Seq<Deviation> second) =>
        first.Take(_chance.Below(first.Count + 1)).Concat(second.Skip(_chance.Below(second.Count + 1))).ToSeq();
}
