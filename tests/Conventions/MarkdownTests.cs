namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The reader of Markdown sees what is wrong.</summary>
public sealed class MarkdownTests
{
    [Theory]
    [InlineData("[a](impl/Nowhere.cs)")]
    [InlineData("[a](LICENSE/nothing)")]
    [InlineData("see `impl/Nowhere.cs`")]
    [InlineData("see `traces/no-such-*.trace`")]
    [InlineData("# One\n[a](#two)")]
    [InlineData("# One\n# One\n[a](#one-2)")]
    [InlineData("[a](global.json#L9999)")]
    public void A_pointer_into_the_void_is_found(string text) => Assert.Single(Markdown.Dangling("README.md", text));

    [Theory]
    [InlineData("[a](impl/Core/Routing/Route.cs) and `impl/Core` and `impl/Core/*.cs`")]
    [InlineData("[a](https://example.org/impl) and <https://example.org>")]
    [InlineData("`s2s replay traces/yours.trace` and `impl/…` and `traces/<name>.trace`")]
    [InlineData("```\n[a](impl/Nowhere.cs)\n```")]
    [InlineData("# What `s2s` is, and isn't\n[a](#what-s2s-is-and-isnt)")]
    [InlineData("# One\n# One\n[a](#one-1)")]
    [InlineData("[a](global.json#L1)")]
    public void A_pointer_that_leads_somewhere_is_not(string text) =>
        Assert.Empty(Markdown.Dangling("README.md", text));

    [Fact]
    public void A_link_is_relative_to_its_file() =>
        Assert.Empty(Markdown.Dangling("traces/README.md", "[a](../global.json)"));
}
