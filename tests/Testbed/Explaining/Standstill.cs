using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;

namespace Xmpp.Federation.Testbed.Explaining;

/// <summary>Everything that there is in a world when so many steps of a trace are done.</summary>
/// <param name="Step">How many are done.</param>
/// <param name="Last">The last of them; null before the first.</param>
/// <param name="Servers">What each negotiator knows, by its name.</param>
/// <param name="Timers">The timers that are set, the one that is due first at the beginning.</param>
/// <param name="Sockets">Every connection that is not over.</param>
/// <param name="Options">What could happen next.</param>
/// <param name="Broken">What is broken, as the monitor says it; null where nothing is.</param>
internal sealed record Standstill(
    int Step,
    string? Last,
    Seq<(string Server, ServerView View)> Servers,
    Seq<TimerView> Timers,
    Seq<SocketView> Sockets,
    Seq<OptionView> Options,
    string? Broken)
{
    /// <summary>Executes so many steps and looks around.</summary>
    /// <exception cref="StaleTraceException">One of them is not possible.</exception>
    public static Standstill After(Trace trace, int step)
    {
        var strategy = new StoppingStrategy(trace.Steps, step);
        var (execution, engine, _) = Retelling.Prepare(trace.World, PlantedBug.Maybe(trace.Bug), strategy, trace.Steps);
        try
        {
            if (engine.Run(execution, CooperativeRun.StepsMax) && !execution.IsViolated)
            {
                execution.Finish(outOfSteps: false);
            }
        }
        catch (StandstillException)
        {
            // As it was meant.
        }

        return Of(execution, step, step == 0 ? null : trace.Steps[step - 1].Label, strategy.Options);
    }

    private static Standstill Of(Execution execution, int step, string? last, Seq<OptionView> options) => new(
        step,
        last,
        execution.Servers.Select(s => (s.Life.Name, ServerView.Of(s.State, c => s.PageOf(c)?.Connection.Name))).ToSeq(),
        execution.Clock.Live.OrderBy(t => t.Due).Select(t => new TimerView(t.Label, t.Due.TotalSeconds)).ToSeq(),
        execution.Network.Connections.Where(c => !c.IsOver).SelectMany(c => new[] { c.Initiator, c.Receiver })
            .Select(e => new SocketView(e.LinkName, e.Server, StateOf(e), e.InFlight, e.Unread)).ToSeq(),
        options,
        execution.Breach?.ToString());

    private static string StateOf(Network.ConnectionEnd end) => end switch
    {
        { IsClosed: true } => "closed",
        { Connection.Broken: true } => "broken",
        { AwaitsTls: true } => "awaits TLS",
        { Connection.Secured: true } => "open, TLS",
        _ => "open",
    };
}

/// <summary>A timer: whose and for what, and when it is due, in seconds since the start of the world.</summary>
internal sealed record TimerView(string Owner, double Due);

/// <summary>One end of a connection.</summary>
/// <param name="Link">The direction in which it writes.</param>
/// <param name="UnderWay">How many bytes that it has written are under way.</param>
/// <param name="Unread">How many bytes have arrived and wait for its reader.</param>
internal sealed record SocketView(string Link, string Server, string State, int UnderWay, int Unread);

/// <summary>Something that could happen next.</summary>
/// <param name="IsTaken">Whether it is what the trace does.</param>
internal sealed record OptionView(string Kind, string Label, bool IsTaken);

/// <summary>Replays so many steps of a trace, and then stops instead of an answer.</summary>
internal sealed class StoppingStrategy(Seq<TraceStep> steps, int stopAfter) : IStrategy
{
    private readonly ReplayStrategy _replay = new(steps);
    private int _done;

    /// <summary>What was possible when it stopped.</summary>
    public Seq<OptionView> Options { get; private set; }

    public int Pick(IReadOnlyList<Option> options) => _done < stopAfter
        ? Answer(_replay.Pick(options))
        : Stop(options.Select(o => (o.Kind, o.Label())));

    public int Choose(int count, Func<int, string> label) => _done < stopAfter
        ? Answer(_replay.Choose(count, label))
        : Stop(Enumerable.Range(0, count).Select(i => (StepKind.Env, label(i))));

    private int Answer(int answer)
    {
        _done++;
        return answer;
    }

    private int Stop(IEnumerable<(StepKind Kind, string Label)> possible)
    {
        Options = possible.Select(o => new OptionView(
            Files.Words.Of(o.Kind), o.Label, _done < steps.Count && steps[_done] is var next && (next.Kind, next.Label) == o)).ToSeq();
        throw new StandstillException();
    }
}

/// <summary>So many steps are done, and nobody wants the next one.</summary>
internal sealed class StandstillException() : Exception("As many steps as were asked for are done.");
