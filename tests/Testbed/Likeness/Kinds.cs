using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Testbed.Likeness;

/// <summary>
/// The kind of what a server says, in words: everything in which two servers may be compared. Texts, ids, keys,
/// languages and features without a meaning in negotiation are left out.
/// </summary>
internal static class Kinds
{
    public const string Handshake = "TLS handshake";
    public const string End = "end of connection";
    public const string Success = "success";

    private static readonly string[] HeaderAttributes = ["id", "from", "to", "version"];

    /// <summary>Null for a stanza, which is the application's.</summary>
    /// <param name="item">What was said.</param>
    /// <param name="initial">Whether by who dialled, whose header needs no id (RFC 6120 4.7.3).</param>
    public static string? Of(WireItem item, bool initial) => item switch
    {
        WireItem.Opened opened => OfHeader(opened, initial),
        WireItem.Whole(var element) => Of(element, Grammar.Understand(item)),
        WireItem.Ended => "close tag",
        WireItem.Broken(var violation, _) => $"no XML: {violation}",
        _ => throw new InvalidOperationException($"No kind for {item.GetType().Name}."),
    };

    private static string OfHeader(WireItem.Opened opened, bool initial)
    {
        var lacking = HeaderAttributes
            .Where(name => !(initial && name == "id"))
            .Where(name => opened.Attributes.All(a => a.Name != new XmlName("", name) || a.Value.Length == 0));
        var undeclared = opened.Declarations.Any(d => d.Namespace == Namespaces.Dialback) ? "" : " xmlns:db";
        var list = string.Join(' ', lacking) + undeclared;
        return list.Length == 0 ? "header" : $"header without {list.Trim()}";
    }

    private static string? Of(Element element, Heard heard) => heard switch
    {
        Heard.Stanza or Heard.ImproperStanza => null,
        Heard.Features(var features) => OfFeatures(features),
        Heard.StreamError => $"stream error {ConditionIn(element, Namespaces.StreamErrors)}",
        Heard.SaslFailure => $"SASL failure {ConditionIn(element, Namespaces.Sasl)}",
        Heard.Auth(var mechanism, _) => $"auth {mechanism}",
        _ when element.Namespace == Namespaces.Dialback => OfDialback(element),
        _ => element.Namespace == Namespaces.Tls ? $"TLS {element.Local}" : element.Local,
    };

    private static string OfFeatures(StreamFeatures features)
    {
        string?[] known =
        [
            features.StartTls ? features.StartTlsRequired ? "STARTTLS required" : "STARTTLS" : null,
            .. features.Mechanisms,
            features.Dialback ? features.DialbackErrors ? "dialback with errors" : "dialback" : null,
        ];
        var list = string.Join(", ", known.OfType<string>());
        return list.Length == 0 ? "features without anything known" : $"features {list}";
    }

    private static string OfDialback(Element element)
    {
        var type = element.Attribute("type") ?? "request";
        var condition = element.Child(Namespaces.Server, "error") is { } error
            ? $" {ConditionIn(error, Namespaces.StanzaErrors)}"
            : "";
        return $"db:{element.Local} {type}{condition}";
    }

    private static string ConditionIn(Element element, string ns) =>
        element.Elements.FirstOrDefault(e => e.Namespace == ns && e.Local != "text")?.Local ?? "without condition";
}
