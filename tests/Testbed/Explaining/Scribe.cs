using Xmpp.Federation.Shell;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Monitors;
using Xmpp.Federation.Testbed.Network;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Writes down what happens in an execution, step by step, while somebody else decides and somebody else acts.</summary>
internal sealed class Scribe
{
    private readonly List<Happening> _happenings = [];
    private readonly Dictionary<string, List<string>> _unsent = new(StringComparer.Ordinal);
    private Happening _now = new(0, StepKind.Sched, "start", isFault: false);
    private int _steps;

    public IReadOnlyList<Happening> Happenings => _happenings;

    /// <summary>Which of the strings that are logged are something written, and on which link.</summary>
    public Func<string, string?> LinkOf { get; set; } = _ => null;

    /// <summary>The number of the step that is being made; they are counted where nothing is said.</summary>
    public Func<int>? NumberOf { get; set; }

    public void Begin(Option option)
    {
        _now = new Happening(NumberOf?.Invoke() ?? ++_steps, option.Kind, option.Label(), option.IsFault);
        _happenings.Add(_now);
    }

    public void Choose(string label, bool isPlainest) =>
        _now.Choices.Add(new Choice(NumberOf?.Invoke() ?? ++_steps, label, isPlainest));

    /// <summary>Something may happen from now on; when it does, it is known who has made it possible, and what it brings.</summary>
    public WorldEvent Offered(WorldEvent happening)
    {
        var (offeredIn, label) = (_now.Number, happening.Label());
        var letter = LetterOf(label);
        if (letter is not null)
        {
            _now.Wrote.Add(letter);
        }

        return happening with
        {
            Happen = () =>
            {
                (_now.OfferedIn, _now.Brought) = (offeredIn, letter);
                happening.Happen();
            },
        };
    }

    public void Log(string line)
    {
        if (LinkOf(line) is { } link)
        {
            var text = line[(link.Length + 1)..];
            if (_unsent.TryGetValue(link, out var unsent))
            {
                unsent.Add(text);
            }
            else
            {
                _unsent.Add(link, [text]);
            }
        }
        else
        {
            _now.Notes.Add(line);
        }
    }

    public void Stepped(Stepped stepped)
    {
        if (InputWords.Of(stepped.Before, stepped.Input) is { } input)
        {
            _now.Inputs.Add($"{stepped.Server.Name} {input}");
        }

        _now.Views[stepped.Server.Name] = ServerView.Of(stepped.After.State, c => stepped.PageOf(c)?.Connection.Name);
    }

    // What was written since the last piece belongs to this one; what comes in pieces, to the first. What a stranger says is
    // not logged as he says it, and in the name of another not at all: it stands in the step itself.
    private Letter? LetterOf(string label)
    {
        if (!label.StartsWith("deliver ", StringComparison.Ordinal) || label.Split(' ') is not [_, var link, var name])
        {
            return null;
        }

        var text = _unsent.Remove(link, out var unsent) ? string.Join('\n', unsent) : "";
        return new Letter(link, _now.Number, name, Stranger.WordsIn(_now.Label) ?? text);
    }
}

/// <summary>An engine in whose work somebody else takes part who only listens.</summary>
internal sealed class WatchedEngine(IEngine inner, Scribe scribe) : IEngine
{
    public IEnumerable<Exception> Faults => inner.Faults;

    public int Choose(int count, Func<int, string> label) => inner.Choose(count, label);

    public void Offer(WorldEvent happening) => inner.Offer(scribe.Offered(happening));

    public void OfferFirst(WorldEvent happening) => inner.OfferFirst(scribe.Offered(happening));

    public ITaskStarter StarterFor(string server, string life) => inner.StarterFor(server, life);

    public void Touch(string what) => inner.Touch(what);

    public void Read(string what) => inner.Read(what);

    public void Log(Func<string> line)
    {
        scribe.Log(line());
        inner.Log(line);
    }
}

/// <summary>A strategy whose answers are written down.</summary>
internal sealed class WatchedStrategy(IStrategy inner, Scribe scribe) : IStrategy
{
    public int Pick(IReadOnlyList<Option> options)
    {
        var pick = inner.Pick(options);
        scribe.Begin(options[pick]);
        return pick;
    }

    public int Choose(int count, Func<int, string> label)
    {
        var pick = inner.Choose(count, label);
        scribe.Choose(label(pick), isPlainest: pick == 0);
        return pick;
    }
}
