using Xmpp.Federation.Core.Grammar;
using Xmpp.Federation.Core.Xml;

namespace Xmpp.Federation.Core.Streams;

/// <summary>The stream error that answers bytes which are no legal stream.</summary>
internal static class XmlErrors
{
    public static StreamCondition ConditionFor(XmlViolation violation) => violation switch
    {
        // RFC 6120 11.1 item 2.
        XmlViolation.RestrictedXml => StreamCondition.RestrictedXml,
        // RFC 6120 11.6.
        XmlViolation.UnsupportedEncoding => StreamCondition.UnsupportedEncoding,
        // RFC 6120 13.12 item 4.
        XmlViolation.TooLarge => StreamCondition.PolicyViolation,
        // RFC 6120 11.3.
        _ => StreamCondition.NotWellFormed,
    };
}
