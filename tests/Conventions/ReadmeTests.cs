namespace Xmpp.Federation.Conventions.Tests;

/// <summary>Who reads README.md and follows it arrives.</summary>
public sealed class ReadmeTests
{
    private static readonly string[] Tables =
    [
        "impl/Core/Streams/InitiatingStream.cs", "impl/Core/Streams/ReceivingStream.cs",
        "impl/Core/Establishing/Establishment.cs", "impl/Core/Establishing/Fallback.cs",
        "impl/Core/Verifying/Verification.cs", "impl/Core/Routing/Route.cs",
    ];

    [Fact]
    public void There_is_a_README() =>
        Assert.True(Repository.Has("README.md"), "README.md is not there, so nobody finds the way in.");

    [Fact]
    public void Every_link_and_every_path_leads_somewhere() => Breaches.None(
        "A text points to what is not there.",
        Repository.Files(".md").SelectMany(f => Markdown.Dangling(f, Repository.Read(f))));

    [Fact]
    public void The_README_leads_to_every_state_machine_and_its_approved_matrix()
    {
        var text = Repository.Has("README.md") ? Repository.Read("README.md") : "";
        var linked = Markdown.Links(text).Select(l => Markdown.Resolve("README.md", l.Split('#')[0]));
        var matrices = Repository.Files(".approved.txt")
            .Where(f => f.StartsWith("tests/Core/", StringComparison.Ordinal));
        Breaches.None(
            "README.md has no link to it, but a reader of the protocol starts there.",
            Tables.Concat(matrices).Except(linked));
    }
}
