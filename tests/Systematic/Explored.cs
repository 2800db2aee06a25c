using System.Reflection;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Testbed.Cli;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>Explorations as tests ask for them.</summary>
internal static class Explored
{
    public static string Repository { get; } = Metadata("RepositoryDirectory");

    /// <summary>The folder of the testbed, beside which the copy stands that Coyote has rewritten.</summary>
    public static string Testbed { get; } = Metadata("TestbedDirectory");

    public static Effort Effort { get; } = new(0, Deadline.Never, new Silence());

    public static ExploreReport Run(
        EngineChoice engine, int schedules, string? scenario = null, string? bug = null, string? saveTo = null)
    {
        FindTheCopy();
        return new Explorer().Explore(new ExploreRequest
        {
            Scenarios = scenario is null ? Scenario.All.Select(s => s.Name).ToSeq() : [scenario],
            Engine = engine,
            Strategy = "random",
            Schedules = schedules,
            Bug = bug,
            SaveTo = saveTo,
            Effort = Effort,
        });
    }

    public static FuzzReport Fuzz(FuzzRequest request)
    {
        FindTheCopy();
        return new Fuzzer().Fuzz(request);
    }

    public static CoyoteChild StartChild()
    {
        FindTheCopy();
        return new CoyoteChild(0);
    }

    // The copy that Coyote has rewritten stands in the testbed's own output folder.
    private static void FindTheCopy() => CoyoteChild.Folder = Testbed;

    private static string Metadata(string key) => typeof(Explored).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value!;

    private sealed class Silence : IProgressLine
    {
        public void Show(string text)
        {
        }

        public void Clear()
        {
        }
    }
}

/// <summary>These tests count what the thread pool does, so that nothing else may run beside them.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class Alone
{
    public const string Name = "alone";
}
