using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;
using Xmpp.Federation.Conventions.Tests.Rules;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>The order of a hash table and the hash of a string differ from process to process.</summary>
public sealed class DeterminismTests
{
    private static IEnumerable<TypeDefinition> Core => Assemblies.Written(Assemblies.Implementation)
        .Where(t => t.Namespace.StartsWith("Xmpp.Federation.Core", StringComparison.Ordinal));

    private static IEnumerable<TypeDefinition> Model => Assemblies.Written(Assemblies.Model);

    [Fact]
    public void The_core_holds_no_hash_table() =>
        Breaches.None("Use Map, which is sorted and compares by content.", Determinism.Mentions(Core));

    [Fact]
    public void The_model_walks_through_no_hash_table() =>
        Breaches.None("Sort what a hash table holds before it is walked through.", Determinism.Enumerations(Model));

    [Fact]
    public void No_hash_code_becomes_anything_but_a_hash_code() => Breaches.None(
        "A hash code is for hash tables only.", Determinism.Hashings(Core.Concat(Model)));
}
