using System.Text;
using Xmpp.Federation.Core;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Xml;
using Xmpp.Federation.Wire;

namespace Xmpp.Federation;

/// <summary>Stanzas from the text of an application.</summary>
internal static class StanzaText
{
    /// <summary>The stanza, or one sentence that says why there is none.</summary>
    public static (Stanza? Stanza, string Problem) Read(string xml)
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
        byte[] bytes;
        try
        {
            bytes = utf8.GetBytes(xml);
        }
        catch (EncoderFallbackException)
        {
            return (null, "The text holds half a surrogate pair, which no XML can.");
        }

        var limits = ReaderLimits.Authenticated(Limits.Default);
        if (!ElementText.TryParse(bytes, Namespaces.Server, limits, out var element, out var broken))
        {
            return (null, broken is null
                ? "The text is not exactly one XML element."
                : $"The text is not legal in a stream (RFC 6120 11): {broken.Detail}.");
        }

        return Stanza.TryCreate(Requalified(element), out var stanza, out var wrong)
            ? (stanza, "")
            : (null, $"The element is not a stanza with two addresses (RFC 6120 8.1): {wrong}.");
    }

    // RFC 6120 4.8.3: between servers the content namespace is jabber:server. What lies inside an element of
    // another namespace is that extension's own: a forwarded stanza keeps its jabber:client (XEP-0297 3).
    private static Element Requalified(Element element) =>
        element.Namespace is not ("" or Namespaces.Client or Namespaces.Server)
            ? element
            : element with
            {
                Name = element.Name with { Namespace = Namespaces.Server },
                Children = element.Children.Select(c => c is Element child ? Requalified(child) : c).ToSeq(),
            };
}
