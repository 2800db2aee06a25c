namespace Xmpp.Federation.Core.Xml;

/// <summary>The XML namespaces of server-to-server negotiation, each with the text that defines it.</summary>
internal static class Namespaces
{
    /// <summary>RFC 6120 4.8.1.</summary>
    public const string Streams = "http://etherx.jabber.org/streams";

    /// <summary>RFC 6120 4.8.3: the content namespace between servers.</summary>
    public const string Server = "jabber:server";

    /// <summary>RFC 6120 4.8.3: the content namespace of clients, never sent to a server.</summary>
    public const string Client = "jabber:client";

    /// <summary>XEP-0220 2.</summary>
    public const string Dialback = "jabber:server:dialback";

    /// <summary>XEP-0220 2.4.2.</summary>
    public const string DialbackFeature = "urn:xmpp:features:dialback";

    /// <summary>RFC 6120 5.4.</summary>
    public const string Tls = "urn:ietf:params:xml:ns:xmpp-tls";

    /// <summary>RFC 6120 6.4.</summary>
    public const string Sasl = "urn:ietf:params:xml:ns:xmpp-sasl";

    /// <summary>RFC 6120 4.9.2.</summary>
    public const string StreamErrors = "urn:ietf:params:xml:ns:xmpp-streams";

    /// <summary>RFC 6120 8.3.2.</summary>
    public const string StanzaErrors = "urn:ietf:params:xml:ns:xmpp-stanzas";

    /// <summary>XEP-0288 2.1: the feature.</summary>
    public const string BidiFeature = "urn:xmpp:features:bidi";

    /// <summary>XEP-0288 2.2: the element that enables it, in another namespace than the feature.</summary>
    public const string Bidi = "urn:xmpp:bidi";

    /// <summary>XEP-0478 3.1.</summary>
    public const string StreamLimits = "urn:xmpp:stream-limits:0";

    /// <summary>Bound to the prefix <c>xml</c> everywhere (Namespaces in XML 1.0, 3).</summary>
    public const string Xml = "http://www.w3.org/XML/1998/namespace";
}
