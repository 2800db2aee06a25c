using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bounding;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Understands the arguments and starts the verb that they name.</summary>
internal sealed class CommandLine
{
    private const int SimulateSchedulesOtherwise = 1000;
    private const int ExploreSchedulesOtherwise = 1000;
    private const int FuzzCasesOtherwise = 300;
    private const int FuzzSchedulesOtherwise = 4;
    private const int VerifySchedulesOtherwise = 20;
    private const int VerifyCasesOtherwise = 200;
    private const int CombinationSchedulesOtherwise = 50;

    private const string ScopeOtherwise = "small";

    private readonly Workers _workers;
    private readonly TextWriter _output;
    private readonly TextWriter _errors;
    private readonly Option<ulong> _seed = Options.Seed();
    private readonly Option<TimeSpan?> _time = Options.Time();
    private readonly Option<bool> _json = Options.Json();
    private readonly Dictionary<Command, string[]> _examples = [];

    private CommandLine(Workers workers, TextWriter output, TextWriter errors) =>
        (_workers, _output, _errors) = (workers, output, errors);

    /// <summary>Does what the arguments say. Whatever happens, it ends in a status and never in an exception.</summary>
    public static ExitStatus Run(string[] arguments, TextWriter output, TextWriter errors, Workers workers)
    {
        try
        {
            return new CommandLine(workers, output, errors).Run(arguments);
        }
        catch (Exception e)
        {
            OwnFailure.Tell(errors, null, e);
            return ExitStatus.OwnFailure;
        }
    }

    private ExitStatus Run(string[] arguments)
    {
        // No response files: an argument that begins with @ is an argument.
        var parsed = Root().Parse(arguments, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is not ExamplesHelp && parsed.Errors.Count > 0)
        {
            _errors.WriteLine(Mistakes.Line(parsed));
            return ExitStatus.Unusable;
        }

        return (ExitStatus)parsed.Invoke(new InvocationConfiguration
        {
            Output = _output,
            Error = _errors,
            EnableDefaultExceptionHandler = false,
        });
    }

    private RootCommand Root()
    {
        var root = new RootCommand("Explores and judges XMPP server-to-server negotiation. Without a verb: all of it, "
            + "for 60 seconds.")
        {
            HelpName = "s2s",
            Subcommands =
            {
                Check(), Explore(), Fuzz(), Replay(), Corpus(), Simulate(), Combinations(), Transcript(), Verify(), Merge(), Bench(),
            },
        };
        root.Add(_seed);
        root.Add(_time);
        root.Add(_json);
        root.SetAction(parsed => (int)MainJob(parsed).Run());
        _examples[root] = ["s2s", "s2s --time 5m --seed 7", "s2s explore --scenario dialback --help"];
        var help = root.Options.OfType<HelpOption>().Single();
        help.Action = new ExamplesHelp((HelpAction)help.Action!, _examples);
        return root;
    }

    private MainJobVerb MainJob(ParseResult parsed) => new(
        _workers,
        Invocation(parsed, parsed.GetValue(_time) ?? MainJobVerb.TimeOtherwise),
        Repository.Root(Environment.CurrentDirectory));

    private Command Check()
    {
        var checker = _workers.Scopes;
        var scope = Options.Named("--scope", "How much to explore; small where nothing is said.", checker.Scopes);
        var bug = Options.Named("--bug", "A planted bug to run with.", checker.Bugs);
        var compact = new Option<bool>("--hash-compact")
        {
            Description = "Store 64 bits of each state; the report says how probable it is that one was missed.",
        };
        var save = Options.Save();
        var command = new Command("check", "Every state of small worlds, of the model and of the production core.")
        {
            scope, bug, compact, save,
        };
        _examples[command] = ["s2s check", "s2s check --scope tiny --json", "s2s check --scope large --hash-compact --time 8h"];
        command.SetAction(parsed => (int)new CheckVerb(checker, Invocation(parsed)).Run(new CheckVerbOptions(
            parsed.GetValue(scope) ?? ScopeOtherwise, parsed.GetValue(bug), parsed.GetValue(compact), parsed.GetValue(save))));
        return command;
    }

