using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>The namespace declarations in force at a place of the document.</summary>
internal sealed class NamespaceScope
{
    private readonly List<NamespaceDeclaration> _prefixes = [];

    /// <summary>Where nothing is declared.</summary>
    public static Mark Nothing { get; } = new(0, "");

    /// <summary>The namespace of an element without prefix.</summary>
    public string Default { get; set; } = "";

    /// <summary>How many prefixes are bound, hidden ones included.</summary>
    public int Count => _prefixes.Count;

    public Mark Now => new(Count, Default);

    public void Declare(NamespaceDeclaration declaration)
    {
        if (declaration.Prefix.Length == 0)
        {
            Default = declaration.Namespace;
        }
        else
        {
            _prefixes.Add(declaration);
        }
    }

    /// <summary>What a non-empty prefix is bound to, or null.</summary>
    public string? Find(string prefix)
    {
        for (var i = _prefixes.Count - 1; i >= 0; i--)
        {
            if (_prefixes[i].Prefix == prefix)
            {
                return _prefixes[i].Namespace;
            }
        }

        // Namespaces in XML 1.0, 3: "The prefix xml is by definition bound to the namespace name
        // http://www.w3.org/XML/1998/namespace. It MAY, but need not, be declared".
        return prefix == "xml" ? Namespaces.Xml : null;
    }

    /// <summary>Forgets what was declared since.</summary>
    public void Return(Mark mark)
    {
        _prefixes.RemoveRange(mark.Count, _prefixes.Count - mark.Count);
        Default = mark.Default;
    }

    /// <summary>A place to come back to.</summary>
    internal readonly record struct Mark(int Count, string Default);
}
