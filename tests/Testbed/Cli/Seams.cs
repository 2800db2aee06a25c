using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Keeping;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>The work behind the verbs.</summary>
internal sealed record Workers(
    IExplorer Explorer,
    IFuzzer Fuzzer,
    ISimulator Simulator,
    ICombinations Combinations,
    IReplayer Replayer,
    ITranscriptReader Transcripts,
    IProfileJudge Profiles,
    IScopeChecker Scopes,
    IVerifier Verifier,
    IExplainer Explainer,
    IBench Bench,
    ITraceKeeper Keeper);

/// <summary>Which engines explore.</summary>
internal enum EngineChoice
{
    Both,
    Cooperative,
    Coyote,
}

/// <summary>Explores schedules of named scenarios.</summary>
internal interface IExplorer
{
    /// <summary>The scenarios there are, in the order in which they run.</summary>
    IReadOnlyList<string> Scenarios { get; }

    /// <summary>The strategies there are, the default first.</summary>
    IReadOnlyList<string> Strategies { get; }

    /// <summary>The bugs that can be planted.</summary>
    IReadOnlyList<string> Bugs { get; }

    /// <summary>Explores until the schedules are done or the time is over; a violation ends its scenario.</summary>
    ExploreReport Explore(ExploreRequest request);
}

/// <summary>What to explore. Every name in it is one that the explorer has listed.</summary>
internal sealed record ExploreRequest
{
    /// <summary>Never empty.</summary>
    public required Seq<string> Scenarios { get; init; }

    public required EngineChoice Engine { get; init; }

    public required string Strategy { get; init; }

    /// <summary>How far the exhaustive strategy goes.</summary>
    public Bounds Bounds { get; init; } = BoundedCounts.Usual;

    /// <summary>Where the guided strategy keeps what is worth varying, or null. Every file in it can be read.</summary>
    public string? Corpus { get; init; }

    /// <summary>Per scenario and engine, at least 1.</summary>
    public required int Schedules { get; init; }

    /// <summary>Which of the schedules of each scenario are done: all of them, or those of a shard.</summary>
    public Stride Numbers { get; init; } = Stride.All;

    /// <summary>The planted bug to run with, or null.</summary>
    public string? Bug { get; init; }

