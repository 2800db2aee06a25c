using System.Buffers;
using System.Text;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>An open tag with names resolved and values decoded.</summary>
internal readonly record struct ResolvedTag(XmlName Name, string Prefix, Seq<XmlAttribute> Attributes);

/// <summary>Gives the names of a tag their namespaces, by the constraints of Namespaces in XML 1.0.</summary>
internal sealed class TagResolver(NameTable names, CharacterBuffer characters)
{
    private readonly List<NamespaceDeclaration> _declared = [];

    /// <summary>The declarations of the tag resolved last.</summary>
    public List<NamespaceDeclaration> Declared => _declared;

    /// <summary>Resolves a tag, whose declarations come into force in <paramref name="scope"/>.</summary>
    public WireItem.Broken? Resolve(
        ReadOnlySpan<byte> bytes, OpenTag tag, NamespaceScope scope, out ResolvedTag resolved)
    {
        resolved = default;
        if (Declare(bytes, tag, scope) is { } broken)
        {
            return broken;
        }

        var prefix = names.Get(tag.Name.Prefix.Of(bytes));
        if ((prefix.Length == 0 ? scope.Default : scope.Find(prefix)) is not { } ns)
        {
            return Violations.NotWellFormed("undeclared prefix of an element");
        }

        var name = new XmlName(ns, names.Get(tag.Name.Local.Of(bytes)));
        var attributes = new XmlAttribute[tag.Attributes.Count - _declared.Count];
        resolved = new ResolvedTag(name, prefix, new Seq<XmlAttribute>(attributes.Length == 0 ? [] : attributes));
        return ResolveAttributes(bytes, tag, scope, attributes);
    }

    private WireItem.Broken? Declare(ReadOnlySpan<byte> bytes, OpenTag tag, NamespaceScope scope)
    {
        _declared.Clear();
        foreach (var attribute in tag.Attributes)
        {
            if (!IsDeclaration(bytes, attribute.Name))
            {
                continue;
            }

            var isDefault = attribute.Name.Prefix.Length == 0;
            var prefix = isDefault ? "" : names.Get(attribute.Name.Local.Of(bytes));
            if ((Decode(attribute.Value.Of(bytes), isName: true, out var ns) ?? Judge(prefix, ns)) is { } broken)
            {
                return broken;
            }

            _declared.Add(new NamespaceDeclaration(prefix, ns));
            scope.Declare(_declared[^1]);
        }

        return null;
    }

    private static bool IsDeclaration(ReadOnlySpan<byte> bytes, RawName name) =>
        (name.Prefix.Length == 0 ? name.Local : name.Prefix).Of(bytes).SequenceEqual("xmlns"u8);

    private WireItem.Broken? Judge(string prefix, string ns)
    {
        foreach (var earlier in _declared)
        {
            if (earlier.Prefix == prefix)
            {
                return Violations.NotWellFormed("namespace declared twice in a tag");
            }
        }

        return XmlReserved.Allows(new NamespaceDeclaration(prefix, ns))
            ? null
            : Violations.NotWellFormed("illegal namespace declaration");
    }

    private WireItem.Broken? ResolveAttributes(
        ReadOnlySpan<byte> bytes, OpenTag tag, NamespaceScope scope, XmlAttribute[] resolved)
    {
        var count = 0;
        foreach (var attribute in tag.Attributes)
        {
            if (IsDeclaration(bytes, attribute.Name))
            {
                continue;
            }

            // Namespaces in XML 1.0, 6.2: "Default namespace declarations do not apply directly to attribute names".
            var prefix = attribute.Name.Prefix.Length == 0 ? "" : names.Get(attribute.Name.Prefix.Of(bytes));
            if ((prefix.Length == 0 ? "" : scope.Find(prefix)) is not { } ns)
            {
                return Violations.NotWellFormed("undeclared prefix of an attribute");
            }

            var name = new XmlName(ns, names.Get(attribute.Name.Local.Of(bytes)));
            if (Contains(resolved.AsSpan(0, count), name))
            {
                return Violations.NotWellFormed("attribute given twice");
            }

            if (Decode(attribute.Value.Of(bytes), isName: false, out var value) is { } broken)
            {
                return broken;
            }

            resolved[count++] = new XmlAttribute(name, value);
        }

        return null;
    }

    private static bool Contains(ReadOnlySpan<XmlAttribute> attributes, XmlName name)
    {
        foreach (var attribute in attributes)
        {
            if (attribute.Name == name)
            {
                return true;
            }
        }

        return false;
    }

    private WireItem.Broken? Decode(ReadOnlySpan<byte> raw, bool isName, out string value)
    {
        if (!raw.ContainsAnyExcept(Plain))
        {
            value = isName ? names.Get(raw) : Encoding.ASCII.GetString(raw);
            return null;
        }

        var broken = characters.Append(raw, CharacterPlace.Attribute);
        value = broken is null ? characters.Take() : "";
        return broken;
    }

    /// <summary>What stands for itself in an attribute value: printing ASCII but the ampersand.</summary>
    private static readonly SearchValues<byte> Plain =
        SearchValues.Create([.. Enumerable.Range(' ', '~' - ' ' + 1).Where(b => b != '&').Select(b => (byte)b)]);
}
