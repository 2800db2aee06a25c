using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The list of banned symbols bans what it says, and is switched off in one place.</summary>
public sealed class BannedSymbolTests
{
    [Fact]
    public void Every_banned_symbol_exists_in_this_version_of_dotnet()
    {
        var ids = BannedList.Bans.Select(b => b.Id).ToHashSet(StringComparer.Ordinal);
        foreach (var module in Assemblies.Framework())
        {
            using (module)
            {
                ids.ExceptWith(module.Types.Where(t => t.IsPublic).SelectMany(DocumentationId.Declared));
            }
        }

        Breaches.None($"{BannedList.Path} bans what does not exist, so it bans nothing.", ids);
    }

    [Fact]
    public void Every_banned_symbol_has_a_reason_and_a_remedy() => Breaches.None(
        "A reason is one sentence, a remedy the next.",
        BannedList.Bans.Where(b => b.Reason.Split(". ").Length < 2 || !b.Reason.EndsWith('.')).Select(b => b.Id));

    [Fact]
    public void No_symbol_is_banned_twice() =>
        Assert.Empty(BannedList.Bans.GroupBy(b => b.Id).Where(g => g.Count() > 1).Select(g => g.Key));

    [Fact]
    public void The_ban_is_lifted_in_one_place_for_the_adapters_and_the_entry()
    {
        var lines = Repository.Lines(".editorconfig");
        var lifted = Assert.Single(lines, l => l.Contains("RS0030", StringComparison.Ordinal));
        var section = lines.Take(Array.IndexOf(lines, lifted)).Last(l => l.StartsWith('['));
        Assert.Equal("[impl/{Adapters/**,XmppFederation}.cs]", section);
        Assert.DoesNotContain("RS0030", Repository.Read("Directory.Build.props"), StringComparison.Ordinal);
        Assert.Contains(
            "AdditionalFiles Include=\"BannedSymbols.txt\"",
            Repository.Read("impl/Xmpp.Federation.csproj"),
            StringComparison.Ordinal);
    }
}
