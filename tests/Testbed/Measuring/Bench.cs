using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;

namespace Xmpp.Federation.Testbed.Measuring;

/// <summary>Measures the testbed itself.</summary>
internal sealed class Bench : IBench
{
    public IReadOnlyList<string> Bugs { get; } = [.. PlantedBug.Known.Select(b => b.Name)];

    public Parsed<BugsReport> FindBugs(BugsRequest request) =>
        new BugBench(request, request.Full ? Allowance.Full : Allowance.Usual, Allowance.Canary).Run();

    public FiguresReport Measure(Effort effort) => EngineBench.Run(effort);
}
