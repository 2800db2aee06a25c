using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

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

    /// <summary>
    /// Reads a stanza from XML text as strictly as from a peer. Elements of <c>jabber:client</c> or of no namespace
    /// become <c>jabber:server</c> (RFC 6120 4.8.3), except inside elements of other namespaces.
    /// </summary>
    /// <param name="xml">One element with <c>from</c> and <c>to</c>, at most 262144 bytes in UTF-8.</param>
    /// <returns>The stanza.</returns>
    /// <exception cref="FormatException">It is none; the message says why in one sentence.</exception>
    public static Stanza Parse(string xml)
    {
        ArgumentNullException.ThrowIfNull(xml);
        var (stanza, problem) = StanzaText.Read(xml);
        return stanza ?? throw new FormatException(problem);
    }

    /// <summary>The stanza as XML text that <see cref="Parse"/> reads.</summary>
    /// <returns>One element in the namespace <c>jabber:server</c>.</returns>
    public override string ToString() => ElementText.Render(Element);

    /// <summary>The error that goes back to the sender of this stanza (RFC 6120 8.3.1).</summary>
    /// <param name="condition">A condition of RFC 6120 8.3.3, as in <see cref="StanzaFate.Returned"/>.</param>
    /// <returns>The error; null if this stanza must not be answered by one (<see cref="MayBeBounced"/>).</returns>
    /// <exception cref="ArgumentException">There is no such condition.</exception>
    public Stanza? ErrorReply(string condition)
    {
        var type = StanzaErrors.TypeOf(condition)
            ?? throw new ArgumentException($"'{condition}' is no stanza error of RFC 6120 8.3.3.", nameof(condition));
        return MayBeBounced
            ? new Stanza(StanzaErrors.Answer(this, type, condition), To, From, Pair.Inverse)
            : null;
    }

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
