using System.Formats.Asn1;
using System.Security.Cryptography.X509Certificates;

namespace Xmpp.Federation.Contracts.Tests;

/// <summary>Writes the extension subjectAltName (RFC 5280 4.2.1.6) with the names of RFC 6120 13.7.1.2.</summary>
internal sealed class Names
{
    private readonly AsnWriter _writer = new(AsnEncodingRules.DER);

    public Names() => _writer.PushSequence();

    public Names Dns(string name)
    {
        _writer.WriteCharacterString(UniversalTagNumber.IA5String, name, new Asn1Tag(TagClass.ContextSpecific, 2));
        return this;
    }

    public Names Srv(string name) => Other("1.3.6.1.5.5.7.8.7", UniversalTagNumber.IA5String, name);

    public Names Xmpp(string name) => Other("1.3.6.1.5.5.7.8.5", UniversalTagNumber.UTF8String, name);

    /// <summary>An otherName of a kind that has nothing to do with XMPP.</summary>
    public Names Foreign(string name) => Other("1.3.6.1.4.1.311.20.2.3", UniversalTagNumber.UTF8String, name);

    public Names Mail(string address)
    {
        _writer.WriteCharacterString(UniversalTagNumber.IA5String, address, new Asn1Tag(TagClass.ContextSpecific, 1));
        return this;
    }

    public X509Extension Build()
    {
        _writer.PopSequence();
        return new X509Extension("2.5.29.17", _writer.Encode(), critical: false);
    }

    private Names Other(string kind, UniversalTagNumber type, string value)
    {
        var tag = new Asn1Tag(TagClass.ContextSpecific, 0, isConstructed: true);
        using (_writer.PushSequence(tag))
        {
            _writer.WriteObjectIdentifier(kind);
            using (_writer.PushSequence(tag))
            {
                _writer.WriteCharacterString(type, value);
            }
        }

        return this;
    }
}
