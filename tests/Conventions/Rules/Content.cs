using System.Reflection;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>Whether values compare by content, all the way down.</summary>
/// <param name="values">
/// Types that are no records and yet compare by content, by their own word; of generic ones the arguments are
/// looked at.
/// </param>
internal sealed class Content(params Type[] values)
{
    private readonly HashSet<Type> _seen = [];

    /// <summary>What is reachable from a type, or is a case of it, and compares by identity or not at all.</summary>
    public IEnumerable<string> Breaches(Type type) => Breaches(type, type.Name).ToList();

    public static bool IsRecord(Type type) => (type.IsValueType ? "PrintMembers" : "<Clone>$") is var mark
        && type.GetMethods(All).Any(m => m.Name == mark);

    private const BindingFlags All = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic
        | BindingFlags.DeclaredOnly;

    private IEnumerable<string> Breaches(Type type, string path)
    {
        if (!_seen.Add(type) || IsPlain(type))
        {
            return [];
        }

        var known = values.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type);
        if (type.IsGenericType && (known || Nullable.GetUnderlyingType(type) is not null))
        {
            return type.GetGenericArguments().SelectMany(a => Breaches(a, $"{path}<{a.Name}>"));
        }

        return known || IsRecord(type)
            ? Fields(type).SelectMany(f => Breaches(f.FieldType, $"{path}.{NameOf(f)}"))
                .Concat(Cases(type).SelectMany(c => Breaches(c, $"{path}/{c.Name}")))
            : [$"{path}: {type} does not compare by content"];
    }

    private static bool IsPlain(Type type) =>
        type.IsPrimitive || type.IsEnum || type.IsGenericParameter
        || type == typeof(string) || type == typeof(TimeSpan);

    private static IEnumerable<Type> Cases(Type union) => union.Assembly.GetTypes().Where(t => t.BaseType == union);

    private static IEnumerable<FieldInfo> Fields(Type type)
    {
        for (var part = type; part is not null && part != typeof(object); part = part.BaseType)
        {
            foreach (var field in part.GetFields(All))
            {
                yield return field;
            }
        }
    }

    private static string NameOf(FieldInfo field) =>
        field.Name.Split('<', '>') is [_, var property, ..] ? property : field.Name;
}
