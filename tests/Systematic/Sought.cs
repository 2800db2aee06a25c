using Xmpp.Federation.Testbed.Bugs;
using Xmpp.Federation.Testbed.Fuzzing;
using Xmpp.Federation.Testbed.Report;
using Xmpp.Federation.Testbed.Running;
using Xmpp.Federation.Testbed.World;

namespace Xmpp.Federation.Systematic.Tests;

/// <summary>
/// The body of a property: it explores one world and, where something is wrong, fails with the trace, its path and
/// the command that executes it again.
/// </summary>
internal static class Sought
{
    private const int Schedules = 5;

    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private static string Folder => Path.Combine(Explored.Repository, ".artifacts", "found");

    public static void Cooperatively(WorldDefinition world, PlantedBug? bug = null, int schedules = Schedules)
    {
        if (CaseJudge.Judge(world, 0, schedules, bug, (_, _) => { }) is { } failing)
        {
            Tell(FailureTrace.Save(world, failing, bug, "a property of FsCheck, engine cooperative", Folder, Explored.Effort));
        }
    }

    public static void UnderCoyote(CoyoteChild child, WorldDefinition world, PlantedBug? bug = null, int schedules = Schedules)
    {
        var result = child.Ask(
            new CoyoteRequest(
                FailureTrace.Generated, WorldFile.Write(world), "a property of FsCheck", schedules, 0, 1, bug?.Name, null),
            Patience);
        if (result.Trace is not null)
        {
            Tell(CoyoteExplorer.Save(result, Folder));
        }
    }

    private static void Tell(Violation violation)
    {
        var path = Path.GetRelativePath(Explored.Repository, violation.Trace!);
        var verb = path.EndsWith(".trace", StringComparison.Ordinal) ? "replay" : "simulate";
        TestContext.Current.AddAttachment(
            Path.GetFileName(path), File.ReadAllText(violation.Trace!), replaceExistingValue: true);
        Assert.Fail($"{violation.Property}: {violation.Detail}\n"
            + $"trace: {path}\n"
            + $"again: dotnet run --project tests/Testbed -c Release -- {verb} {path}");
    }
}

/// <summary>A child process under Coyote that serves all tests of a class.</summary>
public sealed class CoyoteFixture : IDisposable
{
    private readonly Lazy<CoyoteChild> _child = new(Explored.StartChild);

    internal CoyoteChild Child => _child.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_child.IsValueCreated)
        {
            _child.Value.Dispose();
        }
    }
}