    private Command Explore()
    {
        var explorer = _workers.Explorer;
        var scenario = Options.Named("--scenario", "One scenario instead of all.", explorer.Scenarios);
        var engine = Options.Engine();
        var strategy = Options.Named(
            "--strategy", "Who chooses the next step; Coyote knows random and prioritization alone.", explorer.Strategies);
        var delays = Options.Bound("--delays", BoundedCounts.Usual.Delays, "How many steps the exhaustive strategy postpones.");
        var faults = Options.Bound("--faults", BoundedCounts.Usual.Faults, "How much goes wrong with the exhaustive strategy.");
        var together = Options.Bound("--together", null, "How much of both; as much as of the larger where nothing is said.");
        var schedules = Options.Schedules(ExploreSchedulesOtherwise, "How many per scenario and engine.");
        var bug = Options.Named("--bug", "A planted bug to run with.", explorer.Bugs);
        var shard = Options.Shard();
        var corpus = Options.Corpus();
        var save = Options.Save();
        var command = new Command("explore", "Systematic schedules of named scenarios.")
        {
            scenario, engine, strategy, delays, faults, together, corpus, schedules, bug, shard, save,
        };
        _examples[command] =
        [
            "s2s explore",
            "s2s explore --scenario fallback --strategy exhaustive --delays 1 --faults 1",
            "s2s explore --engine cooperative --schedules 100000 --time 5m",
            "s2s explore --save found --json",
            "s2s explore --scenario bidi --strategy guided --corpus found --schedules 100000",
            "s2s explore --engine coyote --strategy prioritization --schedules 1000",
            "s2s explore --shard 2/4 --json > 2.json",
        ];
        command.Validators.Add(given => GoesItsOwnWay(given, strategy, engine, shard));
        command.SetAction(parsed =>
        {
            var options = new ExploreOptions(
                parsed.GetValue(scenario),
                parsed.GetValue(engine),
                parsed.GetValue(strategy) ?? explorer.Strategies[0],
                Bounds.Of(parsed.GetValue(delays) ?? 0, parsed.GetValue(faults) ?? 0, parsed.GetValue(together)),
                parsed.GetValue(corpus),
                parsed.GetValue(schedules),
                parsed.GetValue(bug),
                parsed.GetValue(save),
                parsed.GetValue(shard));
            return (int)new ExploreVerb(explorer, Invocation(parsed, options.Shard, options.Arguments)).Run(options);
        });
        return command;
    }

    private Command Fuzz()
    {
        var fuzzer = _workers.Fuzzer;
        var cases = Options.Count("--cases", FuzzCasesOtherwise, "How many worlds per engine.");
        var engine = Options.Engine();
        var strategy = Options.Named(
            "--strategy", "Who chooses in the cooperative engine; guided has as many executions in all, of whatever worlds.",
            fuzzer.Strategies);
        var corpus = Options.Corpus();
        var schedules = Options.Schedules(FuzzSchedulesOtherwise, "How many of each world.");
        var bug = Options.Named("--bug", "A planted bug to run with.", fuzzer.Bugs);
        var shard = Options.Shard();
        var save = Options.Save();
        var command = new Command("fuzz", "Generated peers and worlds; what is found is shrunk.")
        {
            cases, engine, strategy, corpus, schedules, bug, shard, save,
        };
        _examples[command] =
        [
            "s2s fuzz",
            "s2s fuzz --engine cooperative --cases 50000 --save found",
            "s2s fuzz --engine coyote --cases 300 --seed 7 --json",
            "s2s fuzz --strategy guided --corpus found --cases 50000",
        ];
        command.Validators.Add(given => GoesItsOwnWay(given, strategy, engine, shard));
        command.SetAction(parsed =>
        {
            var options = new FuzzOptions(
                parsed.GetValue(cases),
                parsed.GetValue(schedules),
                parsed.GetValue(engine),
                parsed.GetValue(strategy) ?? fuzzer.Strategies[0],
                parsed.GetValue(corpus),
                parsed.GetValue(bug),
                parsed.GetValue(save),
                parsed.GetValue(shard));
            return (int)new FuzzVerb(fuzzer, Invocation(parsed, options.Shard, options.Arguments)).Run(options);
        });
        return command;
    }

