using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Input;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Testbed.Cli;

/// <summary>What <c>simulate</c> was asked for.</summary>
internal sealed record SimulateOptions(Seq<string> Files, int Schedules);

/// <summary>The outcomes of the policies of a world over many schedules.</summary>
internal sealed class SimulateVerb(ISimulator simulator, Invocation invocation)
{
    public ExitStatus Run(SimulateOptions options) =>
        invocation.Each(options.Files, file => Simulate(file, options.Schedules));

    private ExitStatus Simulate(string file, int schedules)
    {
        var world = InputFile.Read(file).Then(content => WorldFile.Parse(file, content));
        if (world.Value is null)
        {
            return invocation.Unusable(world.Problems);
        }

        var report = simulator.Simulate(world.Value, schedules, invocation.Effort);
        invocation.Effort.Progress.Clear();
        invocation.Report.Simulated(file, report);
        return report.Violations.IsEmpty ? ExitStatus.Sound : ExitStatus.Violation;
    }
}
