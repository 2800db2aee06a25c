using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>What a pure function has no business with.</summary>
internal static class Purity
{
    private static readonly string[] World =
    [
        "System.IO", "System.Net", "System.Threading", "System.Timers", "System.Diagnostics", "System.Reflection",
        "System.Console", "System.Environment", "System.Random", "System.GC", "System.AppContext", "System.AppDomain",
        "System.TimeProvider", "System.Runtime.CompilerServices.IAsyncStateMachine", "Microsoft",
    ];

    private static readonly string[] Harmless =
    [
        "System.Diagnostics.CodeAnalysis", "System.Diagnostics.Debug", "System.Diagnostics.UnreachableException",
        // The name of an unknown case, in a message for whoever forgot it.
        "System.Reflection.MemberInfo",
    ];

    /// <summary>Mentions of tasks, locks, files, sockets, clocks and the like.</summary>
    public static IEnumerable<string> Impurities(IEnumerable<TypeDefinition> types) =>
        from use in Uses.Of(types)
        let type = use.Target as TypeReference ?? use.Target.DeclaringType
        where World.Any(type.LiesIn) && !Harmless.Any(type.LiesIn)
        select use.ToString();

    /// <summary>Static fields that can change, the compiler's caches of lambdas left out.</summary>
    public static IEnumerable<string> MutableStatics(IEnumerable<TypeDefinition> types) =>
        from type in types.SelectMany(Uses.WithNested)
        from field in type.Fields
        where field is { IsStatic: true, IsInitOnly: false, IsLiteral: false }
            && (!field.Name.StartsWith('<') || field.Name.EndsWith("k__BackingField", StringComparison.Ordinal))
        select $"{type.FullName}.{field.Name}";

    private static bool LiesIn(this TypeReference type, string place) =>
        $"{type.FullName}.".StartsWith($"{place}.", StringComparison.Ordinal)
        || type.FullName.StartsWith($"{place}/", StringComparison.Ordinal);
}
