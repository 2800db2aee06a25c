using Xmpp.Federation.Core.Collections;

namespace Xmpp.Federation.Core.Xml;

/// <summary>
/// What one direction of a stream consists of, as the reader hands it over and the writer takes it: the open tag
/// of the root, first-level elements, the close tag, or the reason why the bytes are none of these.
/// </summary>
internal abstract record WireItem
{
    private WireItem()
    {
    }

    /// <summary>The open tag of the root element, whatever its name.</summary>
    /// <param name="Name">Its resolved name.</param>
    /// <param name="Prefix">The prefix written in front of it, empty when none.</param>
    /// <param name="Attributes">Its attributes without the namespace declarations.</param>
    /// <param name="Declarations">The namespaces declared on it (RFC 6120 4.8.5).</param>
    public sealed record Opened(
        XmlName Name, string Prefix, Seq<XmlAttribute> Attributes, Seq<NamespaceDeclaration> Declarations) : WireItem;

    /// <summary>A complete first-level element. RFC 6120 8: a server never acts on a partial one.</summary>
    public sealed record Whole(Element Element) : WireItem;

    /// <summary>The close tag of the root element.</summary>
    public sealed record Ended : WireItem;

    /// <summary>The bytes are no legal stream; nothing behind them is read.</summary>
    /// <param name="Violation">Which rule they break.</param>
    /// <param name="Detail">Where and how, for a log.</param>
    public sealed record Broken(XmlViolation Violation, string Detail) : WireItem;
}

/// <summary>A namespace bound by an attribute <c>xmlns</c> (empty prefix) or <c>xmlns:prefix</c>.</summary>
internal readonly record struct NamespaceDeclaration(string Prefix, string Namespace);

/// <summary>How received bytes can fail to be a legal stream.</summary>
internal enum XmlViolation
{
    /// <summary>RFC 6120 11.3: not well-formed, or not namespace-well-formed.</summary>
    NotWellFormed,

    /// <summary>RFC 6120 11.1: a comment, processing instruction, DTD, or entity reference that is not predefined.</summary>
    RestrictedXml,

    /// <summary>RFC 6120 11.6: another encoding than UTF-8.</summary>
    UnsupportedEncoding,

    /// <summary>RFC 6120 13.12: over a limit of size, depth or number of attributes.</summary>
    TooLarge,
}
