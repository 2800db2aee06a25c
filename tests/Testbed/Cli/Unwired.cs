using Xmpp.Federation.Testbed.Files;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Traces;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>Stands where an engine will be; says so when it is asked to work.</summary>
internal sealed class Unwired : IExplorer, ISimulator, IReplayer, ITranscriptReader
{
    public IReadOnlyList<string> Scenarios => ["none"];

    public IReadOnlyList<string> Strategies => ["random"];

    public IReadOnlyList<string> Bugs => [];

    public ExploreReport Explore(ExploreRequest request) => throw Missing("explorer");

    public SimulateReport Simulate(WorldDefinition world, int schedules, Effort effort) => throw Missing("simulator");

    public Parsed<ReplayReport> Replay(string file, Trace trace, bool verify, Effort effort) => throw Missing("replayer");

    public Parsed<TranscriptReport> Read(Recording recording, Effort effort) => throw Missing("transcript reader");

    private static NotSupportedException Missing(string what) => new($"the {what} is not wired yet");
}
