using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>
/// Takes the steps of a trace by the names that they have today. A label that is possible as it stands is called so; for one
/// that is not, something that has no other name is guessed, as it was told.
/// </summary>
/// <param name="steps">As the trace has them.</param>
/// <param name="guesses">Which guess is taken for the first label that is not possible, for the second…; then the first one.</param>
internal sealed class RelabellingStrategy(Seq<TraceStep> steps, Seq<int> guesses) : IStrategy
{
    private readonly HashSet<string> _named = steps.Select(s => s.Label).ToHashSet(StringComparer.Ordinal);
    private readonly List<Guess> _guessed = [];
    private int _next;

    /// <summary>Whether every step of the trace was taken.</summary>
    public bool IsComplete => _next == steps.Count;

    /// <summary>What the labels are called, as far as the execution came.</summary>
    public Renaming Renaming { get; } = new();

    /// <summary>Every guess that was made.</summary>
    public IReadOnlyList<Guess> Guessed => _guessed;

    public int Pick(IReadOnlyList<Option> options) => Find(options.Count, i => (options[i].Kind, options[i].Label()));

    public int Choose(int count, Func<int, string> label) => Find(count, i => (StepKind.Env, label(i)));

    private int Find(int count, Func<int, (StepKind Kind, string Label)> option)
    {
        if (_next == steps.Count)
        {
            throw new StaleTraceException(null, []);
        }

        var step = steps[_next];
        if (Renaming.Today(step.Kind, step.Label) is not { } today)
        {
            today = CanStand(step, count, option) ? step.Label : Guessing(step, count, option);
            Renaming.Add(step.Kind, step.Label, today);
        }

        var found = IndexOf((step.Kind, today), count, option);
        _next++;
        return found >= 0 ? found : throw new StaleTraceException(step, []);
    }

    private bool CanStand(TraceStep step, int count, Func<int, (StepKind Kind, string Label)> option) =>
        !Renaming.IsGiven(step.Kind, step.Label) && IndexOf((step.Kind, step.Label), count, option) >= 0;

    private string Guessing(TraceStep step, int count, Func<int, (StepKind Kind, string Label)> option)
    {
        // What a stranger does is taken from the trace itself, and has no other name.
        var free = Stranger.IsAct(step.Label) ? [] : Enumerable.Range(0, count).Select(option)
            .Where(o => o.Kind == step.Kind && !Renaming.IsGiven(o.Kind, o.Label) && !Stranger.IsAct(o.Label))
            .Select(o => o.Label);
        var candidates = AlikeLabels.MostAlikeFirst(step.Label, free, _named).ToList();
        var guess = _guessed.Count < guesses.Count ? guesses[_guessed.Count] : 0;
        if (guess >= candidates.Count)
        {
            throw new StaleTraceException(step, []);
        }

        _guessed.Add(new Guess(guess, candidates.Count));
        return candidates[guess];
    }

    private static int IndexOf((StepKind, string) wanted, int count, Func<int, (StepKind Kind, string Label)> option)
    {
        for (var i = 0; i < count; i++)
        {
            if (option(i) == wanted)
            {
                return i;
            }
        }

        return -1;
    }
}

/// <summary>What a label that is not possible was taken for.</summary>
/// <param name="Taken">Which of the candidates.</param>
/// <param name="Of">How many there were.</param>
internal readonly record struct Guess(int Taken, int Of);
