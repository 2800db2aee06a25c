using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation;

/// <summary>
/// A message, presence or iq with both its addresses (RFC 6120 8.1.1.2, 8.1.2.2), immutable, in the content
/// namespace <c>jabber:server</c>.
/// </summary>
public sealed record Stanza
{
    private Stanza(Element element, string from, string to, DomainPair pair)
    {
        Element = element;
        From = from;
        To = to;
        Pair = pair;
    }

    /// <summary>The sender's address.</summary>
    public string From { get; }

    /// <summary>The recipient's address.</summary>
    public string To { get; }

    /// <summary>The domains of both addresses: the pair that must be authorised.</summary>
    public DomainPair Pair { get; }

    /// <summary><c>message</c>, <c>presence</c> or <c>iq</c>.</summary>
    public string Kind => Element.Local;

    /// <summary>The attribute <c>type</c>, or null.</summary>
    public string? Type => Element.Attribute("type");

    /// <summary>The attribute <c>id</c>, or null.</summary>
    public string? Id => Element.Attribute("id");

    /// <summary>RFC 6120 8.2.3 item 4, 8.3.1 item 8: an error or a result is never answered by an error.</summary>
    public bool MayBeBounced => Type is not "error" && !(Kind == "iq" && Type == "result");

    internal Element Element { get; }

    /// <summary>Whether the element is a stanza by its name (RFC 6120 8).</summary>
    internal static bool IsStanza(Element element) =>
        element.Namespace == Namespaces.Server && element.Local is ("message" or "presence" or "iq");

    /// <summary>Takes an element as a stanza, or says what is wrong with its addresses.</summary>
    internal static bool TryCreate(Element element, out Stanza? stanza, out string wrong)
    {
        stanza = null;
        wrong = "";
        if (!IsStanza(element))
        {
            wrong = $"{element.Name} is no stanza";
        }
        else if (!Address.TryGetDomain(element.Attribute("from"), out var sender))
        {
            wrong = $"'from' is '{element.Attribute("from")}'";
        }
        else if (!Address.TryGetDomain(element.Attribute("to"), out var target))
        {
            wrong = $"'to' is '{element.Attribute("to")}'";
        }
        else
        {
            stanza = new Stanza(
                element, element.Attribute("from")!, element.Attribute("to")!, new DomainPair(sender, target));
        }

        return stanza is not null;
    }
}