    // Two go their own way through the executions of the cooperative engine, and one is Coyote's alone.
    private static void GoesItsOwnWay(CommandResult given, Option<string?> strategy, Option<EngineChoice> engine, Option<Shard?> shard)
    {
        if (given.GetResult(strategy)?.Tokens is [{ Value: (BoundedExplorer.Strategy or GuidedExplorer.Strategy) and var own }])
        {
            if (given.GetResult(shard) is { Implicit: false })
            {
                given.AddError($"--shard: does not go with --strategy {own}; allowed: another strategy, or no shard");
            }

            if (given.GetResult(engine)?.Tokens is [{ Value: "coyote" }])
            {
                given.AddError($"--engine: coyote does not go with --strategy {own}; allowed: cooperative");
            }
        }
        else if (given.GetResult(strategy)?.Tokens is [{ Value: CoyoteStrategies.Prioritization }]
            && given.GetResult(engine)?.Tokens is [{ Value: "cooperative" }])
        {
            given.AddError($"--engine: cooperative does not go with --strategy {CoyoteStrategies.Prioritization}; allowed: coyote");
        }
    }

    private Command Replay()
    {
        var files = Options.Files("TRACE", "Trace files.");
        var verify = Options.Flag("--verify", "Run each in two processes and compare the event logs byte by byte.");
        var explain = Options.Flag("--explain", "Say which steps matter, which of them decide, and draw them.");
        var html = Options.Html();
        var toStep = Options.ToStep();
        var command = new Command("replay", "Executes traces again, step by step.") { files, verify, explain, html, toStep };
        _examples[command] =
        [
            "s2s replay traces/*.trace",
            "s2s replay --verify found/INV-4.trace",
            "s2s replay --explain --html why.html found/INV-4.trace",
            "s2s replay --to-step 17 found/INV-4.trace",
        ];
        command.SetAction(parsed => (int)new ReplayVerb(_workers.Replayer, _workers.Explainer, Invocation(parsed)).Run(
            new ReplayOptions(parsed.GetRequiredValue(files).ToSeq(), parsed.GetValue(verify), parsed.GetValue(explain))
            {
                Html = parsed.GetValue(html),
                ToStep = parsed.GetValue(toStep),
            }));
        return command;
    }

    private Command Corpus()
    {
        var folder = Options.Folder("DIR", "The folder of the corpus; the traces of the repository where nothing is said.");
        var added = Options.Added();
        var write = Options.Flag("--write", "Do it: otherwise it is only told what is to be done.");
        var command = new Command("corpus", "Keeps the best trace of each way to fail, by the names that its steps have today.")
        {
            folder, added, write,
        };
        _examples[command] =
        [
            "s2s corpus",
            "s2s corpus --write",
            "s2s corpus traces --add found/stale-timer-inv-45.trace --write",
            "s2s corpus --json --time 30s",
        ];
        command.SetAction(parsed =>
            (int)new CorpusVerb(_workers.Keeper, Invocation(parsed), Repository.Root(Environment.CurrentDirectory)).Run(
                new CorpusOptions(parsed.GetValue(folder), (parsed.GetValue(added) ?? []).ToSeq(), parsed.GetValue(write))));
        return command;
    }

    private Command Simulate()
    {
        var files = Options.Files("WORLD", "World files.");
        var schedules = Options.Schedules(SimulateSchedulesOtherwise, "How many schedules of each world.");
        var command = new Command("simulate", "The outcomes of these policies.") { files, schedules };
        _examples[command] = ["s2s simulate world.json", "s2s simulate *.json --schedules 10000 --json"];
        command.SetAction(parsed => (int)new SimulateVerb(_workers.Simulator, Invocation(parsed))
            .Run(new SimulateOptions(parsed.GetRequiredValue(files).ToSeq(), parsed.GetValue(schedules))));
        return command;
    }

    private Command Combinations()
    {
        var covering = Options.Strength();
        var schedules = Options.Schedules(CombinationSchedulesOtherwise, "How many schedules of each combination.");
        var bug = Options.Named("--bug", "A planted bug to run with.", _workers.Fuzzer.Bugs);
        var shard = Options.Shard();
        var save = Options.Save();
        var command = new Command("combinations", "The outcomes of every two policies: simulate for all of them.")
        {
            covering, schedules, bug, shard, save,
        };
        _examples[command] = ["s2s combinations", "s2s combinations --covering 3 --schedules 20 --json"];
        command.SetAction(parsed =>
        {
            var options = new CombinationsOptions(
                parsed.GetValue(covering), parsed.GetValue(schedules), parsed.GetValue(bug), parsed.GetValue(save),
                parsed.GetValue(shard));
            return (int)new CombinationsVerb(_workers.Combinations, Invocation(parsed, options.Shard, options.Arguments)).Run(options);
        });
        return command;
    }

