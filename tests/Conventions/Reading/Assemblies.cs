using Mono.Cecil;

namespace Xmpp.Federation.Conventions.Tests.Reading;

/// <summary>The built assemblies as code to be read, beside this one.</summary>
internal static class Assemblies
{
    private static readonly string Frameworks = Path.GetDirectoryName(typeof(object).Assembly.Location)!;

    private static readonly DefaultAssemblyResolver Resolver = Searching(AppContext.BaseDirectory, Frameworks);

    public static ModuleDefinition Implementation { get; } = Load("Xmpp.Federation");

    public static ModuleDefinition Hosting { get; } = Load("Xmpp.Federation.Hosting");

    public static ModuleDefinition Model { get; } = Load("Xmpp.Federation.Model");

    public static ModuleDefinition Testbed { get; } = Load("s2s");

    public static ModuleDefinition Own { get; } = Load("Xmpp.Federation.Conventions.Tests");

    /// <summary>The assemblies that come with .NET.</summary>
    public static IEnumerable<ModuleDefinition> Framework() =>
        Directory.GetFiles(Frameworks, "System*.dll").Select(TryRead).OfType<ModuleDefinition>();

    /// <summary>The types that somebody wrote: not nested, not made by the compiler.</summary>
    public static IEnumerable<TypeDefinition> Written(ModuleDefinition module) =>
        module.Types.Where(t => t.Namespace.StartsWith("Xmpp.Federation", StringComparison.Ordinal));

    /// <summary>The names of the assemblies that are referenced, those of .NET left out.</summary>
    public static IEnumerable<string> ForeignReferences(ModuleDefinition module) =>
        module.AssemblyReferences.Select(r => r.Name)
            .Where(n => n is not ("mscorlib" or "netstandard" or "System")
                && !n.StartsWith("System.", StringComparison.Ordinal));

    private static ModuleDefinition Load(string name) => ModuleDefinition.ReadModule(
        Path.Combine(AppContext.BaseDirectory, name + ".dll"), new ReaderParameters { AssemblyResolver = Resolver });

    private static ModuleDefinition? TryRead(string file)
    {
        try
        {
            return ModuleDefinition.ReadModule(file, new ReaderParameters { AssemblyResolver = Resolver });
        }
        catch (BadImageFormatException)
        {
            // A native library of the same naming.
            return null;
        }
    }

    private static DefaultAssemblyResolver Searching(params string[] folders)
    {
        var resolver = new DefaultAssemblyResolver();
        foreach (var folder in folders)
        {
            resolver.AddSearchDirectory(folder);
        }

        return resolver;
    }
}
