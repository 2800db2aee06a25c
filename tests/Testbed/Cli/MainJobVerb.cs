using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>
/// What runs when no verb is given: the corpus, the recordings, every state of the smallest worlds, and for the rest of the
/// time every scenario in both engines, and generated ones.
/// </summary>
internal sealed class MainJobVerb(Workers workers, Invocation invocation, string? root)
{
    /// <summary>How long it takes where nobody says otherwise.</summary>
    public static readonly TimeSpan TimeOtherwise = TimeSpan.FromSeconds(60);

    // More than fit into any time that somebody waits for: the deadline ends the exploration.
    private const int SchedulesMax = 1_000_000;

    private const int SchedulesOfACase = 4;

    // Of all the time; it needs a few seconds, and takes no more than this from the engines.
    private const double CheckShare = 0.4;

    // Of the time for exploring; the rest is for generated worlds.
    private const double ExploreShare = 0.6;

    private readonly List<Violation> _violations = [];

    public ExitStatus Run()
    {
        var (replayed, traces) = Corpus();
        var (heard, alike, recordings) = Recordings();
        var check = Check();
        var exploration = Explore();
        var fuzzing = Fuzz();
        invocation.Effort.Progress.Clear();
        var unseen = MainJobReport.Unexercised(exploration.Invariants, fuzzing.Invariants);
        foreach (var property in unseen)
        {
            invocation.Say($"{property} was never exercised: what it says was not tested");
        }

        invocation.Report.Finished(new MainJobReport(
            exploration with
            {
                Complete = exploration.Complete && unseen.IsEmpty && check.Complete,
                Violations = _violations.Concat(check.Violations).Concat(exploration.Violations).Concat(fuzzing.Violations).ToSeq(),
            },
            fuzzing,
            check,
            replayed,
            heard,
            alike));
        var sound = check.Violations.IsEmpty && exploration.Violations.IsEmpty && fuzzing.Violations.IsEmpty;
        return traces.Or(recordings).Or(sound ? ExitStatus.Sound : ExitStatus.Violation);
    }

    private (Tally Tally, ExitStatus Status) Corpus()
    {
        var judge = new TraceJudge(workers.Replayer, invocation);
        var files = Files("traces", "*.trace");
        var sound = 0;
        var status = invocation.Each(files, file =>
        {
            var judged = judge.Judge(file, verify: false);
            sound += judged.Status == ExitStatus.Sound ? 1 : 0;
            if (judged is { Status: ExitStatus.Violation, Trace: { } trace })
            {
                _violations.Add(new(trace.Expect, trace.Clause, file));
                invocation.Say($"{file}: does not end in {trace.Expect} any more");
            }

            return judged.Status;
        });
        return (new(files.Count, sound), status);
    }

    // Each is read once, and judged twice: by our machines, and by the profile of its server.
    private (Tally Heard, Tally Alike, ExitStatus Status) Recordings()
    {
        var files = Files("tests", "*.jsonl");
        var (sound, alike) = (0, 0);
        var status = invocation.Each(files, file =>
        {
            var recording = InputFile.Read(file).Then(content => RecordingFile.Parse(file, content));
            var heard = recording.Then(r => workers.Transcripts.Read(r, invocation.Effort));
            var profile = recording.Then(workers.Profiles.Judge);
            if (heard.Value is not { } report || profile.Value is not { } verdict)
            {
                return invocation.Unusable(heard.Value is null ? heard.Problems : profile.Problems);
            }

            sound += report.Parted is null ? 1 : 0;
            alike += verdict.Alike ? 1 : 0;
            return Told(report.Parted is { } parting ? $"{file}:{parting.Line}: {parting.Why}" : null)
                .Or(Told(verdict.Unexpected is { } unexpected ? $"{file}: {unexpected}" : null));
        });
        return (new(files.Count, sound), new(files.Count, alike), status);
    }

    private ExitStatus Told(string? wrong)
    {
        if (wrong is null)
        {
            return ExitStatus.Sound;
        }

        invocation.Say(wrong);
        return ExitStatus.Violation;
    }

    private CheckReport Check() => workers.Scopes.Check(new CheckRequest
    {
        Scope = workers.Scopes.Scopes[0],
        SaveTo = SaveTo,
        Effort = invocation.Effort with { Deadline = invocation.Effort.Deadline.Share(CheckShare) },
    });

    private ExploreReport Explore()
    {
        var explored = workers.Explorer.Explore(new ExploreRequest
        {
            Scenarios = workers.Explorer.Scenarios.ToSeq(),
            Engine = EngineChoice.Both,
            Strategy = workers.Explorer.Strategies[0],
            Schedules = SchedulesMax,
            SaveTo = SaveTo,
            Effort = invocation.Effort with { Deadline = invocation.Effort.Deadline.Share(ExploreShare) },
        });

        // It lasts as long as it may, so that the end of the time is no shortcoming: a scenario left out is one.
        var all = workers.Explorer.Scenarios.Count;
        return explored with { Complete = explored.Engines.All(e => e.Scenarios == all) };
    }

    private FuzzReport Fuzz()
    {
        var fuzzed = workers.Fuzzer.Fuzz(new FuzzRequest
        {
            Cases = SchedulesMax,
            Schedules = SchedulesOfACase,
            Engine = EngineChoice.Both,
            Strategy = workers.Fuzzer.Strategies[0],
            SaveTo = SaveTo,
            Effort = invocation.Effort,
        });
        return fuzzed with { Complete = true };
    }

    private string? SaveTo => root is null ? null : Path.Combine(root, ".artifacts", "found");

    private Seq<string> Files(string folder, string pattern)
    {
        var path = root is null ? null : Path.Combine(root, folder);
        return path is null || !Directory.Exists(path)
            ? []
            : Directory.EnumerateFiles(path, pattern, SearchOption.AllDirectories)
                .Order(StringComparer.Ordinal)
                .ToSeq();
    }
}
