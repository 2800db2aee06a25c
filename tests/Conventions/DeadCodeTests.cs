using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests;

/// <summary>What nobody speaks of is no part of the negotiator.</summary>
public sealed class DeadCodeTests
{
    [Fact]
    public void Every_internal_type_of_the_implementation_is_used_by_another() => Breaches.None(
        "Nobody uses it.", Unused([.. Assemblies.Written(Assemblies.Implementation)]));

    [Fact]
    public void A_type_that_only_speaks_of_itself_is_found() => Assert.Equal(
        [typeof(Planted.Alone).FullName!],
        Unused([.. new[] { typeof(Planted.Alone), typeof(Planted.Asking), typeof(Planted.Asked) }
            .Select(t => Assemblies.Own.GetType(t.FullName))]));

    // The compiler leaves no trace of who uses a constant.
    private static IEnumerable<string> Unused(TypeDefinition[] types)
    {
        var used = Uses.Of(types)
            .Select(u => (u.By, Target: u.Target as TypeReference ?? u.Target.DeclaringType))
            .Where(u => Outermost(u.Target) != u.By.FullName)
            .Select(u => Outermost(u.Target)).ToHashSet(StringComparer.Ordinal);
        return types.Where(t => !t.IsPublic && (t.HasMethods || t.Fields.Any(f => !f.IsLiteral)))
            .Select(t => t.FullName).Where(n => !used.Contains(n));
    }

    private static string Outermost(TypeReference type) =>
        type.DeclaringType is { } around ? Outermost(around) : type.GetElementType().FullName;
}
