namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The first thing that a visitor sees is short.</summary>
public sealed class TopLevelTests
{
    private static readonly string[] Allowed =
    [
        "impl/", "model/", "tests/", "traces/", "Simulation.sln", "README.md", "LICENSE", "global.json",
        "Directory.Build.props", "Directory.Packages.props",
    ];

    [Fact]
    public void Nothing_else_lies_at_the_top() => Breaches.None(
        "The top level is for the four folders, the solution, README.md, LICENSE and what .NET wants there.",
        Repository.TopLevel.Where(n => !n.StartsWith('.')).Except(Allowed));

    [Fact]
    public void All_of_it_is_there() => Breaches.None("Missing at the top level.", Allowed.Except(Repository.TopLevel));

    [Fact]
    public void Every_project_is_part_of_the_solution()
    {
        var solution = Repository.Read("Simulation.sln").Replace('\\', '/');
        Breaches.None(
            "Simulation.sln does not name the project.",
            Repository.Files(".csproj").Where(p => !solution.Contains($"\"{p}\"", StringComparison.Ordinal)));
    }
}