    /// <summary>Where to write the trace of a violation, or null.</summary>
    public string? SaveTo { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Explores generated worlds.</summary>
internal interface IFuzzer
{
    /// <summary>The strategies there are, the default first.</summary>
    IReadOnlyList<string> Strategies { get; }

    /// <summary>The bugs that can be planted.</summary>
    IReadOnlyList<string> Bugs { get; }

    /// <summary>Explores until the cases are done or the time is over; a violation ends its engine.</summary>
    FuzzReport Fuzz(FuzzRequest request);
}

/// <summary>How much to generate and explore. Every name in it is one that the fuzzer has listed.</summary>
internal sealed record FuzzRequest
{
    /// <summary>How many worlds per engine, at least 1.</summary>
    public required int Cases { get; init; }

    /// <summary>How many schedules of each, at least 1.</summary>
    public required int Schedules { get; init; }

    public required EngineChoice Engine { get; init; }

    public required string Strategy { get; init; }

    /// <summary>Where the guided strategy keeps what is worth varying, or null. Its file in it can be read.</summary>
    public string? Corpus { get; init; }

    /// <summary>Which of the worlds are done: all of them, or those of a shard.</summary>
    public Stride Numbers { get; init; } = Stride.All;

    /// <summary>The planted bug to run with, or null.</summary>
    public string? Bug { get; init; }

    /// <summary>Where to write the trace of a violation, or null.</summary>
    public string? SaveTo { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Runs one world under many schedules.</summary>
internal interface ISimulator
{
    SimulateReport Simulate(WorldDefinition world, int schedules, Effort effort);
}

/// <summary>Runs every combination of two policies, or a sample of them, under many schedules.</summary>
internal interface ICombinations
{
    /// <summary>Explores until they are done or the time is over; a violation ends it.</summary>
    FuzzReport Explore(CombinationsRequest request);
}

/// <summary>Which combinations to run, and how often.</summary>
internal sealed record CombinationsRequest
{
    /// <summary>How many fields the sample must cover in every combination of their values; null takes all worlds.</summary>
    public required int? Strength { get; init; }

    /// <summary>How many schedules of each, at least 1.</summary>
    public required int Schedules { get; init; }

    /// <summary>Which of the combinations are done: all of them, or those of a shard.</summary>
    public Stride Numbers { get; init; } = Stride.All;

    /// <summary>The planted bug to run with, or null.</summary>
    public string? Bug { get; init; }

    /// <summary>Where to write the trace of a violation, or null.</summary>
    public string? SaveTo { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Explores every state of small worlds.</summary>
internal interface IScopeChecker
{
    /// <summary>The scopes there are, from the smallest.</summary>
    IReadOnlyList<string> Scopes { get; }

    /// <summary>The bugs that can be planted: those without a memory of their own.</summary>
    IReadOnlyList<string> Bugs { get; }

    /// <summary>Explores the worlds of a scope until there is nothing new, or the time is over.</summary>
    CheckReport Check(CheckRequest request);
}

/// <summary>Shows that an execution depends on nothing but its seed.</summary>
internal interface IVerifier
{
    /// <summary>The scenarios there are, in the order in which they run.</summary>
    IReadOnlyList<string> Scenarios { get; }

    /// <summary>The kinds of nondeterminism that can be planted.</summary>
    IReadOnlyList<string> Plants { get; }

    /// <summary>Runs executions in two further processes until they are done or the time is over; a difference ends it.</summary>
    VerifyReport Verify(VerifyRequest request);
}

/// <summary>Which executions to run twice. Every name in it is one that the verifier has listed.</summary>
internal sealed record VerifyRequest
{
    public required Seq<string> Scenarios { get; init; }

    /// <summary>Per scenario, at least 1.</summary>
    public required int Schedules { get; init; }

    /// <summary>How many generated worlds, at least 1.</summary>
    public required int Cases { get; init; }

    /// <summary>The planted nondeterminism to run with, or null.</summary>
    public string? Plant { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Which scope to explore. Every name in it is one that the checker has listed.</summary>
internal sealed record CheckRequest
{
    public required string Scope { get; init; }

    /// <summary>The planted bug to run with, or null.</summary>
    public string? Bug { get; init; }

    /// <summary>Whether 64 bits stand for each state, so that more of them fit; some may then be missed.</summary>
    public bool HashCompact { get; init; }

    /// <summary>Where to write the paths to what is broken, or null.</summary>
    public string? SaveTo { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Measures the testbed itself.</summary>
internal interface IBench
{
    /// <summary>The bugs that are planted, in the order in which they are looked for.</summary>
    IReadOnlyList<string> Bugs { get; }

    /// <summary>How long it takes to find planted bugs; a problem where the folder holds figures of something else.</summary>
    Parsed<BugsReport> FindBugs(BugsRequest request);

    /// <summary>What the engines and the checker do in a second.</summary>
    FiguresReport Measure(Effort effort);
}

/// <summary>Which bugs to look for, and how thoroughly.</summary>
internal sealed record BugsRequest
{
    /// <summary>Never empty, and each is one that the bench has listed.</summary>
    public required Seq<string> Bugs { get; init; }

    /// <summary>Whether every strategy of every engine looks, and not only the usual one.</summary>
    public bool Full { get; init; }

    /// <summary>Where to keep what is measured and to go on from what is kept, or null.</summary>
    public string? SaveTo { get; init; }

    public required Effort Effort { get; init; }
}

/// <summary>Executes a recorded trace again, step by step.</summary>
internal interface IReplayer
{
    /// <param name="file">Where the trace came from, for a second process to read.</param>
    /// <param name="verify">Run it in two processes and compare the event logs.</param>
    Parsed<ReplayReport> Replay(string file, Trace trace, bool verify, Effort effort);
}

/// <summary>Says why a trace ends as it does, and what there is on the way.</summary>
internal interface IExplainer
{
    /// <summary>Which steps matter, and which of them decide; nothing decides where nothing is broken.</summary>
    /// <param name="file">How problems name it.</param>
    Parsed<Explanation> Explain(string file, Trace trace);

    /// <summary>Executes so many steps and looks around.</summary>
    /// <param name="file">How problems name it.</param>
    Parsed<Standstill> StopAt(string file, Trace trace, int step);
}

/// <summary>Says what has become of a trace in the code of today.</summary>
internal interface ITraceKeeper
{
    /// <param name="file">How problems name it.</param>
    Parsed<Survival> Judge(string file, Trace trace, Effort effort);
}

/// <summary>Judges a recording of a real server.</summary>
internal interface ITranscriptReader
{
    /// <param name="recording">Every line a JSON object; what is in it is the reader's to judge.</param>
    Parsed<TranscriptReport> Read(Recording recording, Effort effort);
}

/// <summary>Says whether the simulated profile of a server is like the server that was recorded.</summary>
internal interface IProfileJudge
{
    /// <param name="recording">Every line a JSON object; what is in it is the judge's to understand.</param>
    Parsed<ProfileVerdict> Judge(Recording recording);
}

/// <summary>What a recording says of a profile.</summary>
/// <param name="Alike">Whether the profile says what the server said.</param>
/// <param name="Unexpected">Where that is not what is known of it, in words; null where it is.</param>
internal sealed record ProfileVerdict(bool Alike, string? Unexpected);
