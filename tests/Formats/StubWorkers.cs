using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Explaining;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Formats.Tests;

/// <summary>Engines that answer what a test wants them to.</summary>
internal sealed class StubWorkers : IExplorer, IFuzzer, ISimulator, ICombinations, IReplayer, ITranscriptReader, IProfileJudge,
    IScopeChecker, IVerifier, IBench
{
    public IReadOnlyList<string> Scenarios => ["first-contact", "rejection"];

    public IReadOnlyList<string> Strategies => ["random", "exhaustive", "guided", "prioritization"];

    public IReadOnlyList<string> Bugs => ["unsolicited-result"];

    public List<ExploreRequest> Explored { get; } = [];

    /// <summary>What every engine throws, or null.</summary>
    public Exception? Failure { get; init; }

    public ExploreReport Exploration { get; init; } =
        new(true, [], [new("cooperative", 2, 2000, 51234, 0.25), new("coyote", 2, 200, 9000, 3.5)], [new("INV-1", 12)]);

    public List<FuzzRequest> FuzzRequests { get; } = [];

    public FuzzReport Fuzzing { get; init; } = new(
        true, [], [new("cooperative", 300, 1200, 51234, 0.25), new("coyote", 30, 120, 9000, 3.5)], [new("INV-1", 12)],
        [new("flavour:A1", 90), new("outcome:dialbackOverTls", 110)]);

    public SimulateReport Simulation { get; init; } = new(1000, true, [], []);

    /// <summary>By what the trace is expected to end in.</summary>
    public Func<Trace, ReplayReport> Replayed { get; init; } =
        trace => new ReplayReport.Ended(trace.Expect, trace.Clause, trace.Steps.Count, true);

    public TranscriptReport Transcript { get; init; } = new("prosody", 12, 10, [new("INV-9", 2)], null);

    public Workers Workers => new(this, this, this, this, this, this, this, this, this, new Explainer(), this);

    public ExploreReport Explore(ExploreRequest request)
    {
        Explored.Add(request);
        return Answer(Exploration);
    }

    public FuzzReport Fuzz(FuzzRequest request)
    {
        FuzzRequests.Add(request);
        return Answer(Fuzzing);
    }

    public IReadOnlyList<string> Scopes { get; } = ["tiny", "small"];

    public List<CheckRequest> CheckRequests { get; } = [];

    public CheckReport Checking { get; init; } = new(
        true, [], [new("dialback", "model", false, 427, 921, 52, 0.5, 45.2, 0, [new("INV-2", true, true), new("LIV-6", null, false)])]);

    public CheckReport Check(CheckRequest request)
    {
        CheckRequests.Add(request);
        return Answer(Checking);
    }

    public IReadOnlyList<string> Plants => ["clock"];

    public List<VerifyRequest> VerifyRequests { get; } = [];

    public VerifyReport Verification { get; init; } = new(true, [], 760, 51234, []);

    public VerifyReport Verify(VerifyRequest request)
    {
        VerifyRequests.Add(request);
        return Answer(Verification);
    }

    public List<BugsRequest> BugsRequests { get; } = [];

    public Parsed<BugsReport> Hunting { get; init; } = new BugsReport(true, [], [], []);

    public FiguresReport Figures { get; init; } = new(true, [new("negotiations", 1234.5, "1/s", "≥ 5 000")], []);

    public Parsed<BugsReport> FindBugs(BugsRequest request)
    {
        BugsRequests.Add(request);
        return Answer(Hunting);
    }

    public FiguresReport Measure(Effort effort) => Answer(Figures);

    public SimulateReport Simulate(WorldDefinition world, int schedules, Effort effort) => Answer(Simulation);

    public List<CombinationsRequest> CombinationsRequests { get; } = [];

    public FuzzReport Explore(CombinationsRequest request)
    {
        CombinationsRequests.Add(request);
        return Answer(Fuzzing);
    }

    public Parsed<ReplayReport> Replay(string file, Trace trace, bool verify, Effort effort) => Answer(Replayed(trace));

    public Parsed<TranscriptReport> Read(Recording recording, Effort effort) => Answer(Transcript);

    public ProfileVerdict Profile { get; init; } = new(true, null);

    public Parsed<ProfileVerdict> Judge(Recording recording) => Answer(Profile);

    private T Answer<T>(T answer) => Failure is null ? answer : throw Failure;
}
