using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Retracing;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;
using ModelScopes = Xmpp.Federation.Model.Protocol.Scopes;

namespace Xmpp.Federation.Testbed.Checking;

/// <summary>
/// Explores the worlds of a scope, one after the other: those of the model in all orders and with the reduction, those of
/// the production core with the rules of the model beside every server. What is true of the model says what the rules are
/// good for; what is true of the core, that it keeps them.
/// </summary>
/// <param name="pins">How many states the worlds have; where it is not so, that is told like a violation.</param>
internal sealed class ScopeChecker(Pins pins) : IScopeChecker
{
    /// <summary>What is violated where there are other counts than were known.</summary>
    public const string Counts = "COUNTS";

    private const string Core = "core";
    private const string Model = "model";

    private static readonly string[] Sizes = ["tiny", "small", "large"];

    /// <summary>The sizes, and every world by its own name.</summary>
    public IReadOnlyList<string> Scopes { get; } =
    [
        .. Sizes,
        .. Sizes.SelectMany(ModelsOf).Select(s => s.Name).Concat(Sizes.SelectMany(CoresOf).Select(s => s.Name)).Distinct(),
    ];

    public IReadOnlyList<string> Bugs { get; } = [.. PlantedBug.Pure.Select(b => b.Name)];

    public CheckReport Check(CheckRequest request)
    {
        var run = new Run(request, pins);
        if (request.Bug is null)
        {
            foreach (var scope in ModelsOf(request.Scope))
            {
                run.Add(new ProtocolSystem(scope), Model, scope.Shows, reduce: false);
                run.Add(new ProtocolSystem(scope), Model, scope.Shows, reduce: true);
            }
        }

        foreach (var world in request.Bug is { } bug
            ? Nearest(CoresOf(request.Scope), PlantedBug.Named(bug), request)
            : CoresOf(request.Scope))
        {
            var system = new CoreSystem(world, new RuleObserver([.. world.World.Servers]));
            run.Add(system, Core, [], reduce: false, broken => Retrace(system, broken));
            // Where anything may still go wrong, every order counts, and nothing would be left out.
            if (request.Bug is null && world is { World.Faults: var faults, Attacker.Actions: 0 } && faults == FaultBudget.None)
            {
                run.Add(system, Core, [], reduce: true, broken => Retrace(system, broken));
            }
        }

        return run.Report;
    }

    private static IReadOnlyList<Scope> ModelsOf(string scope) => scope switch
    {
        "tiny" => ModelScopes.Tiny,
        "small" => ModelScopes.Small,
        "large" => ModelScopes.Large,
        _ => [.. Sizes.SelectMany(ModelsOf).Where(s => s.Name == scope)],
    };

    private static IReadOnlyList<CoreScope> CoresOf(string scope) => scope switch
    {
        "tiny" => Checking.Scopes.Tiny,
        "small" => Checking.Scopes.Small,
        "large" => Checking.Scopes.Large,
        _ => [.. Sizes.SelectMany(CoresOf).Where(s => s.Name == scope)],
    };

    // With a bug, the world in which the fewest steps lead to what it breaks; all of them, where it breaks nothing.
    private static IEnumerable<CoreScope> Nearest(IReadOnlyList<CoreScope> worlds, PlantedBug bug, CheckRequest request) =>
        BugSearch.In(worlds, bug, () => Within(request, bug.Name)) is { } found
            ? [found.World with { Bug = bug }]
            : worlds.Select(w => w with { Bug = bug });

    // In the time that is left, and telling how far it is.
    private static CheckOptions Within(CheckRequest request, string what) => new()
    {
        HashCompact = request.HashCompact,
        TimeMax = request.Effort.Deadline.Left,
        Progress = p => request.Effort.Progress.Show(
            $"{what}: {Figures.Of(p.States)} states, {Figures.Of(p.Frontier)} to expand at depth {Figures.Of(p.Depth)}"),
    };

    private static Retraced? Retrace(CoreSystem system, PropertyResult<CoreState, CoreStep> broken) =>
        broken.Trace is { } path
            ? Retracer.Run(system, [.. path.Steps.Concat(path.Cycle).Select(s => s.Step)], broken.Property.Name)
            : null;

    private sealed class Run(CheckRequest request, Pins pins)
    {
        private readonly List<ScopeReport> _scopes = [];
        private readonly List<Violation> _violations = [];
        private bool _complete = true;

        public CheckReport Report => new(_complete, _violations.ToSeq(), _scopes.ToSeq());

        public void Add<TState, TStep>(
            ITransitionSystem<TState, TStep> system, string subject, IReadOnlyList<string> shows, bool reduce,
            Func<PropertyResult<TState, TStep>, Retraced?>? retrace = null)
        {
            if (request.Effort.Deadline.Passed)
            {
                _complete = false;
                return;
            }

            var result = Checker.Check(system, Within(request, $"{subject} {system.Name}") with
            {
                Reduce = reduce,
                StopAtFirst = request.Bug is not null,
            });
            // With a planted bug the first thing that it breaks is what is asked for.
            _complete &= result.Complete || (request.Bug is not null && !result.Sound);
            var judged = result.Properties
                .Where(p => p.Property is not PropertyOf<TState>.Sometimes || shows.Contains(p.Property.Name)).ToList();
            _scopes.Add(new ScopeReport(
                system.Name, subject, reduce, result.States, result.Transitions, result.Depth, result.Elapsed.TotalSeconds,
                result.BytesPerState, result.MissedProbability,
                judged.Select(p => new CheckedProperty(p.Property.Name, p.Holds, p.Witnessed)).ToSeq()));
            if (result.Complete && pins.Differs(subject, system.Name, reduce, result.States, result.Transitions) is { } different)
            {
                _violations.Add(new Violation(Counts, "", null, different));
            }

            foreach (var broken in judged.Where(p => p.Holds is false))
            {
                _violations.Add(Told(system.Name, subject, broken, retrace));
            }
        }

        private Violation Told<TState, TStep>(
            string world, string subject, PropertyResult<TState, TStep> broken, Func<PropertyResult<TState, TStep>, Retraced?>? retrace)
        {
            var property = broken.Property;
            var known = Properties.ById(property.Name.Split(' ')[0]);
            var path = broken.Trace is { } trace ? trace.Steps.Select(s => s.Description).ToList() : [];
            var retraced = request.SaveTo is null ? null : retrace?.Invoke(broken);
            var detail = $"{subject} {world}, {path.Count} steps: {property.Statement}" + (retraced is null ? "" : $"; {retraced.Told}");
            var file = $"{subject}-{world}-{property.Name}".Replace(' ', '-').ToLowerInvariant();
            return new Violation(property.Name, known?.Clause ?? "", Save(file, property.Name, detail, path, retraced?.Trace), detail);
        }

        // The path always, in the checker's words; beside it the trace, where the whole negotiator breaks something as well.
        private string? Save(string name, string property, string detail, List<string> path, Trace? trace)
        {
            if (request.SaveTo is null)
            {
                return null;
            }

            Directory.CreateDirectory(request.SaveTo);
            var file = Path.Combine(request.SaveTo, $"{name}.path");
            File.WriteAllLines(file, [property, detail, "", .. path.Select((s, i) => $"{i + 1} {s}")]);
            return trace is null ? file : FoundTraces.SaveAs(trace, name, request.SaveTo);
        }
    }
}
