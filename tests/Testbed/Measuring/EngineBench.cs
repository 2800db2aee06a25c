using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Model.Checking;
using Xmpp.Federation.Model.Protocol;
using Xmpp.Federation.Testbed.Checking;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Engines;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;
using CoreScopes = Xmpp.Federation.Testbed.Checking.Scopes;
using ModelScopes = Xmpp.Federation.Model.Protocol.Scopes;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>
/// What the engines and the checker do in a second of processor time. The same world in both engines in the same run, so that
/// their ratio does not depend on the machine.
/// </summary>
internal sealed class EngineBench(Effort effort)
{
    private const string World = """
        {"servers":{"a.example":{},"b.example":{}},"send":[{"from":"a.example","to":"b.example"}]}
        """;

    private const string Negotiations = "negotiations per CPU second";
    private const string PerSecond = "1/s";
    private const string CheckedWorld = "small-external";
    private const int RoundsMax = 10;
    private const int SitesTold = 5;
    private const int CountedSchedules = 50;

    // Of the time there is; what is left over is for starting processes and counting call sites.
    private const double CooperativeShare = 0.35;
    private const double CoyoteShare = 0.25;
    private const double CheckerShare = 0.12;

    private static readonly TimeSpan Otherwise = TimeSpan.FromSeconds(60);

    private readonly TimeSpan _time = effort.Deadline.Left ?? Otherwise;
    private readonly List<Figure> _figures = [];
    private readonly List<string> _notes =
    [
        "A negotiation: two servers, TLS oracle, EXTERNAL, one stanza from a to b, in order and without faults; random strategy.",
    ];

    public static FiguresReport Run(Effort effort) => new EngineBench(effort).Run();

    private FiguresReport Run()
    {
        var cooperative = Cooperative();
        var coyote = Coyote();
        Add("cooperative engine over Coyote, with all monitors", cooperative / coyote, "times", "≥ 200");
        Points();
        Checker("model", new ProtocolSystem(ModelScopes.Small.First(s => s.Name == CheckedWorld)), "≥ 530 000");
        var world = CoreScopes.Small.First(s => s.Name == CheckedWorld);
        Checker("core", new CoreSystem(world, new RuleObserver([.. world.World.Servers])), null);
        return new FiguresReport(_figures.TrueForAll(f => f.Value is not null), _figures.ToSeq(), _notes.ToSeq());
    }

    private void Add(string name, double? value, string unit, string? aim = null) => _figures.Add(new Figure(name, value, unit, aim));

    // In turns, so that whatever else the machine does hits both alike.
    private double? Cooperative()
    {
        effort.Progress.Show("bench: the cooperative engine");
        var world = Scenario.Of(World);
        var slice = _time * (CooperativeShare / 2 / RoundsMax);
        var (watched, alone, seed) = (new Rate(), new Rate(), 0UL);
        for (var round = 0; round < RoundsMax && !effort.Deadline.Passed; round++)
        {
            // The first round is for the compiler.
            (watched, alone) = round == 1 ? (new Rate(), new Rate()) : (watched, alone);
            watched.Fill(slice, () => CooperativeRun.Execute(world, new RandomStrategy(seed++), null).Steps);
            alone.Fill(slice, () => CooperativeRun.Execute(world, new RandomStrategy(seed++), null, watched: false).Steps);
        }

        Add($"{Negotiations}, cooperative, all monitors", watched.PerSecond, PerSecond, "≥ 5 000");
        Add($"{Negotiations}, cooperative, no monitor", alone.PerSecond, PerSecond);
        Add("steps of a negotiation, cooperative", watched.Weight, "steps");
        return watched.PerSecond;
    }

