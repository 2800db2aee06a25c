using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;

namespace Xmpp.Federation.Testbed.Report;

/// <summary>A property that an execution broke.</summary>
/// <param name="Property">Its id.</param>
/// <param name="Clause">Where it is demanded.</param>
/// <param name="Trace">The file that shows it, or null where none was written.</param>
/// <param name="Detail">What happened, in one sentence, where that is known.</param>
internal sealed record Violation(string Property, string Clause, string? Trace, string? Detail = null)
{
    /// <summary>Which execution showed it, where that was one of a numbered many.</summary>
    public Found? Found { get; init; }
}

/// <summary>The first execution that showed a violation.</summary>
/// <param name="Engine">What executed it.</param>
/// <param name="Scenario">The scenario whose schedules are numbered; null where worlds are.</param>
/// <param name="Number">Its number, the same whichever shard it falls to.</param>
internal sealed record Found(string Engine, string? Scenario, long Number);

/// <summary>What one engine did.</summary>
internal sealed record EngineReport(string Name, int Scenarios, long Schedules, long Steps, double CpuSeconds);

/// <summary>How often an execution reached the case that a property speaks of.</summary>
internal readonly record struct Exercised(string Property, long Times);

/// <summary>What an exploration found.</summary>
/// <param name="Complete">False when the time was over first.</param>
internal sealed record ExploreReport(
    bool Complete,
    Seq<Violation> Violations,
    Seq<EngineReport> Engines,
    Seq<Exercised> Invariants)
{
    /// <summary>What was explored exhaustively within bounds.</summary>
    public Seq<BoundedReport> Bounded { get; init; }

    /// <summary>What was explored guided by what is new.</summary>
    public Seq<GuidedReport> Guided { get; init; }
}

/// <summary>What guided exploration has seen of a scenario, or of generated worlds.</summary>
/// <param name="Known">How many executions were worth varying in earlier runs.</param>
/// <param name="Corpus">How many are now.</param>
/// <param name="Transitions">Transitions of the model.</param>
/// <param name="Pairs">Ordered pairs of events of one connection.</param>
internal readonly record struct GuidedReport(string Scenario, int Known, int Corpus, int Transitions, int Pairs);

/// <summary>How much of all executions within bounds there was.</summary>
/// <param name="Complete">Whether all of them were executed, but for those that are equal to others.</param>
/// <param name="Pruned">How many were left out because they are equal to others.</param>
internal readonly record struct BoundedReport(string Scenario, Bounds Bounds, bool Complete, long Executions, long Pruned);

/// <summary>In how many executions something came into play.</summary>
/// <param name="What">Kind and name, such as <c>flavour:A1</c> or <c>outcome:dialbackOverTls</c>.</param>
internal readonly record struct Counted(string What, long Times)
{
    public string Kind => What[..What.IndexOf(':', StringComparison.Ordinal)];

    public string Name => What[(What.IndexOf(':', StringComparison.Ordinal) + 1)..];
}

/// <summary>What the exploration of generated worlds found.</summary>
/// <param name="Engines">Their scenarios are the generated cases.</param>
/// <param name="Strikes">What of the generated worlds came into play.</param>
internal sealed record FuzzReport(
    bool Complete,
    Seq<Violation> Violations,
    Seq<EngineReport> Engines,
    Seq<Exercised> Invariants,
    Seq<Counted> Strikes)
{
    /// <summary>What was seen of all worlds together, where what is new has guided the exploration; or nothing.</summary>
    public Seq<GuidedReport> Guided { get; init; }
}

/// <summary>The proof by which one domain was authenticated to another.</summary>
internal enum Proof
{
    None,
    External,

    /// <summary>Includes proof from the certificate without dialling back.</summary>
    Dialback,
}

/// <summary>How the stream was encrypted.</summary>
internal enum Encryption
{
    None,
    Starttls,
    Direct,
}

/// <summary>One way in which a pair ended, and in how many schedules it did.</summary>
internal sealed record PairReport
{
    public required DomainPair Pair { get; init; }

    /// <summary>As the initiator saw it.</summary>
    public required Proof Outcome { get; init; }

    public required Encryption Tls { get; init; }

    public bool Bidi { get; init; }

    /// <summary>The same as the receiver saw it.</summary>
    public required Proof ReceiverOutcome { get; init; }

    public required long Schedules { get; init; }

    public long Delivered { get; init; }

    public long Bounced { get; init; }

    public long Unconfirmed { get; init; }

    /// <summary>Sorted and distinct, such as <c>A1:not-authorized</c>.</summary>
    public Seq<string> Reasons { get; init; }

    /// <summary>What would have to change: sorted and distinct sentences, each behind its reason.</summary>
    public Seq<string> Remedies { get; init; }
}

/// <summary>What the pairs of one world came to.</summary>
internal sealed record SimulateReport(
    long Schedules,
    bool Complete,
    Seq<PairReport> Pairs,
    Seq<Violation> Violations);

/// <summary>What became of one trace.</summary>
internal abstract record ReplayReport
{
    private ReplayReport()
    {
    }

    /// <summary>Every step was possible.</summary>
    /// <param name="Property">The id of the property it violated, or <c>none</c>.</param>
    /// <param name="AsRecorded">Whether the event log is the recorded one, byte by byte.</param>
    internal sealed record Ended(string Property, string Clause, long Steps, bool AsRecorded) : ReplayReport;

    /// <summary>A step was not possible.</summary>
    /// <param name="Line">The line of the trace it stands on.</param>
    /// <param name="Possible">What was possible instead.</param>
    internal sealed record Stale(int Line, string Step, Seq<string> Possible) : ReplayReport
    {
        /// <summary>Whether the trace would stand if its steps were called as they are today.</summary>
        public bool OnlyLabelsMoved { get; init; }
    }

    /// <summary>Two runs of the same trace differed: our own failure.</summary>
    /// <param name="Difference">The first event in which they differ.</param>
    internal sealed record Nondeterministic(string Difference) : ReplayReport;
}

/// <summary>What a recording of a real server showed.</summary>
internal sealed record TranscriptReport(
    string Server,
    int Elements,
    int Acted,
    Seq<Refused> Refused,
    Parting? Parted);

/// <summary>How often one rule refused an element.</summary>
internal readonly record struct Refused(string Rule, int Count);

/// <summary>Where a recording and our machines part.</summary>
internal sealed record Parting(int Line, string Why);

/// <summary>How many of the inputs of a kind did what they were kept for.</summary>
internal readonly record struct Tally(int All, int Sound);

/// <summary>What the main job came to; its violations include those of the corpus and of what was checked.</summary>
/// <param name="Profiles">Recordings, and those of them whose server the simulated profile is like.</param>
internal sealed record MainJobReport(
    ExploreReport Exploration, FuzzReport Fuzzing, CheckReport Checking, Tally Traces, Tally Recordings, Tally Profiles)
{
    /// <summary>The properties whose case never came up, in scenarios or in generated worlds.</summary>
    public static Seq<string> Unexercised(Seq<Exercised> explored, Seq<Exercised> fuzzed) =>
        explored.Concat(fuzzed).GroupBy(e => e.Property).Where(g => g.All(e => e.Times == 0)).Select(g => g.Key).ToSeq();
}
