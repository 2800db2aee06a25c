using System.Text.RegularExpressions;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>All that a type mentions, nested types and generated code included; attributes are left out.</summary>
internal static partial class Uses
{
    public static IEnumerable<Use> Of(IEnumerable<TypeDefinition> types) => types.SelectMany(Of);

    public static IEnumerable<Use> Of(TypeDefinition type) => WithNested(type).SelectMany(part => Of(type, part));

    /// <summary>A type and all that lies inside it.</summary>
    public static IEnumerable<TypeDefinition> WithNested(TypeDefinition type) =>
        type.NestedTypes.SelectMany(WithNested).Prepend(type);

    /// <summary>The name in the source of the member that a method belongs to.</summary>
    public static string MemberOf(MethodDefinition method) => Source(method.DeclaringType, method.Name);

    private static string Source(TypeDefinition type, string name)
    {
        while (type.DeclaringType is not null && Generated().Match(type.Name) is { Success: true } around)
        {
            (type, name) = (type.DeclaringType, around.Groups[1].Length > 0 ? around.Groups[1].Value : name);
        }

        return Generated().Match(name) is { Success: true } inside && inside.Groups[1].Length > 0
            ? inside.Groups[1].Value
            : name;
    }

    private static IEnumerable<Use> Of(TypeDefinition owner, TypeDefinition part)
    {
        var shape = part.Interfaces.Select(i => i.InterfaceType).Append(part.BaseType)
            .Concat(part.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType));
        foreach (var target in shape.SelectMany(Types))
        {
            yield return new Use(owner, part == owner ? null : Source(part, part.Name), target);
        }

        foreach (var field in part.Fields)
        {
            foreach (var target in Types(field.FieldType))
            {
                yield return new Use(owner, Source(part, field.Name), target);
            }
        }

        foreach (var method in part.Methods)
        {
            var member = MemberOf(method);
            foreach (var target in InSignature(method).Concat(InBody(method)))
            {
                yield return new Use(owner, member, target);
            }
        }
    }

    private static IEnumerable<MemberReference> InSignature(MethodDefinition method) =>
        method.Parameters.Select(p => p.ParameterType).Append(method.ReturnType)
            .Concat(method.GenericParameters.SelectMany(g => g.Constraints).Select(c => c.ConstraintType))
            .SelectMany(Types);

    private static IEnumerable<MemberReference> InBody(MethodDefinition method) => !method.HasBody
        ? []
        : method.Body.Variables.Select(v => v.VariableType)
            .Concat(method.Body.ExceptionHandlers.Select(h => h.CatchType))
            .SelectMany(Types)
            .Concat(method.Body.Instructions.SelectMany(Mentioned));

    private static IEnumerable<MemberReference> Mentioned(Instruction instruction) => instruction.Operand switch
    {
        TypeReference type => Types(type),
        FieldReference field => [field, .. Types(field.FieldType), .. Types(field.DeclaringType)],
        MethodReference method => Called(method).Concat(OnStruct(instruction, method)),
        _ => [],
    };

    private static IEnumerable<MemberReference> Called(MethodReference method) =>
    [
        method.GetElementMethod(),
        .. Types(method.DeclaringType),
        .. (method is GenericInstanceMethod generic ? generic.GenericArguments : []).SelectMany(Types),
    ];

    // `using` on a struct calls IDisposable.Dispose, constrained to the struct: it is the struct's own that runs.
    private static IEnumerable<MemberReference> OnStruct(Instruction call, MethodReference method) =>
        call.Previous is { OpCode.Code: Code.Constrained, Operand: TypeReference type } && type.IsNamed()
            ? type.Resolve()?.Methods
                .Where(m => m.Name == method.Name && m.Parameters.Count == method.Parameters.Count) ?? []
            : [];

    /// <summary>The named types in a type: of <c>List&lt;Domain[]&gt;</c>, List and Domain.</summary>
    private static IEnumerable<TypeReference> Types(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => generic.GenericArguments.SelectMany(Types).Prepend(generic.ElementType),
        TypeSpecification made => Types(made.ElementType),
        _ => [type],
    };

    private static bool IsNamed(this TypeReference type) => Types(type).Any();

    [GeneratedRegex("^<([^>]*)>")]
    private static partial Regex Generated();
}
