using System.Reflection;
using Xmpp.Federation.Conventions.Tests.Planted;
using Xmpp.Federation.Conventions.Tests.Rules;
using Xmpp.Federation.Hosting;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What users may rely on is a checked-in text, so that nobody changes it by accident.</summary>
public sealed class ApiTests
{
    [Fact]
    public void The_negotiator_shows_what_its_approved_text_says() =>
        Approved.Verify("impl/Xmpp.Federation.approved.txt", ApiText.Of(typeof(XmppFederation).Assembly.GetTypes()));

    [Fact]
    public void Its_hosting_shows_what_its_approved_text_says() =>
        Approved.Verify("impl/Hosting/Xmpp.Federation.Hosting.approved.txt", ApiText.Of(typeof(FederationServices).Assembly.GetTypes()));

    [Fact]
    public void Every_kind_of_member_is_printed() => Assert.Equal(
        """
        abstract class Xmpp.Federation.Conventions.Tests.Planted.Shown : IDisposable
            abstract Task<int?> CountAsync<T>(T? what, bool all = true) where T : class, IDisposable
            const int Most = 7
            event EventHandler Told
            override string ToString()
            protected new(string? name, int count = 1)
            required IReadOnlyList<string?> Names { get; init; }
            static bool TryParse(string? text, out string[] parts)
            string? Name { get; set; }
            virtual void Dispose()

        interface Xmpp.Federation.Conventions.Tests.Planted.Shown.IDo
            void Help()

        enum Xmpp.Federation.Conventions.Tests.Planted.Shown.Kind
            One = 1
            Two = 2

        readonly record struct Xmpp.Federation.Conventions.Tests.Planted.Shown.Small : IDisposable
            int Number { get; init; }
            new(int Number)
            void Dispose()

        sealed record Xmpp.Federation.Conventions.Tests.Planted.Shown.Value
            int? Size { get; init; }
            new(string Text, int? Size = null)
            string Text { get; init; }

        """,
        ApiText.Of([typeof(Shown), .. typeof(Shown).GetNestedTypes(BindingFlags.Public | BindingFlags.NonPublic)]),
        ignoreLineEndingDifferences: true);
}
