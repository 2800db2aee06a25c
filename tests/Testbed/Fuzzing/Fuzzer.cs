using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Testbed.Fuzzing;

/// <summary>Explores generated worlds, one engine after the other.</summary>
internal sealed class Fuzzer : IFuzzer
{
    private const double CooperativeShare = 0.4;

    public IReadOnlyList<string> Bugs { get; } = [.. PlantedBug.All.Select(b => b.Name)];

    public FuzzReport Fuzz(FuzzRequest request)
    {
        var engines = new List<EngineRun>();
        if (request.Engine != EngineChoice.Coyote)
        {
            var deadline = request.Effort.Deadline;
            var share = request.Engine == EngineChoice.Both ? deadline.Share(CooperativeShare) : deadline;
            engines.Add(CooperativeFuzzer.Run(request with { Effort = request.Effort with { Deadline = share } }));
        }

        if (request.Engine != EngineChoice.Cooperative)
        {
            engines.Add(CoyoteFuzzer.Run(request));
        }

        var tallies = new Tallies();
        engines.ForEach(e => tallies.Add(e.Tallies));
        return new FuzzReport(
            engines.TrueForAll(e => e.Complete),
            engines.SelectMany(e => e.Violations).ToSeq(),
            engines.Select(e => e.Report).ToSeq(),
            tallies.ToReport(),
            tallies.StrikesToReport());
    }
}
