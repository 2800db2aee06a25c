using Xmpp.Federation.Model.Checking;

namespace Xmpp.Federation.Model.Tests.Naive;

/// <summary>A small graph without any sense: every shape that a system can have comes up sooner or later.</summary>
internal sealed class RandomSystem : ITransitionSystem<int, RandomSystem.Step>, IFair<RandomSystem.Step>
{
    private readonly List<Step>[] _steps;
    private readonly int[] _initial;
    private readonly int _broken;
    private readonly int _goal;

    public RandomSystem(int seed)
    {
        var random = new Random(seed);
        var states = random.Next(1, 40);
        var stepsMax = random.Next(1, 4);
        FairnessClasses = random.Next(0, 4);
        _broken = random.Next(3) == 0 ? random.Next(states) : -1;
        _goal = random.Next(2, 9);
        _initial = [.. Enumerable.Range(0, random.Next(1, 3)).Select(_ => random.Next(states))];
        _steps = [.. Enumerable.Range(0, states).Select(_ => Enumerable.Range(0, random.Next(stepsMax + 1))
            .Select(i => new Step(i, random.Next(states), random.Next(-1, FairnessClasses), random.Next(30) == 0)).ToList())];
        var trigger = random.Next(1, 6);
        Properties =
        [
            new PropertyOf<int>.Always("STATES", "No state is broken.", s => s != _broken),
            new PropertyOf<int>.Always("STEPS", "No step breaks anything."),
            new PropertyOf<int>.Sometimes("MIDDLE", "It gets to a state in the middle.", s => s == states / 2),
            new PropertyOf<int>.EndsOnly("ENDS", "Only an even state is the last.", s => s % 2 == 0),
            new PropertyOf<int>.LeadsTo("GOAL", "A trigger leads to the goal.", s => s % trigger == 0, s => s % _goal == 1),
        ];
    }

    public string Name => "random";

    public IReadOnlyList<PropertyOf<int>> Properties { get; }

    public IEnumerable<int> Initial => _initial;

    public int PackedBytesMax => 40;

    public int FairnessClasses { get; }

    public void CollectSteps(int state, List<Step> steps) => steps.AddRange(_steps[state]);

    public int Next(int state, Step step, ref Verdicts verdicts)
    {
        if (step.Breaks)
        {
            verdicts.Violate(1);
        }

        return step.To;
    }

    // Of several lengths, so that records of several lengths lie side by side.
    public int Pack(int state, Span<byte> packed)
    {
        packed[..state].Fill(7);
        return state;
    }

    public int Unpack(ReadOnlySpan<byte> packed) => packed.Length;

    public string Describe(int before, Step step) => $"{before} → {step.To}";

    public int FairnessOf(Step step) => step.Class;

    internal readonly record struct Step(int Number, int To, int Class, bool Breaks);
}
