using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Deviating;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Guiding;

/// <summary>
/// Varies executions that have shown something new, first of all those that have shown what few others show: their beginning with
/// another end, the whole of them but for a few moments, the same in a world that is a little different. Between them it walks
/// afresh. What has brought most of late is done most.
/// </summary>
/// <param name="worlds">What is executed.</param>
/// <param name="bug">A planted bug, or null.</param>
/// <param name="seed">What all chance is drawn from.</param>
internal sealed class GuidedSearch(WorldSource worlds, PlantedBug? bug, ulong seed)
{
    private const int WalksAtFirst = 32;
    private const int Rivals = 8;
    private const int StraysMax = 8;

    private readonly Chance _chance = new(seed);
    private readonly List<Parent> _parents = [];

    /// <summary>What was seen.</summary>
    public Novelty Novelty { get; } = new();

    /// <summary>What has shown something new, in the order in which it was found.</summary>
    public IReadOnlyList<ChoiceStream> Corpus => [.. _parents.Select(p => p.Stream)];

    /// <summary>How many executions there were.</summary>
    public long Executions { get; private set; }

    /// <summary>Steps of all of them together.</summary>
    public long Steps { get; private set; }

    /// <summary>Told of every execution; whether to go on.</summary>
    public required Func<Execution, ChoiceStream, bool> Executed { get; init; }

    /// <summary>Executes what is known first, then the plainest way, some walks, and variants of all that is worth it.</summary>
    /// <param name="known">What earlier runs have found worth it.</param>
    /// <param name="executionsMax">The most executions.</param>
    public void Run(IReadOnlyList<ChoiceStream> known, long executionsMax, Effort effort)
    {
        var ways = new Yields(worlds.Cross is null ? Enum.GetValues<Way>().Length - 1 : Enum.GetValues<Way>().Length, _chance);
        for (var go = true; go && Executions < executionsMax && !(Executions > 0 && effort.Deadline.Passed);)
        {
            if (Executions < known.Count)
            {
                var stream = known[(int)Executions];
                go = Try(stream.World, new DeviatingStrategy(stream.Choices), out _);
            }
            else if (Executions == known.Count)
            {
                go = Try(worlds.Next(), new DeviatingStrategy([]), out _);
            }
            else
            {
                var way = Executions < known.Count + WalksAtFirst ? Way.Walk : (Way)ways.Draw();
                var (world, strategy) = Variant(way);
                var steps = Steps;
                go = Try(world, strategy, out var gained);
                ways.Add((int)way, gained, Steps - steps);
            }

            effort.Progress.Show($"guided: {Executions} executions, {_parents.Count} worth varying");
        }
    }

    private bool Try(WorldDefinition world, IStrategy strategy, out long gained)
    {
        var deriving = new DerivingStrategy(strategy);
        var (execution, steps, shown) = WatchedRun.Execute(world, deriving, bug, Novelty);
        (Executions, Steps, gained) = (Executions + 1, Steps + steps, Novelty.WorthOf(shown));
        var stream = new ChoiceStream(world, deriving.Deviations.Select(d => d.Deviation).ToSeq());
        if (!shown.IsEmpty)
        {
            _parents.Add(new Parent(stream, shown, deriving.Steps));
        }

        return Executed(execution, stream);
    }

    private (WorldDefinition World, IStrategy Strategy) Variant(Way way)
    {
        if (way == Way.Walk)
        {
            return (worlds.Next(), worlds.Walk(_chance.Next()));
        }

        var parent = Rare();
        var world = way == Way.Cross ? worlds.Cross!(parent.Stream.World, Any().Stream.World, _chance) : parent.Stream.World;
        var strays = way == Way.Stray || (way == Way.Cross && _chance.Below(2) == 0);
        return (world, strays ? Strayed(parent) : Continued(parent.Stream.Choices));
    }

    // Of some the one that shows what is shown least.
    private Parent Rare() => Enumerable.Range(0, Rivals).Select(_ => Any()).MaxBy(p => Novelty.WorthOf(p.Shown))!;

    private Parent Any() => _parents[_chance.Below(_parents.Count)];

    private ContinuedStrategy Continued(Seq<Deviation> choices) =>
        new(choices.Take(_chance.Below(choices.Count + 1)).ToSeq(), worlds.Walk(_chance.Next()));

    private DeviatingStrategy Strayed(Parent parent) => new(parent.Stream.Choices)
    {
        Straying = new Straying(_chance, Math.Max(2, parent.Steps / (1 + _chance.Below(StraysMax)))),
    };

    /// <summary>The ways to go on.</summary>
    private enum Way
    {
        /// <summary>As if nothing were known.</summary>
        Walk,

        /// <summary>What has shown something new mostly has come into a state that is rarely met: from there most is new.</summary>
        Continue,

        /// <summary>A few other choices in the midst of it.</summary>
        Stray,

        /// <summary>Either of these in a world with a part of another one.</summary>
        Cross,
    }

    /// <summary>What is worth being varied.</summary>
    /// <param name="Shown">What it was the first to show.</param>
    private sealed record Parent(ChoiceStream Stream, Seq<int> Shown, int Steps);
}
