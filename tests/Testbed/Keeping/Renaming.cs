using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Keeping;

/// <summary>What the labels of a trace are called today: each has one name, and no two have the same.</summary>
internal sealed class Renaming
{
    private const int ToldMax = 5;

    private readonly Dictionary<(StepKind Kind, string Label), string> _today = [];
    private readonly HashSet<(StepKind Kind, string Label)> _given = [];
    private readonly List<(string Was, string Is)> _moved = [];

    /// <summary>Those that have another name, in the order in which the trace comes to them.</summary>
    public Seq<(string Was, string Is)> Moved => _moved.ToSeq();

    /// <summary>What a label is called; null where that is not known.</summary>
    public string? Today(StepKind kind, string label) => _today.GetValueOrDefault((kind, label));

    /// <summary>Whether some label is called this.</summary>
    public bool IsGiven(StepKind kind, string today) => _given.Contains((kind, today));

    /// <summary>From now on the label is called this.</summary>
    /// <exception cref="ArgumentException">It has a name, or the name is given.</exception>
    public void Add(StepKind kind, string label, string today)
    {
        if (!_given.Add((kind, today)) || !_today.TryAdd((kind, label), today))
        {
            throw new ArgumentException($"'{label}' cannot be called '{today}': one of them is taken.");
        }

        if (label != today)
        {
            _moved.Add((label, today));
        }
    }

    /// <summary>The steps by the names of today.</summary>
    public Seq<TraceStep> Applied(Seq<TraceStep> steps) =>
        steps.Select(s => s with { Label = Today(s.Kind, s.Label) ?? s.Label }).ToSeq();

    /// <summary>What is called otherwise, by its words where these say it, each once.</summary>
    public static string Told(Seq<(string Was, string Is)> moved)
    {
        var told = moved.SelectMany(m => Differing(m.Was, m.Is)).Distinct().Select(m => $"{m.Was} is now {m.Is}").ToList();
        return told.Count <= ToldMax
            ? string.Join(", ", told)
            : $"{string.Join(", ", told.Take(ToldMax))}, and {told.Count - ToldMax} more";
    }

    // A number alone says nothing: then it is the whole label.
    private static List<(string Was, string Is)> Differing(string was, string now)
    {
        var (old, today) = (was.Split(' '), now.Split(' '));
        var words = old.Length == today.Length ? old.Zip(today).Where(w => w.First != w.Second).ToList() : [];
        return words.Count > 0 && words.TrueForAll(w => w.First.Any(char.IsLetter) && w.Second.Any(char.IsLetter))
            ? words
            : [(was, now)];
    }
}
