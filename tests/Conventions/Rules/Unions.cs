using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>A union is an abstract record that nobody else can add a case to.</summary>
internal static class Unions
{
    public static IEnumerable<TypeDefinition> In(IEnumerable<TypeDefinition> types) =>
        types.SelectMany(Uses.WithNested).Where(t => t.IsAbstract && t.Methods.Any(m => m.Name == "<Clone>$"));

    public static IEnumerable<string> Breaches(IReadOnlyCollection<TypeDefinition> types) =>
        In(types).SelectMany(union => Open(union).Concat(Cases(union, types).SelectMany(c => Loose(union, c))));

    public static IEnumerable<TypeDefinition> Cases(TypeDefinition union, IEnumerable<TypeDefinition> types) =>
        types.SelectMany(Uses.WithNested).Where(t => t.BaseType?.GetElementType().FullName == union.FullName);

    // The compiler's copy constructor is protected; it needs an instance, so it makes no case.
    private static IEnumerable<string> Open(TypeDefinition union) =>
        from constructor in union.Methods
        where constructor is { IsConstructor: true, IsStatic: false, IsPrivate: false }
            && !(constructor.Parameters is [var only] && only.ParameterType.FullName == union.FullName)
        select $"{union.FullName}: a constructor is not private";

    private static IEnumerable<string> Loose(TypeDefinition union, TypeDefinition one)
    {
        if (one.DeclaringType != union)
        {
            yield return $"{one.FullName}: a case of {union.Name} that is not nested in it";
        }

        if (!one.IsSealed)
        {
            yield return $"{one.FullName}: a case of {union.Name} that is not sealed";
        }
    }
}
