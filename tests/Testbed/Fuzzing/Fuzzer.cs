using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Generating;
using Xmpp.Federation.Testbed.Guiding;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Explores generated worlds, one engine after the other.</summary>
internal sealed class Fuzzer : IFuzzer
{
    /// <summary>Every world and every schedule by itself.</summary>
    public const string Random = "random";

    private const double CooperativeShare = 0.4;

    public IReadOnlyList<string> Strategies { get; } = [Random, GuidedExplorer.Strategy];

    public IReadOnlyList<string> Bugs { get; } = [.. PlantedBug.Known.Select(b => b.Name)];

    public FuzzReport Fuzz(FuzzRequest request)
    {
        // On the cooperative engine alone: an execution of the other one cannot be varied.
        if (request.Strategy == GuidedExplorer.Strategy)
        {
            return GuidedFuzzer.Fuzz(request);
        }

        var engines = new List<EngineRun>();
        if (request.Engine != EngineChoice.Coyote)
        {
            var deadline = request.Effort.Deadline;
            var share = request.Engine == EngineChoice.Both ? deadline.Share(CooperativeShare) : deadline;
            engines.Add(CooperativeSweep.Run(new SweepRequest(
                Generated(request), request.Numbers, request.Schedules, request.Bug, request.SaveTo,
                request.Effort with { Deadline = share })));
        }

        if (request.Engine != EngineChoice.Cooperative)
        {
            engines.Add(CoyoteFuzzer.Run(request));
        }

        return EngineRun.Together(engines);
    }

    private static NumberedWorlds Generated(FuzzRequest request)
    {
        var seed = request.Effort.Seed;
        return new(request.Cases, number => WorldGenerator.Make(seed, number), "generated worlds", $"fuzz, seed {seed}, case");
    }
}
