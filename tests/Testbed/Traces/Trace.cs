using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Traces;

/// <summary>Who took a step: the environment (faults, links, peers, timers) or the scheduler.</summary>
internal enum StepKind
{
    Env,
    Sched,
}

/// <summary>One choice of an execution, by name: kind, what, subject.</summary>
/// <param name="Number">From 1, without a gap.</param>
/// <param name="Kind">Whose choice it was.</param>
/// <param name="Label">What was chosen, such as <c>deliver a.example→b.example/1 header</c>.</param>
internal readonly record struct TraceStep(int Number, StepKind Kind, string Label)
{
    /// <summary>The line of the trace file on which it stands.</summary>
    public int Line => Trace.HeaderLines + Number;
}

/// <summary>A recorded execution: the world, every choice, and what it must end in.</summary>
internal sealed record Trace
{
    /// <summary>The lines before the first step: version, eight keys, one blank.</summary>
    public const int HeaderLines = 10;

    /// <summary>What stands for "nothing" in <c>expect</c> and <c>bug</c>.</summary>
    public const string None = "none";

    /// <summary>The id of the property that the run must violate, or <see cref="None"/>.</summary>
    public required string Expect { get; init; }

    /// <summary>That property in words.</summary>
    public required string Property { get; init; }

    /// <summary>Where the property is demanded.</summary>
    public required string Clause { get; init; }

    /// <summary>The planted bug it runs with, or null.</summary>
    public string? Bug { get; init; }

    /// <summary>The engine whose steps these are.</summary>
    public required string Lane { get; init; }

    public required string Scenario { get; init; }

    public required string FoundBy { get; init; }

    public required WorldDefinition World { get; init; }

    public required Seq<TraceStep> Steps { get; init; }

    /// <summary>What is said of how small it is, where it was shrunk; or null.</summary>
    public MinimalityNote? Minimal { get; init; }

    /// <summary>SHA-256 of the event log, 64 lower-case hexadecimal digits.</summary>
    public required string End { get; init; }
}