    private Command Transcript()
    {
        var files = Options.Files("FILE", "Recordings, JSON lines.");
        var command = new Command("transcript", "Recordings of real servers against our machines.") { files };
        _examples[command] = ["s2s transcript recorded.jsonl", "s2s transcript *.jsonl --json"];
        command.SetAction(parsed => (int)new TranscriptVerb(_workers.Transcripts, Invocation(parsed))
            .Run(new TranscriptOptions(parsed.GetRequiredValue(files).ToSeq())));
        return command;
    }

    private Command Verify()
    {
        var verifier = _workers.Verifier;
        var scenario = Options.Named("--scenario", "One scenario instead of all.", verifier.Scenarios);
        var schedules = Options.Schedules(VerifySchedulesOtherwise, "How many per scenario.");
        var cases = Options.Count("--cases", VerifyCasesOtherwise, "How many generated worlds.");
        var plant = Options.Named("--plant", "A planted nondeterminism to run with.", verifier.Plants);
        var command = new Command("verify", "The same executions in two further processes: they may not differ.")
        {
            scenario, schedules, cases, plant,
        };
        _examples[command] = ["s2s verify", "s2s verify --schedules 1000 --cases 10000 --time 5m", "s2s verify --plant clock"];
        command.SetAction(parsed => (int)new VerifyVerb(verifier, Invocation(parsed)).Run(new VerifyOptions(
            parsed.GetValue(scenario), parsed.GetValue(schedules), parsed.GetValue(cases), parsed.GetValue(plant))));
        return command;
    }

    private Command Merge()
    {
        var files = Options.Files("RESULT", "What the shards of one run have written by --json.");
        var command = new Command("merge", "The results of all shards of a run as one.") { files };
        _examples[command] = ["s2s merge 1.json 2.json 3.json 4.json", "s2s merge *.json --json"];
        command.SetAction(parsed => (int)new MergeVerb(Invocation(parsed), seed => Report(parsed, seed, null))
            .Run(parsed.GetRequiredValue(files).ToSeq()));
        return command;
    }

    private Command Bench()
    {
        var bench = _workers.Bench;
        var bugs = Options.Flag("--bugs", "Instead: how long it takes to find every planted bug.");
        var full = Options.Flag("--full", "Of --bugs: every strategy of every engine, with a table and a picture in the folder of --save.");
        var bug = Options.Named("--bug", "One planted bug instead of all.", bench.Bugs);
        var save = new Option<string?>("--save")
        {
            Description = "The folder to keep what is measured in; another start goes on from it.",
            HelpName = "DIR",
        };
        var command = new Command("bench", "The project's own figures: what the engines do in a second of processor time.")
        {
            bugs, full, bug, save,
        };
        _examples[command] =
        [
            "s2s bench --time 60s", "s2s bench --bugs", "s2s bench --bugs --bug stale-timer --seed 7 --json",
            "s2s bench --bugs --full --save measured --time 8h",
        ];
        command.SetAction(parsed => (int)new BenchVerb(bench, Invocation(parsed)).Run(new BenchOptions(
            parsed.GetValue(bugs), parsed.GetValue(full), parsed.GetValue(bug), parsed.GetValue(save))));
        return command;
    }

    private Invocation Invocation(ParseResult parsed) => Invocation(parsed, parsed.GetValue(_time));

    private Invocation Invocation(ParseResult parsed, Shard? shard, string arguments) =>
        Invocation(parsed, parsed.GetValue(_time), shard is { } one ? new ShardOfRun(one, arguments, Build.Version) : null);

    private Invocation Invocation(ParseResult parsed, TimeSpan? time, ShardOfRun? shard = null)
    {
        var seed = parsed.GetValue(_seed);
        return new Invocation(
            new Effort(seed, Deadline.After(time), ProgressLine.For(_errors, parsed.GetValue(_json))),
            Report(parsed, seed, shard),
            _errors);
    }

    private IReport Report(ParseResult parsed, ulong seed, ShardOfRun? shard) =>
        parsed.GetValue(_json) ? new JsonReport(_output, seed, shard) : TableReport.On(_output, seed);
}
