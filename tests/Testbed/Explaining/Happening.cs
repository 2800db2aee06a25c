using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>One step of an execution, with what could be seen of it.</summary>
/// <param name="number">Its number in the trace; the choices that were made within it have the next ones.</param>
/// <param name="kind">Whose choice it was.</param>
/// <param name="label">Its name in the trace.</param>
/// <param name="isFault">Whether it is something that goes wrong.</param>
internal sealed class Happening(int number, StepKind kind, string label, bool isFault)
{
    private const int WordsMax = 110;

    public int Number { get; } = number;

    public StepKind Kind { get; } = kind;

    public string Label { get; } = label;

    public bool IsFault { get; } = isFault;

    /// <summary>The step in which it was made possible; 0 where that is not known, or it always was.</summary>
    public int OfferedIn { get; set; }

    /// <summary>What it brought to the other end, where it is a delivery.</summary>
    public Letter? Brought { get; set; }

    /// <summary>What was written in it.</summary>
    public List<Letter> Wrote { get; } = [];

    /// <summary>Which of the ways the environment took, where more than the plainest was possible.</summary>
    public List<Choice> Choices { get; } = [];

    /// <summary>What negotiators heard in it, a sentence each.</summary>
    public List<string> Inputs { get; } = [];

    /// <summary>What else was logged: TLS, proofs, refusals, fates.</summary>
    public List<string> Notes { get; } = [];

    /// <summary>The machines of the negotiators that made a step, as they were afterwards.</summary>
    public SortedDictionary<string, ServerView> Views { get; } = new(StringComparer.Ordinal);

    /// <summary>The step, with its number, as a trace has it.</summary>
    public TraceStep Step => new(Number, Kind, Label);

    /// <summary>Whether it says something by itself: what a reader or a writer does, others have made possible.</summary>
    public bool Speaks => Kind == StepKind.Env || Inputs.Count > 0 || Label.Contains("/application/", StringComparison.Ordinal);

    /// <summary>The server that it is one of; a stranger's words are those of whom he speaks for.</summary>
    public string Server => Label.Split(' ') switch
    {
        ["run", var actor] => actor.Split('/')[0].Split('_')[0],
        ["attacker", "says", .., var link] => Footprint.WriterOf(link),
        ["attacker", "connects", "to", var host, ..] => host,
        ["deliver", var link, _] => Footprint.ReceiverOf(link),
        ["early", "timer", var server, ..] => server.Split('_')[0],
        ["shut", "down", var server] => server,
        [_, var second, ..] => second.Split('→', '←')[0].Split('_')[0],
        _ => Label,
    };

    /// <summary>Whether it is the same in another execution: a turn of a loop is nothing without what is heard in it.</summary>
    public bool IsLike(Happening other) => Label == other.Label && Brought?.Text == other.Brought?.Text
        && (Inputs.Count == 0 ? other.Inputs.Count == 0 : Inputs.Exists(other.Inputs.Contains));

    /// <summary>Whether nothing is heard in it that is not heard in another one of the same name.</summary>
    public bool IsPartOf(Happening other) => Label == other.Label && Inputs.TrueForAll(other.Inputs.Contains);

    /// <summary>It, as a person would say it.</summary>
    public string Words => Shortened.To(WordsMax, Inputs.Count == 0 ? Label : $"{Label}: {string.Join("; ", Inputs)}");
}

/// <summary>One way that the environment took within a step.</summary>
/// <param name="Number">Its number in the trace.</param>
/// <param name="IsPlainest">Whether it is what happens when nothing goes wrong.</param>
internal readonly record struct Choice(int Number, string Label, bool IsPlainest)
{
    public TraceStep Step => new(Number, StepKind.Env, Label);
}

/// <summary>What was sent in one piece over a connection.</summary>
/// <param name="Link">The direction of the connection, by name.</param>
/// <param name="WrittenIn">The step in which it was written.</param>
/// <param name="Name">What it begins with.</param>
/// <param name="Text">The XML that was complete with it; empty where that is known of another piece.</param>
internal sealed record Letter(string Link, int WrittenIn, string Name, string Text);
