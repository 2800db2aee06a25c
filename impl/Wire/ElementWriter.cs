using System.Buffers;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// Writes one direction of a stream. It remembers what the root declared, because the elements inside rely on it;
/// what it writes, an <see cref="ElementReader"/> reads back equal.
/// </summary>
internal sealed class ElementWriter
{
    private WireItem.Opened? _root;
    private RootContext _context = RootContext.None;

    /// <summary>
    /// Writes an item. A second open tag begins a new document (RFC 6120 4.3.3); everything else needs the root open.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The item would not be well-formed at this place; what the output holds of it must not be sent.
    /// </exception>
    public void Write(WireItem item, IBufferWriter<byte> output)
    {
        var writer = new MarkupWriter(output);
        switch (item)
        {
            case WireItem.Opened root:
                Open(root, writer);
                break;
            case WireItem.Whole whole when _root is not null:
                new ElementMarkup(writer, _context).Write(whole.Element, _context.Default);
                break;
            case WireItem.Ended when _root is not null:
                writer.Raw("</"u8);
                writer.Name(_root.Prefix, _root.Name.Local);
                writer.Raw(">"u8);
                _root = null;
                break;
            default:
                throw new InvalidOperationException("nothing to be written at this place");
        }
    }

    private void Open(WireItem.Opened root, MarkupWriter writer)
    {
        var context = new RootContext(root.Declarations);
        if ((context.Bound(root.Prefix) ?? "") != root.Name.Namespace)
        {
            throw new InvalidOperationException("a root outside of the namespace of its prefix");
        }

        // RFC 6120 11.5: "Before sending a stream header, an implementation SHOULD send an XML declaration", and the
        // standalone document declaration "MUST NOT be included".
        writer.Raw("<?xml version='1.0'?><"u8);
        writer.Name(root.Prefix, root.Name.Local);
        for (var i = 0; i < root.Declarations.Count; i++)
        {
            Declare(root, i, writer);
        }

        foreach (var attribute in root.Attributes)
        {
            if (attribute.Name.Namespace.Length > 0 && context.AttributePrefix(attribute.Name.Namespace) is null)
            {
                throw new InvalidOperationException("an attribute of the root in an undeclared namespace");
            }
        }

        new ElementMarkup(writer, context).Attributes(root.Attributes);
        writer.Raw(">"u8);
        (_root, _context) = (root, context);
    }

    private static void Declare(WireItem.Opened root, int index, MarkupWriter writer)
    {
        var declaration = root.Declarations[index];
        var repeated = root.Declarations.Take(index).Any(earlier => earlier.Prefix == declaration.Prefix);
        if (repeated || !XmlReserved.Allows(declaration))
        {
            throw new InvalidOperationException("an illegal namespace declaration");
        }

        writer.Declaration(declaration.Prefix, declaration.Namespace);
    }
}
