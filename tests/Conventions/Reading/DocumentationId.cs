using Mono.Cecil;
using Mono.Cecil.Rocks;

namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>The names by which the banned symbols are listed.</summary>
internal static class DocumentationId
{
    /// <summary>
    /// A mention's own id and that of the type around it: a banned type bans its members. An accessor stands for its
    /// property. What cannot be resolved has none.
    /// </summary>
    public static IEnumerable<string> Of(MemberReference target)
    {
        if (Definition(target) is not { } definition)
        {
            return [];
        }

        var own = DocCommentId.GetDocCommentId(PropertyOf(definition) ?? definition);
        return definition.DeclaringType is { } around ? [own, .. Of(around)] : [own];
    }

    /// <summary>The ids of a public type and of its members that others can call.</summary>
    public static IEnumerable<string> Declared(TypeDefinition type) =>
        type.Methods.Where(m => m.IsPublic || m.IsFamily || m.IsFamilyOrAssembly).Cast<IMemberDefinition>()
            .Concat(type.Properties).Append(type).Select(DocCommentId.GetDocCommentId);

    private static IMemberDefinition? Definition(MemberReference target) => target switch
    {
        TypeReference type => type.Resolve(),
        MethodReference method when method.DeclaringType is not ArrayType => method.Resolve(),
        FieldReference field => field.Resolve(),
        _ => null,
    };

    private static PropertyDefinition? PropertyOf(IMemberDefinition member) =>
        member is MethodDefinition { IsSpecialName: true } method
            ? method.DeclaringType.Properties.FirstOrDefault(p => p.GetMethod == method || p.SetMethod == method)
            : null;
}
