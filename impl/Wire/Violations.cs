using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Wire;

/// <summary>
/// The refusals of the reader's parts, which answer null for "legal". The details are fixed texts: nothing that
/// the peer wrote gets into a log by way of them.
/// </summary>
internal static class Violations
{
    public static WireItem.Broken NotWellFormed(string detail) => new(XmlViolation.NotWellFormed, detail);

    public static WireItem.Broken Restricted(string detail) => new(XmlViolation.RestrictedXml, detail);

    public static WireItem.Broken TooLarge(string detail) => new(XmlViolation.TooLarge, detail);

    public static WireItem.Broken Encoding(string detail) => new(XmlViolation.UnsupportedEncoding, detail);
}
