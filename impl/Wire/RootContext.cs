using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>The namespaces that the root declares, as the elements inside may use them.</summary>
internal sealed class RootContext(Seq<NamespaceDeclaration> declarations)
{
    /// <summary>Around an element that stands alone.</summary>
    public static RootContext None { get; } = new([]);

    /// <summary>The content namespace, which needs neither prefix nor declaration.</summary>
    public string Default { get; } = Find(declarations, "") ?? "";

    /// <summary>The prefix for an element in a namespace; null: it goes without.</summary>
    public string? ElementPrefix(string ns) =>
        // RFC 6120 4.8.5: "An implementation MUST NOT generate namespace prefixes for elements qualified by the
        // content namespace [...] if the content namespace is 'jabber:client' or 'jabber:server'."
        ns == Default || ns is Namespaces.Server or Namespaces.Client or "" ? null : AttributePrefix(ns);

    /// <summary>A prefix bound to a namespace, or null.</summary>
    public string? AttributePrefix(string ns)
    {
        if (ns == Namespaces.Xml)
        {
            return "xml";
        }

        foreach (var declaration in declarations)
        {
            if (declaration.Namespace == ns && declaration.Prefix.Length > 0)
            {
                return declaration.Prefix;
            }
        }

        return null;
    }

    /// <summary>The namespace that a prefix is bound to, or null.</summary>
    public string? Bound(string prefix) => prefix == "xml" ? Namespaces.Xml : Find(declarations, prefix);

    private static string? Find(Seq<NamespaceDeclaration> declarations, string prefix)
    {
        foreach (var declaration in declarations)
        {
            if (declaration.Prefix == prefix)
            {
                return declaration.Namespace;
            }
        }

        return null;
    }
}
