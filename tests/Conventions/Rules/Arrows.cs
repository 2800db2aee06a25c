using Mono.Cecil;
using Xmpp.Federation.Conventions.Tests.Reading;

namespace Xmpp.Federation.Conventions.Tests.Rules;

/// <summary>The parts of the implementation, innermost first.</summary>
internal enum Layer
{
    Core,

    /// <summary>What the core and the application both speak of: domains, policies, stanzas, fates, reasons.</summary>
    Values,
    Wire,

    /// <summary>Stanzas from an application's text, which takes the wire's reader.</summary>
    Text,
    Shell,
    Adapters,

    /// <summary>What an application starts: the federation and its options.</summary>
    Entry,
    Elsewhere,
}

/// <summary>Which layer may know which. Folders and namespaces agree, so a type's namespace tells its layer.</summary>
internal sealed class Arrows(string root)
{
    private static readonly string[] EntryTypes =
        ["XmppFederation", "FederationOptions", "OptionProblems", "ListenEndpoint", "StaticTarget"];

    // The application reads and prints stanzas as text. These two members may do it; the core calls neither.
    private static readonly (string Place, Layer Target)[] TextOfStanzas =
        [("Stanza.Parse", Layer.Text), ("Stanza.ToString", Layer.Wire)];

    public IEnumerable<string> Breaches(IEnumerable<TypeDefinition> types) =>
        from use in Uses.Of(types)
        let origin = LayerOf(use.By)
        let target = LayerOf(use.Target as TypeReference ?? use.Target.DeclaringType)
        where origin != target && target != Layer.Elsewhere && !MayKnow(origin).Contains(target)
            && !TextOfStanzas.Contains((use.Place, target))
        select $"{use} ({origin} → {target})";

    public Layer LayerOf(TypeReference type)
    {
        while (type.DeclaringType is not null || type is TypeSpecification)
        {
            type = type.DeclaringType ?? ((TypeSpecification)type).ElementType;
        }

        if (type.Namespace == root)
        {
            return EntryTypes.Contains(type.Name) ? Layer.Entry
                : type.Name == "StanzaText" ? Layer.Text
                : Layer.Values;
        }

        Layer[] folders = [Layer.Core, Layer.Wire, Layer.Shell, Layer.Adapters];
        return folders.Cast<Layer?>().FirstOrDefault(f => $"{type.Namespace}.".StartsWith($"{root}.{f}."))
            ?? Layer.Elsewhere;
    }

    private static Layer[] MayKnow(Layer layer) => layer switch
    {
        Layer.Core => [Layer.Values],
        Layer.Values => [Layer.Core],
        Layer.Wire => [Layer.Core, Layer.Values],
        Layer.Text => [Layer.Core, Layer.Values, Layer.Wire],
        Layer.Shell => [Layer.Core, Layer.Values, Layer.Wire],
        Layer.Adapters => [Layer.Core, Layer.Values, Layer.Shell, Layer.Entry],
        Layer.Entry => [Layer.Core, Layer.Values, Layer.Text, Layer.Wire, Layer.Shell, Layer.Adapters],
        _ => [],
    };
}
