using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Engines;

/// <summary>
/// Lets the environment do what a trace of the other engine says, in that order, and walks at random between its
/// steps: how tasks were scheduled there cannot be repeated here.
/// </summary>
internal sealed class ImposingStrategy(Seq<TraceStep> steps, ulong seed) : IStrategy
{
    private readonly Chance _chance = new(seed);
    private readonly List<int> _free = [];
    private readonly bool[] _taken = new bool[steps.Count];

    public int Pick(IReadOnlyList<Option> options)
    {
        _free.Clear();
        for (var i = 0; i < options.Count; i++)
        {
            if (options[i].Kind == StepKind.Sched)
            {
                _free.Add(i);
            }
            else if (IsNext(options[i].Label()))
            {
                _free.Insert(0, i);
            }
        }

        var pick = _free.Count > 0 ? _free[_chance.Below(_free.Count)] : FirstPlain(options);
        if (options[pick].Kind == StepKind.Env && IsNext(options[pick].Label()))
        {
            _taken[Next] = true;
        }

        return pick;
    }

    // A choice within an event may stand elsewhere in the order of the other engine: the first that fits is meant.
    public int Choose(int count, Func<int, string> label)
    {
        for (var step = 0; step < steps.Count; step++)
        {
            for (var i = 0; i < count && !_taken[step]; i++)
            {
                if (steps[step].Label == label(i))
                {
                    _taken[step] = true;
                    return i;
                }
            }
        }

        return 0;
    }

    private int Next => Array.IndexOf(_taken, false);

    private bool IsNext(string label) => Next is var next and >= 0 && steps[next].Label == label;

    // The trace's next step is not possible and nothing else can run: the plainest way on, and the step is given up.
    private int FirstPlain(IReadOnlyList<Option> options)
    {
        if (Next is var next and >= 0)
        {
            _taken[next] = true;
        }

        return options[0].IsFault ? _chance.Below(options.Count) : 0;
    }
}
