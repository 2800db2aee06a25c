using Mono.Cecil;
using Mono.Cecil.Cil;
using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>Hash tables have an order that changes from process to process; it must not be seen.</summary>
internal static class Determinism
{
    private static readonly string[] Tables =
    [
        "System.Collections.Hashtable",
        "System.Collections.Generic.Dictionary`2", "System.Collections.Generic.HashSet`1",
        "System.Collections.Generic.IDictionary`2", "System.Collections.Generic.IReadOnlyDictionary`2",
        "System.Collections.Generic.ISet`1", "System.Collections.Generic.IReadOnlySet`1",
        "System.Collections.Concurrent.ConcurrentDictionary`2", "System.Collections.Concurrent.ConcurrentBag`1",
        "System.Collections.Frozen.FrozenDictionary`2", "System.Collections.Frozen.FrozenSet`1",
        "System.Collections.Immutable.ImmutableDictionary`2", "System.Collections.Immutable.ImmutableHashSet`1",
    ];

    private static readonly string[] Sequences =
    [
        "System.Collections.IEnumerable", "System.Collections.Generic.IEnumerable`1",
        "System.Collections.Generic.ICollection`1", "System.Collections.Generic.IReadOnlyCollection`1",
    ];

    // What comes out of these is the same whatever the order of what goes in.
    private static readonly string[] Indifferent =
    [
        "Order", "OrderDescending", "OrderBy", "OrderByDescending", "Any", "All", "Contains", "Count", "LongCount",
        "Sum", "Min", "Max", "ToHashSet", "ToDictionary", "ToFrozenSet", "ToFrozenDictionary", "get_Count", "Add",
        "Remove", "Clear",
    ];

    /// <summary>Mentions of a hash table: the core has none, not even to look something up.</summary>
    public static IEnumerable<string> Mentions(IEnumerable<TypeDefinition> types) =>
        from use in Uses.Of(types)
        where IsTable(use.Target as TypeReference ?? use.Target.DeclaringType)
        select use.ToString();

    /// <summary>Calls that walk through a hash table, itself or by LINQ.</summary>
    public static IEnumerable<string> Enumerations(IEnumerable<TypeDefinition> types) =>
        from type in types
        from method in Uses.WithNested(type).SelectMany(t => t.Methods).Where(m => m.HasBody)
        from call in method.Body.Instructions
        where call.Operand is MethodReference called && Walks(method, call, called)
        select $"{type.Name}.{Uses.MemberOf(method)}: {((MethodReference)call.Operand).FullName}";

    /// <summary>Calls for a hash code outside the making of another one.</summary>
    public static IEnumerable<string> Hashings(IEnumerable<TypeDefinition> types) =>
        from use in Uses.Of(types)
        where use.Member != nameof(GetHashCode) && use.Target is MethodReference called
            && (called.Name is nameof(GetHashCode) or nameof(HashCode.ToHashCode)
                || (called.DeclaringType.FullName == "System.HashCode" && called.Name == nameof(HashCode.Combine)))
        select use.ToString();

    private static bool Walks(MethodDefinition method, Instruction call, MethodReference called)
    {
        if (IsTable(called.DeclaringType))
        {
            return called.Name is "GetEnumerator" or "get_Keys" or "get_Values" or "CopyTo" or "ToArray";
        }

        if (Indifferent.Contains(called.Name))
        {
            return false;
        }

        var own = called.HasThis && call.OpCode.Code != Code.Newobj ? 1 : 0;
        var taken = called.Parameters.Select(p => p.ParameterType)
            .Prepend(called.DeclaringType).Skip(1 - own).ToList();
        return taken.Where((type, i) => Sequences.Contains(type.GetElementType().FullName)
            && OperandStack.TypeOf(method, call, above: taken.Count - 1 - i) is { } given && IsTable(given)).Any();
    }

    private static bool IsTable(TypeReference type) =>
        Tables.Contains(type.GetElementType().FullName)
        || (type.DeclaringType is { } around && IsTable(around));
}
