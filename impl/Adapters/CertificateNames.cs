using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;
using Xmpp.Federation.Core.Collections;
using Xmpp.Federation.Core.Evidence;

namespace Xmpp.Federation.Adapters;

/// <summary>
/// The names in a certificate that may name an XMPP server (RFC 6120 13.7.1.2.1, 13.7.1.4): all of them from the
/// extension subjectAltName; from the Common Name only where a trust says so and there is no other (RFC 6125 6.4.4).
/// </summary>
internal static class CertificateNames
{
    private const string SubjectAltName = "2.5.29.17";
    private const string CommonNameType = "2.5.4.3";
    private const string SrvName = "1.3.6.1.5.5.7.8.7";
    private const string XmppAddr = "1.3.6.1.5.5.7.8.5";
    private const string Service = "_xmpp-server.";

    private static readonly Asn1Tag OtherNameTag = new(TagClass.ContextSpecific, 0, isConstructed: true);
    private static readonly Asn1Tag DnsNameTag = new(TagClass.ContextSpecific, 2);
    private static readonly Asn1Tag ValueTag = new(TagClass.ContextSpecific, 0, isConstructed: true);

    /// <summary>The names in their order; none if the extension is missing or is not legal DER.</summary>
    /// <param name="certificate">The certificate.</param>
    /// <param name="acceptCommonName">Whether the Common Name counts where nothing else does.</param>
    public static Seq<PresentedName> In(X509Certificate2 certificate, bool acceptCommonName)
    {
        if (acceptCommonName && !certificate.Extensions.Any(e => e.Oid?.Value == SubjectAltName))
        {
            return CommonName(certificate);
        }

        List<PresentedName> names = [];
        foreach (var extension in certificate.Extensions)
        {
            if (extension.Oid?.Value == SubjectAltName)
            {
                try
                {
                    ReadGeneralNames(extension.RawData, names);
                }
                catch (AsnContentException)
                {
                    return [];
                }
            }
        }

        return names.ToSeq();
    }

    // RFC 6125 1.8: the most specific one; in the order of the encoding the last.
    private static Seq<PresentedName> CommonName(X509Certificate2 certificate) =>
        certificate.SubjectName.EnumerateRelativeDistinguishedNames(reversed: true)
            .Where(r => !r.HasMultipleElements && r.GetSingleElementType().Value == CommonNameType)
            .Select(r => r.GetSingleElementValue())
            .OfType<string>()
            .Take(1)
            .Select(name => new PresentedName(PresentedNameKind.DnsId, name))
            .ToSeq();

    // RFC 5280 4.2.1.6: GeneralNames ::= SEQUENCE SIZE (1..MAX) OF GeneralName.
    private static void ReadGeneralNames(byte[] der, List<PresentedName> names)
    {
        var general = new AsnReader(der, AsnEncodingRules.DER).ReadSequence();
        while (general.HasData)
        {
            var tag = general.PeekTag();
            if (tag.HasSameClassAndValue(OtherNameTag))
            {
                ReadOtherName(general.ReadSequence(OtherNameTag), names);
            }
            else if (tag.HasSameClassAndValue(DnsNameTag))
            {
                var name = general.ReadCharacterString(UniversalTagNumber.IA5String, DnsNameTag);
                names.Add(new PresentedName(PresentedNameKind.DnsId, name));
            }
            else
            {
                general.ReadEncodedValue();
            }
        }
    }

    // OtherName ::= SEQUENCE { type-id OBJECT IDENTIFIER, value [0] EXPLICIT ANY DEFINED BY type-id }.
    private static void ReadOtherName(AsnReader other, List<PresentedName> names)
    {
        var kind = other.ReadObjectIdentifier();
        if (kind is not (SrvName or XmppAddr))
        {
            return;
        }

        var value = other.ReadSequence(ValueTag);
        if (kind == XmppAddr)
        {
            var address = value.ReadCharacterString(UniversalTagNumber.UTF8String);
            names.Add(new PresentedName(PresentedNameKind.XmppAddr, address));
            return;
        }

        // RFC 4985 2: _Service.Name; RFC 6125 6.5.1: the service is compared without regard to case.
        var service = value.ReadCharacterString(UniversalTagNumber.IA5String);
        if (service.StartsWith(Service, StringComparison.OrdinalIgnoreCase))
        {
            names.Add(new PresentedName(PresentedNameKind.SrvId, service[Service.Length..]));
        }
    }
}
