using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>
/// What an assembly shows to its users, one line a member, sorted: what they may call, give, get and rely on. What the
/// compiler adds to every record is left out.
/// </summary>
internal static class ApiText
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;

    private static readonly Type[] Roots = [typeof(object), typeof(ValueType), typeof(Enum)];

    public static string Of(IEnumerable<Type> types) => string.Concat(
        types.Where(IsVisible).OrderBy(t => t.FullName, StringComparer.Ordinal)
            .Select(t => $"{Head(t)}\n{string.Concat(Members(t).Select(m => $"    {m}\n"))}\n")).TrimEnd('\n') + "\n";

    private static bool IsVisible(Type type) =>
        (type.IsPublic || type.IsNestedPublic || type.IsNestedFamily || type.IsNestedFamORAssem)
        && (type.DeclaringType is not { } around || IsVisible(around));

    private static string Head(Type type)
    {
        var bases = new[] { type.BaseType }.Where(b => b is not null && !Roots.Contains(b))
            .Concat(type.IsEnum ? [] : type.GetInterfaces().Where(i => IsVisible(i) && !IsOfEveryRecord(type, i)))
            .Select(b => ApiNames.Of(b!)).Order(StringComparer.Ordinal).ToList();
        return $"{Kind(type)} {type.Namespace}.{ApiNames.Of(type)}{(bases.Count > 0 ? " : " : "")}{string.Join(", ", bases)}";
    }

    private static string Kind(Type type) => type switch
    {
        { IsEnum: true } => "enum",
        { IsInterface: true } => "interface",
        { IsValueType: true } =>
            $"{(type.IsDefined(typeof(IsReadOnlyAttribute)) ? "readonly " : "")}{(IsRecord(type) ? "record " : "")}struct",
        _ when typeof(Delegate).IsAssignableFrom(type) => "delegate",
        { IsAbstract: true, IsSealed: true } => "static class",
        _ => $"{(type.IsAbstract ? "abstract " : type.IsSealed ? "sealed " : "")}{(IsRecord(type) ? "record" : "class")}",
    };

    private static bool IsRecord(Type type) => type.GetMethod("PrintMembers", Declared) is { } print && IsMade(print);

    private static bool IsOfEveryRecord(Type type, Type candidate) =>
        IsRecord(type) && candidate.IsGenericType && candidate.GetGenericTypeDefinition() == typeof(IEquatable<>);

    private static IEnumerable<string> Members(Type type) =>
        type.IsEnum
            ? type.GetFields(BindingFlags.Public | BindingFlags.Static)
                .Select(f => $"{f.Name} = {Convert.ToInt64(f.GetRawConstantValue(), CultureInfo.InvariantCulture)}")
            : Fields(type).Concat(Constructors(type)).Concat(Properties(type)).Concat(Events(type)).Concat(Methods(type))
                .Order(StringComparer.Ordinal);

    private static IEnumerable<string> Fields(Type type) =>
        from field in type.GetFields(Declared)
        where IsShown(field.Attributes.HasFlag(FieldAttributes.Public), field.IsFamily, field.IsFamilyOrAssembly)
        let kind = field.IsLiteral ? "const " : $"{(field.IsStatic ? "static " : "")}{(field.IsInitOnly ? "readonly " : "")}"
        let value = field.IsLiteral ? $" = {ApiNames.Value(field.GetRawConstantValue())}" : ""
        select $"{kind}{ApiNames.Of(field.FieldType, new NullabilityInfoContext().Create(field))} {field.Name}{value}";

    private static IEnumerable<string> Constructors(Type type) =>
        from constructor in type.GetConstructors(Declared)
        where !constructor.IsStatic && IsShown(constructor) && !IsCopy(constructor, type)
        select $"{Access(constructor)}new({Parameters(constructor)})";

    private static bool IsCopy(ConstructorInfo constructor, Type type) =>
        constructor.GetParameters() is [{ } only] && only.ParameterType == type && IsMade(constructor);

    private static IEnumerable<string> Properties(Type type)
    {
        foreach (var property in type.GetProperties(Declared).Where(p => p.Name != "EqualityContract"))
        {
            var (getter, setter) = (Visible(property.GetMethod), Visible(property.SetMethod));
            if ((getter ?? setter) is not { } accessor)
            {
                continue;
            }

            var nullability = new NullabilityInfoContext().Create(property);
            var set = setter is null ? "" : IsInit(setter) ? " init;" : " set;";
            var required = property.IsDefined(typeof(RequiredMemberAttribute)) ? "required " : "";
            yield return $"{Access(accessor)}{Modifiers(accessor)}{required}{ApiNames.Of(property.PropertyType, nullability)} "
                + $"{property.Name} {{{(getter is null ? "" : " get;")}{set} }}";
        }
    }

    private static IEnumerable<string> Events(Type type) =>
        from e in type.GetEvents(Declared)
        where Visible(e.AddMethod) is not null
        select $"event {ApiNames.Of(e.EventHandlerType!)} {e.Name}";

    private static IEnumerable<string> Methods(Type type) =>
        from method in type.GetMethods(Declared)
        where IsShown(method) && !IsMade(method) && (!method.IsSpecialName || method.Name.StartsWith("op_", StringComparison.Ordinal))
        let returns = ApiNames.Of(method.ReturnType, new NullabilityInfoContext().Create(method.ReturnParameter))
        let extension = method.IsDefined(typeof(ExtensionAttribute)) ? "this " : ""
        select $"{Access(method)}{Modifiers(method)}{returns} {method.Name}{ApiNames.Generics(method)}({extension}{Parameters(method)})"
            + ApiNames.Constraints(method);

    private static string Parameters(MethodBase method) => string.Join(
        ", ",
        from parameter in method.GetParameters()
        let type = ApiNames.Of(parameter.ParameterType, new NullabilityInfoContext().Create(parameter))
        let passed = parameter.IsOut ? "out " : parameter.ParameterType.IsByRef ? "ref " : ""
        let value = parameter.HasDefaultValue ? $" = {ApiNames.Value(parameter.RawDefaultValue)}" : ""
        select $"{passed}{type} {parameter.Name}{value}");

    private static string Modifiers(MethodInfo method) =>
        method.IsStatic ? "static "
        : method.DeclaringType!.IsInterface ? ""
        : method.GetBaseDefinition() != method ? "override "
        : method.IsAbstract ? "abstract "
        : method is { IsVirtual: true, IsFinal: false } ? "virtual "
        : "";

    private static string Access(MethodBase method) => method.IsPublic ? "" : "protected ";

    private static MethodInfo? Visible(MethodInfo? method) => method is not null && IsShown(method) ? method : null;

    // Nobody can derive from a sealed type, nor from one whose constructors are all private.
    private static bool IsShown(MethodBase method) =>
        IsShown(method.IsPublic, method.IsFamily, method.IsFamilyOrAssembly)
        && (method.IsPublic || !method.DeclaringType!.IsSealed);

    private static bool IsShown(bool isPublic, bool isFamily, bool isFamilyOrAssembly) => isPublic || isFamily || isFamilyOrAssembly;

    private static bool IsMade(MemberInfo member) => member.IsDefined(typeof(CompilerGeneratedAttribute));

    private static bool IsInit(MethodInfo setter) =>
        setter.ReturnParameter.GetRequiredCustomModifiers().Contains(typeof(IsExternalInit));
}
