using System.Globalization;
using System.Reflection;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>The names of types as C# writes them.</summary>
internal static class ApiNames
{
    private static readonly Dictionary<Type, string> Keywords = new()
    {
        [typeof(void)] = "void",
        [typeof(object)] = "object",
        [typeof(string)] = "string",
        [typeof(bool)] = "bool",
        [typeof(byte)] = "byte",
        [typeof(int)] = "int",
        [typeof(long)] = "long",
        [typeof(double)] = "double",
    };

    /// <summary>A type with the question marks that belong to a place where it is used.</summary>
    public static string Of(Type type, NullabilityInfo? nullability = null)
    {
        if (type.IsByRef)
        {
            return Of(type.GetElementType()!, nullability?.ElementType ?? nullability);
        }

        if (Nullable.GetUnderlyingType(type) is { } underlying)
        {
            return $"{Of(underlying)}?";
        }

        var mark = !type.IsValueType && nullability is { ReadState: NullabilityState.Nullable } or { WriteState: NullabilityState.Nullable }
            && !type.IsValueType ? "?" : "";
        return type.IsArray
            ? $"{Of(type.GetElementType()!, nullability?.ElementType)}[]{mark}"
            : $"{Bare(type, nullability)}{mark}";
    }

    public static string Generics(MethodInfo method) =>
        method.IsGenericMethod ? $"<{string.Join(", ", method.GetGenericArguments().Select(a => a.Name))}>" : "";

    public static string Constraints(MethodInfo method) => string.Concat(
        from argument in method.IsGenericMethod ? method.GetGenericArguments() : []
        let constraints = argument.GetGenericParameterConstraints().Select(c => Of(c))
            .Prepend(argument.GenericParameterAttributes.HasFlag(GenericParameterAttributes.ReferenceTypeConstraint) ? "class" : "")
            .Where(c => c.Length > 0)
        where constraints.Any()
        select $" where {argument.Name} : {string.Join(", ", constraints)}");

    public static string Value(object? value) => value switch
    {
        null => "null",
        string text => $"\"{text}\"",
        bool truth => truth ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static string Bare(Type type, NullabilityInfo? nullability)
    {
        if (Keywords.TryGetValue(type, out var keyword))
        {
            return keyword;
        }

        var name = type.Name.Split('`')[0];
        var within = type is { IsGenericParameter: false, DeclaringType: { } around } ? $"{Of(around)}." : "";
        var arguments = type.GetGenericArguments()
            .Select((a, i) => Of(a, nullability?.GenericTypeArguments.ElementAtOrDefault(i))).ToList();
        return $"{within}{name}{(arguments.Count > 0 ? $"<{string.Join(", ", arguments)}>" : "")}";
    }
}
