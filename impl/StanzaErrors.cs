using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation;

/// <summary>Stanza errors (RFC 6120 8.3).</summary>
internal static class StanzaErrors
{
    /// <summary>The error type that goes with a condition (RFC 6120 8.3.3); null if there is no such one.</summary>
    public static string? TypeOf(string condition) => condition switch
    {
        "conflict" or "feature-not-implemented" or "gone" or "internal-server-error" or "item-not-found"
            or "not-allowed" or "remote-server-not-found" or "service-unavailable" or "undefined-condition" => "cancel",
        "recipient-unavailable" or "remote-server-timeout" or "resource-constraint" or "unexpected-request" => "wait",
        "bad-request" or "jid-malformed" or "not-acceptable" or "policy-violation" or "redirect" => "modify",
        "forbidden" or "not-authorized" or "registration-required" or "subscription-required" => "auth",
        _ => null,
    };

    /// <summary>
    /// RFC 6120 8.3.1: the same kind of stanza back to its sender, with the same id, the type "error" and the error
    /// as its child.
    /// </summary>
    public static Element Answer(Stanza stanza, string type, string condition)
    {
        var error = new Element(Namespaces.Server, "error").With("type", type)
            .With(new Element(Namespaces.StanzaErrors, condition));
        return new Element(Namespaces.Server, stanza.Kind)
            .With("type", "error").With("from", stanza.To).With("to", stanza.From).With("id", stanza.Id).With(error);
    }
}