    private double? Coyote()
    {
        effort.Progress.Show("bench: Coyote");
        using var child = new CoyoteChild(0);
        var warmUp = Ask(child, new CoyoteLimits(CountedSchedules, null));
        var seconds = (_time * CoyoteShare).TotalSeconds;
        var result = effort.Deadline.Passed ? null : Ask(child, new CoyoteLimits(long.MaxValue, seconds));
        var perSecond = result is { Schedules: var schedules, CpuSeconds: var used } ? schedules / used : (double?)null;
        Add($"{Negotiations}, Coyote on one core, all monitors", perSecond, PerSecond);
        Add("steps of a negotiation, Coyote", (double)warmUp.Steps / Math.Max(1, warmUp.Schedules), "steps");
        return perSecond;
    }

    // Another process: what it costs to count must not be in the figure above.
    private void Points()
    {
        effort.Progress.Show("bench: scheduling points");
        if (effort.Deadline.Passed)
        {
            Add("scheduling points of the testbed over those of impl", null, "times", "≤ 1.5");
            return;
        }

        using var child = new CoyoteChild(0);
        var result = Ask(child, new CoyoteLimits(CountedSchedules, null, CountPoints: true));
        var (points, schedules) = (result.Points!, (double)result.Schedules);
        var (impl, testbed) = (Sum(CallSites.IsOfTheImplementation), Sum(CallSites.IsOfTheTestbed));
        Add("scheduling points of the testbed over those of impl", testbed / impl, "times", "≤ 1.5");
        Add("scheduling points a negotiation, impl", impl, "points");
        Add("scheduling points a negotiation, testbed", testbed, "points");
        Add("scheduling points a negotiation, Coyote's own", Sum(s => s == CallSites.Nobody), "points");
        foreach (var (site, count) in points.Where(p => CallSites.IsOfTheTestbed(p.Key)).OrderByDescending(p => p.Value).Take(SitesTold))
        {
            Add($"… of them {site}", count / schedules, "points");
        }

        _notes.Add("Scheduling points are Coyote's own count; each belongs to the innermost method of ours on its stack.");

        double Sum(Func<string, bool> whose) => points.Where(p => whose(p.Key)).Sum(p => p.Value) / schedules;
    }

    private void Checker<TState, TStep>(string subject, ITransitionSystem<TState, TStep> system, string? aim)
    {
        effort.Progress.Show($"bench: the checker, {subject}");
        var (states, bytes) = ((double?)null, (double?)null);
        if (!effort.Deadline.Passed)
        {
            var before = Environment.CpuUsage.TotalTime;
            var result = Model.Checking.Checker.Check(system, new CheckOptions { Workers = 1, TimeMax = _time * CheckerShare });
            (states, bytes) = (result.States / (Environment.CpuUsage.TotalTime - before).TotalSeconds, result.BytesPerState);
        }

        Add($"states per CPU second, checker, {subject} {system.Name}", states, PerSecond, aim);
        Add($"bytes per stored state, checker, {subject} {system.Name}", bytes, "bytes", "≤ 64");
    }

    private CoyoteResult Ask(CoyoteChild child, CoyoteLimits limits)
    {
        var request = new CoyoteRequest(
            "bench", WorldFile.Write(Scenario.Of(World)), "bench", limits.Schedules, effort.Seed, 1, null, limits.Seconds)
        {
            CountPoints = limits.CountPoints,
        };
        return child.Ask(request, CoyoteExplorer.PatienceFor(limits.Seconds));
    }

    private readonly record struct CoyoteLimits(long Schedules, double? Seconds, bool CountPoints = false);

    /// <summary>How often something was done, and in how much processor time.</summary>
    private sealed class Rate
    {
        private long _times;
        private long _weights;
        private TimeSpan _used;

        public double? PerSecond => _times == 0 ? null : _times / _used.TotalSeconds;

        /// <summary>What each of them weighed on average.</summary>
        public double? Weight => _times == 0 ? null : (double)_weights / _times;

        /// <param name="slice">For so long.</param>
        /// <param name="once">Does it once, and says what it weighed.</param>
        public void Fill(TimeSpan slice, Func<int> once)
        {
            var (before, left) = (Environment.CpuUsage.TotalTime, Deadline.After(slice));
            do
            {
                _weights += once();
                _times++;
            }
            while (!left.Passed);
            _used += Environment.CpuUsage.TotalTime - before;
        }
    }
}
