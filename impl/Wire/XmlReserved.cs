using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>The names that Namespaces in XML 1.0, 3 ("Reserved Prefixes and Namespace Names") sets apart.</summary>
internal static class XmlReserved
{
    /// <summary>Bound to the prefix <c>xmlns</c>, which "is used only to declare namespace bindings".</summary>
    public const string XmlnsNamespace = "http://www.w3.org/2000/xmlns/";

    public static bool Allows(NamespaceDeclaration declaration) => declaration switch
    {
        // "It MAY, but need not, be declared, and MUST NOT be bound to any other namespace name. Other prefixes
        // MUST NOT be bound to this namespace name, and it MUST NOT be declared as the default namespace."
        { Prefix: "xml" } or { Namespace: Namespaces.Xml } => declaration is { Prefix: "xml", Namespace: Namespaces.Xml },

        // "It MUST NOT be declared. Other prefixes MUST NOT be bound to this namespace name".
        { Prefix: "xmlns" } or { Namespace: XmlnsNamespace } => false,

        // 5: "the attribute value in a namespace declaration for a prefix MAY NOT be empty".
        { Prefix.Length: > 0 } => declaration.Namespace.Length > 0,
        _ => true,
    };
}
